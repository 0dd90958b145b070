import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import type { MailSite } from '../../platform/mail/template.ts';

/** What a calendar entry tells of one booking. */
export interface CalendarEntry {
  /** The UID: the same through every change of the booking. */
  bookingId: string;
  /** Raised by every change; a calendar takes the highest. */
  sequence: number;
  title: string;
  description: string;
  place: string;
  url: string;
  startsAt: Date;
  endsAt: Date;
  /** When the entry became what it is. */
  at: Date;
}

export interface CalendarContext {
  site: MailSite;
  /** Whose appointment it is; a downloaded file needs none. */
  attendee: string | null;
}

const METHODS = {
  REQUEST: { method: ICalCalendarMethod.REQUEST, status: ICalEventStatus.CONFIRMED },
  CANCEL: { method: ICalCalendarMethod.CANCEL, status: ICalEventStatus.CANCELLED },
  PUBLISH: { method: ICalCalendarMethod.PUBLISH, status: ICalEventStatus.CONFIRMED },
} as const;

/**
 * An iCalendar object (RFC 5545, 5546). Instants are in UTC: a single meeting needs no time zone rules, and every
 * program shows it in the reader's own.
 */
export function writeCalendar(kind: keyof typeof METHODS, entry: CalendarEntry, context: CalendarContext): string {
  const { method, status } = METHODS[kind];
  const { site, attendee } = context;
  const calendar = ical({ method, prodId: { company: 'Sportello', product: 'Sportello', language: 'IT' } });
  calendar.createEvent({
    id: entry.bookingId,
    sequence: entry.sequence,
    status,
    stamp: entry.at,
    lastModified: entry.at,
    start: entry.startsAt,
    end: entry.endsAt,
    summary: entry.title,
    description: entry.description,
    location: entry.place,
    url: entry.url,
    transparency:
      status === ICalEventStatus.CANCELLED ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    organizer: { name: site.office.name, email: site.sender.address },
    attendees: attendee
      ? [{ email: attendee, status: ICalAttendeeStatus.ACCEPTED, role: ICalAttendeeRole.REQ, rsvp: false }]
      : [],
  });
  return calendar.toString();
}

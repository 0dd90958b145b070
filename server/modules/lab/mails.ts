import { createTranslator, type Loc, longInstant } from '../../platform/i18n.ts';
import type { MailBlock, MailContext, MailDocument, MailTemplates } from '../../platform/mail/template.ts';
import { type CalendarEntry, writeCalendar } from './calendar.ts';
import { labMailWords } from './mail-words.ts';

export type BookingMail = 'lab.bookingConfirmed' | 'lab.bookingCancelled' | 'lab.bookingMoved';

/** One booking as a mail tells it: a copy, so that the mail says what was true when it was owed. */
export interface BookingTold {
  bookingId: string;
  code: string;
  sequence: number;
  title: string;
  startsAt: string;
  endsAt: string;
  venueName: string;
  venueAddress: string | null;
  venueMunicipality: string;
  room: string | null;
}

export interface BookingParams extends BookingTold {
  cancelUntil: string;
}

declare module '../../platform/mail/queue.ts' {
  interface MailParams {
    'lab.bookingConfirmed': BookingParams;
    'lab.bookingCancelled': BookingParams;
    /** The new booking, and the one that was left for it. */
    'lab.bookingMoved': BookingParams & { left: BookingTold };
  }
}

const words = createTranslator([labMailWords]);

/** Where a booked meeting is held, in one line. */
export function placeOf(booking: BookingTold): string {
  const { venueName, room, venueAddress, venueMunicipality } = booking;
  return [venueName, room, venueAddress, venueMunicipality].filter((part) => part !== null).join(', ');
}

/** The calendar's view of a booking. */
export function calendarEntryOf(
  booking: BookingTold,
  locale: Loc,
  context: Pick<MailContext, 'site' | 'at'>,
): CalendarEntry {
  const url = bookingsUrl(context);
  return {
    bookingId: booking.bookingId,
    sequence: booking.sequence,
    title: booking.title,
    description: `${words.say(locale, 'code', { code: booking.code })}\n${url}`,
    place: placeOf(booking),
    url,
    startsAt: new Date(booking.startsAt),
    endsAt: new Date(booking.endsAt),
    at: context.at,
  };
}

export const labMails: Pick<MailTemplates, BookingMail> = {
  'lab.bookingConfirmed': (booking, locale, context) => ({
    subject: words.say(locale, 'confirmed.subject', subjectOf(booking, locale)),
    blocks: [
      paragraph(meetingOf(booking, locale)),
      paragraph(words.say(locale, 'code', { code: booking.code }), words.say(locale, 'confirmed.attached')),
      ...whatNext(booking, locale, context),
      paragraph(words.say(locale, 'confirmed.unexpected', { siteUrl: context.site.siteUrl })),
    ],
    calendar: invitation('REQUEST', booking, locale, context),
  }),

  'lab.bookingCancelled': (booking, locale, context) => ({
    subject: words.say(locale, 'cancelled.subject', { title: booking.title }),
    blocks: [
      paragraph(words.say(locale, 'cancelled.done', { code: booking.code })),
      paragraph(meetingOf(booking, locale)),
      paragraph(words.say(locale, 'cancelled.attached')),
      { kind: 'link', label: words.say(locale, 'cancelled.toLabs'), url: `${context.site.siteUrl}/laboratori` },
      paragraph(words.say(locale, 'cancelled.unexpected', { siteUrl: context.site.siteUrl })),
    ],
    calendar: invitation('CANCEL', booking, locale, context),
  }),

  'lab.bookingMoved': (booking, locale, context) => ({
    subject: words.say(locale, 'moved.subject', subjectOf(booking, locale)),
    blocks: [
      paragraph(words.say(locale, 'moved.done')),
      {
        kind: 'facts',
        rows: [
          { label: words.say(locale, 'moved.now'), value: meetingOf(booking, locale) },
          { label: words.say(locale, 'moved.before'), value: meetingOf(booking.left, locale) },
        ],
      },
      paragraph(words.say(locale, 'code', { code: booking.code }), words.say(locale, 'moved.attached')),
      ...whatNext(booking, locale, context),
      paragraph(words.say(locale, 'moved.unexpected', { siteUrl: context.site.siteUrl })),
    ],
    calendar: invitation('REQUEST', booking, locale, context),
    // One calendar object has one method, so the entry that was left goes in a file of its own.
    attachments: [
      {
        filename: 'appuntamento-lasciato.ics',
        contentType: 'text/calendar; charset=utf-8; method=CANCEL',
        content: invitation('CANCEL', booking.left, locale, context).content,
      },
    ],
  }),
};

function invitation(
  method: 'REQUEST' | 'CANCEL',
  booking: BookingTold,
  locale: Loc,
  context: MailContext,
): NonNullable<MailDocument['calendar']> {
  const entry = calendarEntryOf(booking, locale, context);
  return { method, content: writeCalendar(method, entry, { site: context.site, attendee: context.recipient }) };
}

function meetingOf(booking: BookingTold, locale: Loc): string {
  const when = longInstant(locale, new Date(booking.startsAt));
  return words.say(locale, 'meeting', { title: booking.title, when, where: placeOf(booking) });
}

function subjectOf(booking: BookingTold, locale: Loc): { title: string; when: string } {
  return { title: booking.title, when: shortInstant(locale, new Date(booking.startsAt)) };
}

/** «gio 3 dic, 15:00» */
function shortInstant(locale: Loc, at: Date): string {
  const language = locale === 'IT' ? 'it-IT' : 'en-GB';
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const time = { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Rome' } as const;
  return `${new Intl.DateTimeFormat(language, { ...day, timeZone: time.timeZone }).format(at)}, ${new Intl.DateTimeFormat(language, time).format(at)}`;
}

function whatNext(booking: BookingParams, locale: Loc, context: MailContext): MailBlock[] {
  const until = new Date(booking.cancelUntil);
  if (until <= context.at) return [paragraph(words.say(locale, 'tooLate', { office: context.site.office.name }))];
  return [
    paragraph(words.say(locale, 'until', { until: longInstant(locale, until) })),
    { kind: 'link', label: words.say(locale, 'toBookings'), url: bookingsUrl(context) },
  ];
}

function bookingsUrl({ site }: Pick<MailContext, 'site'>): string {
  return `${site.siteUrl}/prenotazioni`;
}

function paragraph(...sentences: string[]): MailBlock {
  return { kind: 'paragraph', text: sentences.join(' ') };
}

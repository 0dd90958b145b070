import { Temporal } from 'temporal-polyfill';
import type { CampaignState, LabSessionState } from '../../platform/db/generated/client.ts';

export const BOOKING_WINDOWS = ['NOT_OPEN', 'OPEN', 'CLOSED', 'CANCELLED', 'PAST'] as const;
export type BookingWindow = (typeof BOOKING_WINDOWS)[number];

interface WindowFacts {
  session: { state: LabSessionState; startsAt: Date };
  campaign: { state: CampaignState; opensAt: Date; closesAt: Date };
}

/** Whether a session takes bookings at an instant of the server's clock (LAB-06, LAB-21). */
export function bookingWindow({ session, campaign }: WindowFacts, now: Date): BookingWindow {
  if (session.state === 'CANCELLED') return 'CANCELLED';
  if (session.startsAt <= now) return 'PAST';
  if (campaign.state !== 'PUBLISHED' || now >= campaign.closesAt) return 'CLOSED';
  return now < campaign.opensAt ? 'NOT_OPEN' : 'OPEN';
}

const HOUR_MS = 3_600_000;

/** Until when a seat may be given back (LAB-10). */
export function cancelDeadline(startsAt: Date, cancelHoursBefore: number): Date {
  return new Date(startsAt.getTime() - cancelHoursBefore * HOUR_MS);
}

/** How long a repeated request is answered from what was kept (LAB-08). */
export const KEPT_ACTS_MS = 7 * 24 * HOUR_MS;

const DAY_OPENS = 8;
const DAY_ENDS = 20;

/**
 * Until when an offered seat is held: some hours, but never expiring between 20:00 and 8:00, on Sundays or
 * national holidays, and never after the cancellation deadline (LAB-13).
 */
export function offerDeadline(now: Date, offerHours: number, deadline: Date): Date {
  const plain = Temporal.Instant.fromEpochMilliseconds(now.getTime() + offerHours * HOUR_MS);
  let until = plain.toZonedDateTimeISO('Europe/Rome');
  if (until.hour >= DAY_ENDS) until = atOpening(until.add({ days: 1 }));
  else if (until.hour < DAY_OPENS) until = atOpening(until);
  while (until.dayOfWeek === 7 || isNationalHoliday(until)) until = atOpening(until.add({ days: 1 }));
  return new Date(Math.min(until.epochMilliseconds, deadline.getTime()));
}

function atOpening(day: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return day.withPlainTime({ hour: DAY_OPENS });
}

// Law 260/1949 as amended; Easter Monday moves.
const FIXED_HOLIDAYS = new Set(['1-1', '1-6', '4-25', '5-1', '6-2', '8-15', '10-4', '11-1', '12-8', '12-25', '12-26']);

function isNationalHoliday(day: Temporal.ZonedDateTime): boolean {
  if (FIXED_HOLIDAYS.has(`${day.month}-${day.day}`)) return true;
  return day.toPlainDate().equals(easter(day.year).add({ days: 1 }));
}

/** Gregorian computus (Meeus, Jones, Butcher). */
function easter(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(f / 31), day: (f % 31) + 1 });
}

/** Which states a campaign may take from each (LAB-01). */
export const CAMPAIGN_MOVES: Record<CampaignState, readonly CampaignState[]> = {
  DRAFT: ['PUBLISHED'],
  PUBLISHED: ['CLOSED'],
  CLOSED: ['PUBLISHED', 'ARCHIVED'],
  ARCHIVED: [],
};

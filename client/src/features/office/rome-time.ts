import { readDay, readTime, writeDay } from '../../lib/day-text.ts';

const ZONE = 'Europe/Rome';
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** «2026-11-30T09:00», the wall clock of Rome at this instant. */
function toRomeLocal(instant: string): string {
  const of = Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day}T${of.hour}:${of.minute}`;
}

function offsetMs(utcMs: number): number {
  return Date.parse(`${toRomeLocal(new Date(utcMs).toISOString())}:00Z`) - Math.floor(utcMs / 60_000) * 60_000;
}

/** «30/11/2026 9:00», the wall clock of Rome at this instant, as people type it. */
export function writeRomeTime(instant: string): string {
  const [day = '', time = ''] = toRomeLocal(instant).split('T');
  return `${writeDay(day)} ${time.replace(/^0/, '')}`;
}

/**
 * The instant of a day and time in Rome, «30/11/2026 9:00» or «30.11.2026, ore 9»; null when it is none. In the hour
 * that comes twice, the first.
 */
export function readRomeTime(text: string): string | null {
  const [, dayText = '', timeText = ''] = /^(.*?20\d\d)[\s,]+(.*)$/.exec(text) ?? [];
  const [day, time] = [readDay(dayText), readTime(timeText)];
  if (day === null || time === null) return null;
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const before = asUtc - offsetMs(asUtc - 86_400_000);
  const after = asUtc - offsetMs(asUtc + 86_400_000);
  const first = [before, after].sort((a, b) => a - b).find((candidate) => candidate + offsetMs(candidate) === asUtc);
  return new Date(first ?? before).toISOString();
}

import { Temporal } from 'temporal-polyfill';

const ROME = 'Europe/Rome';
const ISO = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?([+-]\d{2}:\d{2})?$/;
const ITALIAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2})[:.](\d{2})(?::(\d{2}))?$/;

export type RomeInstant = { at: Date } | { fault: 'form' | 'noSuchTime' | 'twice' | 'offset' };

/**
 * Reads `2026-12-03 15:00` (or `03/12/2026 15:00`, as spreadsheets rewrite it) as the wall clock of Italy. An hour
 * that the clocks skip is no instant; one that they strike twice needs its offset: `2026-10-25 02:30+02:00`.
 */
export function parseRomeInstant(text: string): RomeInstant {
  const parts = partsOf(text);
  if (parts === null) return { fault: 'form' };
  const { offset, ...fields } = parts;
  let wall: Temporal.PlainDateTime;
  try {
    wall = Temporal.PlainDateTime.from(fields, { overflow: 'reject' });
  } catch {
    return { fault: 'form' };
  }
  const earlier = wall.toZonedDateTime(ROME, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(ROME, { disambiguation: 'later' });
  if (offset !== undefined) {
    const meant = [earlier, later].find((zoned) => zoned.offset === offset && zoned.toPlainDateTime().equals(wall));
    return meant ? { at: new Date(meant.epochMilliseconds) } : { fault: 'offset' };
  }
  if (earlier.equals(later)) return { at: new Date(earlier.epochMilliseconds) };
  return { fault: earlier.toPlainDateTime().equals(wall) ? 'twice' : 'noSuchTime' };
}

interface WallParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  offset: string | undefined;
}

function partsOf(text: string): WallParts | null {
  const iso = ISO.exec(text);
  const italian = ITALIAN.exec(text);
  if (iso === null && italian === null) return null;
  const [, first = '', month = '', third = '', hour = '', minute = '', second = '0'] = iso ?? italian ?? [];
  const [year, day] = iso ? [first, third] : [third, first];
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    offset: iso?.[7],
  };
}

/** The inverse of parseRomeInstant; the offset is written only where the hour strikes twice. */
export function formatRomeInstant(at: Date): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ROME);
  const wall = zoned.toPlainDateTime();
  const time = wall.toPlainTime().toString({ smallestUnit: wall.second === 0 ? 'minute' : 'second' });
  const earlier = wall.toZonedDateTime(ROME, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(ROME, { disambiguation: 'later' });
  return `${wall.toPlainDate()} ${time}${earlier.equals(later) ? '' : zoned.offset}`;
}

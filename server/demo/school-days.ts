import { Temporal } from 'temporal-polyfill';

// National holidays on fixed days (L. 260/1949 and later; Saint Francis from 2026), as month-day.
const HOLIDAYS = new Set(
  '01-01 01-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26'.split(' ').map((day) => `--${day}`),
);

/** Sundays, national holidays and Easter Monday: nobody would believe a lab on these. */
export function isHoliday(day: Temporal.PlainDate): boolean {
  if (day.dayOfWeek === 7 || HOLIDAYS.has(monthDay(day))) return true;
  return day.subtract({ days: 1 }).equals(easterOf(day.year));
}

function monthDay({ month, day }: Temporal.PlainDate): string {
  return `--${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Gregorian computus (Meeus, Jones, Butcher). */
function easterOf(year: number): Temporal.PlainDate {
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const golden = year % 19;
  const drift = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - drift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}

/** Between 24 December and 6 January there is no school. */
function isBreakWeek(monday: Temporal.PlainDate): boolean {
  return Array.from({ length: 6 }, (_, days) => monthDay(monday.add({ days }))).some(
    (day) => day >= '--12-24' || day <= '--01-06',
  );
}

/** The Monday so many school weeks after another (before it, if negative); weeks of the Christmas break do not count. */
function schoolMonday(from: Temporal.PlainDate, weeks: number): Temporal.PlainDate {
  const step = Math.sign(weeks) * 7;
  let monday = from;
  for (let left = Math.abs(weeks); left > 0; left -= 1) {
    do monday = monday.add({ days: step });
    while (isBreakWeek(monday));
  }
  return monday;
}

/**
 * A day of the demo files, told from `anchor`, in the calendar that begins on `monday`: as many school weeks later, on
 * the same weekday, or on the next day with school where that one is a holiday.
 */
export function schoolDay(day: Temporal.PlainDate, anchor: Temporal.PlainDate, monday: string): Temporal.PlainDate {
  const weeks = Math.floor(anchor.until(day).days / 7);
  let moved = schoolMonday(Temporal.PlainDate.from(monday), weeks).add({ days: day.dayOfWeek - 1 });
  while (isHoliday(moved)) moved = moved.add({ days: 1 });
  return moved;
}

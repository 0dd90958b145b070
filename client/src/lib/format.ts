export const TIME_ZONE = 'Europe/Rome';

type Instant = string | number;
const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const found = cache.get(key);
  if (found) return found;
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'it-IT', { timeZone: TIME_ZONE, ...options });
  cache.set(key, made);
  return made;
}

function parts(locale: string, instant: Instant, options: Intl.DateTimeFormatOptions): Record<string, string> {
  return Object.fromEntries(
    formatter(locale, options)
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
}

/** «15:04» — hours without a leading zero, as people write them: «9:00». */
export function formatTime(instant: Instant, locale: string): string {
  const { hour, minute } = parts(locale, instant, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
  return `${Number(hour)}:${minute}`;
}

/** «15:04:12» */
export function formatClock(instant: Instant, locale: string): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    new Date(instant),
  );
}

/** «giovedì 3 dicembre 2026» */
export function formatDate(instant: Instant, locale: string): string {
  const { weekday, day, month, year } = parts(locale, instant, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return `${weekday} ${day} ${month} ${year}`;
}

/** «3 dicembre» */
export function formatDay(instant: Instant, locale: string): string {
  const { day, month } = parts(locale, instant, { day: 'numeric', month: 'long' });
  return `${day} ${month}`;
}

/** «giovedì 3 dicembre, 15:00» */
export function formatDayTime(instant: Instant, locale: string): string {
  const { weekday, day, month } = parts(locale, instant, { weekday: 'long', day: 'numeric', month: 'long' });
  return `${weekday} ${day} ${month}, ${formatTime(instant, locale)}`;
}

/** «venerdì 11 dicembre, ore 13:00» */
export function formatInstant(instant: Instant, locale: string): string {
  const { weekday, day, month } = parts(locale, instant, { weekday: 'long', day: 'numeric', month: 'long' });
  return `${weekday} ${day} ${month}, ${locale === 'en' ? 'at' : 'ore'} ${formatTime(instant, locale)}`;
}

/** «ven 11 dic, ore 13:00» */
export function formatShortInstant(instant: Instant, locale: string): string {
  const { weekday, day, month } = parts(locale, instant, { weekday: 'short', day: 'numeric', month: 'short' });
  return `${weekday} ${day} ${month}, ${locale === 'en' ? 'at' : 'ore'} ${formatTime(instant, locale)}`;
}

/** «giovedì 3 dicembre 2026, 15:00–18:00»; a session that ends on another day names that day too. */
export function formatRange(start: Instant, end: Instant, locale: string): string {
  const from = `${formatDate(start, locale)}, ${formatTime(start, locale)}`;
  return formatDate(start, locale) === formatDate(end, locale)
    ? `${from}–${formatTime(end, locale)}`
    : `${from} – ${formatDayTime(end, locale)}`;
}

/** «15:00–18:00» */
export function formatHours(start: Instant, end: Instant, locale: string): string {
  return `${formatTime(start, locale)}–${formatTime(end, locale)}`;
}

/** The three lines of a date block: «gio», «3», «dic». */
export function formatDateBlock(instant: Instant, locale: string): { weekday: string; day: string; month: string } {
  const {
    weekday = '',
    day = '',
    month = '',
  } = parts(locale, instant, { weekday: 'short', day: 'numeric', month: 'short' });
  return { weekday, day, month };
}

/** The day in Rome, YYYY-MM-DD. */
export function romeDay(instant: Instant): string {
  const { year, month, day } = parts('it', instant, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${year}-${month}-${day}`;
}

/** A calendar day YYYY-MM-DD said in words, «1 dicembre». */
export function formatPlainDay(day: string, locale: string): string {
  return formatDay(`${day}T12:00:00Z`, locale);
}

export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'it-IT').format(value);
}

export interface Remaining {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

// The clock read from answers runs late by the network's delay: without this, «15:01» would follow «15 minuti».
const DELAY_MS = 250;

/** Time left, never below zero; a started second counts whole so that zero means the event. */
export function remaining(untilMs: number, nowMs: number): Remaining {
  const total = Math.max(0, Math.ceil((untilMs - nowMs - DELAY_MS) / 1000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor((total % 86_400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** «11:42» */
export function formatMinutes({ days, hours, minutes, seconds }: Remaining): string {
  return `${two(minutes + 60 * (hours + 24 * days))}:${two(seconds)}`;
}

/** «03:04:58» */
export function formatHoursMinutes({ days, hours, minutes, seconds }: Remaining): string {
  return `${two(hours + 24 * days)}:${two(minutes)}:${two(seconds)}`;
}

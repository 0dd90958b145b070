// Days as people type and read them here, «3/12/2026», whatever the language of the browser: its own date field would
// show an Italian page a month first.

/** «3/12/2026», «03.12.2026» and «3-12-2026» are 2026-12-03; null for what is not a whole day of the calendar. */
export function readDay(text: string): string | null {
  const found = /^\s*(\d{1,2})\s*[/.\s-]\s*(\d{1,2})\s*[/.\s-]\s*(20\d\d)\s*$/.exec(text);
  if (!found) return null;
  const [, day = '', month = '', year = ''] = found;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  // 31 November would become 1 December.
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? null : iso;
}

/** «03/12/2026» */
export function writeDay(iso: string): string {
  const [year, month, day] = iso.split('-');
  return `${day}/${month}/${year}`;
}

/** «9:00», «09.00» and «ore 9» are 09:00; null for what is not a time. */
export function readTime(text: string): string | null {
  const found = /^\s*(?:ore\s+)?(\d{1,2})(?:[:.](\d\d))?\s*$/i.exec(text);
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  if (!found || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

// Letters that lose no mark when accents are taken away.
const WRITTEN_AS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};
const LONGEST_PART = 40;

/**
 * The user name of a person before any number (ACC-10): all first names, a dot, all last names; small letters a to z
 * alone, so accents, apostrophes, hyphens and spaces disappear: «Anna Maria D’Angelò» is annamaria.dangelo.
 */
export function usernameBase(firstName: string, lastName: string): string {
  return `${plain(firstName)}.${plain(lastName)}`;
}

function plain(name: string): string {
  const letters = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z]/gu, (char) => WRITTEN_AS[char] ?? '');
  return letters.slice(0, LONGEST_PART) || 'x';
}

/** The first name has no number, the next is 1: one more than the highest taken, so that no number comes back. */
export function nextUsername(base: string, taken: readonly string[]): string {
  const numbers = taken.flatMap((username) => {
    const rest = username.startsWith(base) ? username.slice(base.length) : null;
    if (rest === null || !/^(\d{1,6})?$/.test(rest)) return [];
    return [rest === '' ? 0 : Number(rest)];
  });
  return numbers.length === 0 ? base : `${base}${Math.max(...numbers) + 1}`;
}

import common from '@zxcvbn-ts/language-common';

/** Words that stand for this place: on their own, however decorated, they are guessed first. */
const PLACE_WORDS = [
  'ministero',
  'istruzione',
  'scolastico',
  'scolastica',
  'sportello',
  'scuola',
  'istituto',
  'docente',
  'insegnante',
  'dirigente',
  'segreteria',
  'checkpoint',
  'istanze',
  'online',
  'polis',
  'miur',
  'laboratori',
  'laboratorio',
];
const ROWS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const RUNS = [...ROWS, ...ROWS.map((row) => [...row].reverse().join(''))];
const LEAST_RUN = 4;
/** What is left beside something guessable may be this long without making it hard to guess. */
const MOST_DECORATION = 3;
const LONGEST_UNIT = 6;
const FEWEST_DISTINCT = 4;
const LOOKALIKES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

// The 49,000 most used passwords, kept by the zxcvbn-ts project; all lists of this kind are of short ones, so what a
// person makes of them to reach twelve characters is looked for too.
let list: ReadonlySet<string> | null = null;

function isListed(word: string): boolean {
  list ??= new Set(common.dictionary.passwords);
  return list.has(word);
}

/** Whether it is among the most used passwords, or is one of them stretched, decorated, repeated, or a walk on the keys. */
export function isCommonPassword(password: string): boolean {
  const folded = password.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
  return (
    isListed(folded) ||
    isListed(unmasked(folded)) ||
    isRepeated(folded) ||
    isWalk(folded) ||
    isDecorated(folded) ||
    isDecorated(unmasked(folded))
  );
}

function unmasked(text: string): string {
  return [...text].map((character) => LOOKALIKES[character] ?? character).join('');
}

/** «abcabcabcabc», «aaaaaaaaaaaa», «121122112212». */
function isRepeated(text: string): boolean {
  if (new Set(text).size < FEWEST_DISTINCT) return true;
  for (let unit = 1; unit <= Math.min(LONGEST_UNIT, text.length / 2); unit++) {
    const whole = text
      .slice(0, unit)
      .repeat(Math.ceil(text.length / unit))
      .slice(0, text.length);
    if (whole === text) return true;
  }
  const half = text.slice(0, text.length / 2);
  return half + half === text && isListed(half);
}

/** Rows of the keyboard, the alphabet or digits, forwards or backwards, and hardly anything else. */
function isWalk(text: string): boolean {
  let rest = 0;
  for (let at = 0; at < text.length; ) {
    const length = runAt(text, at);
    if (length < LEAST_RUN) rest++;
    at += length < LEAST_RUN ? 1 : length;
  }
  return rest <= MOST_DECORATION;
}

function runAt(text: string, at: number): number {
  let longest = 0;
  for (const row of RUNS) {
    const begun = row.indexOf(text[at] ?? '');
    if (begun < 0) continue;
    let length = 1;
    while (at + length < text.length && row[begun + length] === text[at + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** One listed word, or words of this place, with digits and signs around. */
function isDecorated(text: string): boolean {
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (core.length > MOST_DECORATION && isListed(core)) return true;
  const digits = text.replace(/[^\p{L}\p{N}]+$/u, '');
  if (isListed(digits) || isListed(digits.replace(/(19|20)\d\d$/, ''))) return true;
  let left = text;
  for (const word of PLACE_WORDS) left = left.replaceAll(word, '');
  return left.length < text.length && left.replace(/[^\p{L}]/gu, '').length <= MOST_DECORATION;
}

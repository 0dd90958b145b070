// Codice fiscale of persons: D.M. 12 March 1974 and D.M. 13813 of 23 December 1976 (form, check character, omocodes).

const MONTHS = 'ABCDEHLMPRST';
const OMOCODES = 'LMNPQRSTUV';
const DIGIT_PLACES = [6, 7, 9, 10, 12, 13, 14];
const FORM = /^[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]$/;

// Values of the characters in odd places; digits have those of A to J.
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function rank(char: string): number {
  const code = char.charCodeAt(0);
  return code < 58 ? code - 48 : code - 65;
}

function checkCharacter(first15: string): string {
  let sum = 0;
  for (const [index, char] of [...first15].entries()) {
    sum += index % 2 === 0 ? (ODD[rank(char)] ?? 0) : rank(char);
  }
  return String.fromCharCode(65 + (sum % 26));
}

/** The code with its omocode letters turned back into digits; its check character no longer holds. */
function withDigits(code: string): string {
  return [...code]
    .map((char, index) => (DIGIT_PLACES.includes(index) && OMOCODES.includes(char) ? OMOCODES.indexOf(char) : char))
    .join('');
}

/** The one form without omocodes that all 128 of a person share; two codes are of one person when it is the same. */
export function baseOf(code: string): string {
  const first15 = withDigits(code).slice(0, 15);
  return first15 + checkCharacter(first15);
}

/** Why a text cannot be the codice fiscale of a person. */
export type FiscalCodeFault = 'LENGTH' | 'FORM' | 'DATE' | 'CHECK';

/** The code in capitals without spaces, or what is wrong with it. */
export function readFiscalCode(text: string): { code: string; fault: null } | { code: null; fault: FiscalCodeFault } {
  const code = text.replace(/\s+/g, '').toUpperCase();
  const fault = faultOf(code);
  return fault === null ? { code, fault } : { code: null, fault };
}

function faultOf(code: string): FiscalCodeFault | null {
  if (code.length !== 16) return 'LENGTH';
  if (!FORM.test(code)) return 'FORM';
  if (checkCharacter(code.slice(0, 15)) !== code[15]) return 'CHECK';
  const digits = withDigits(code);
  const written = Number(digits.slice(9, 11));
  const day = written > 40 ? written - 40 : written;
  const february = Number(digits.slice(6, 8)) % 4 === 0 ? 29 : 28;
  const longestMonth = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][MONTHS.indexOf(code[8] ?? '')] ?? 0;
  return day >= 1 && day <= longestMonth ? null : 'DATE';
}

/** The code in capitals without spaces, or null when form, date or check character do not hold. */
export function parseFiscalCode(text: string): string | null {
  return readFiscalCode(text).code;
}

/**
 * The 128 codes that one person may have been given: each of the seven digits as itself or as its letter (ACC-09).
 * `code` itself comes first.
 */
export function omocodesOf(code: string): string[] {
  const digits = withDigits(code).slice(0, 15);
  const all = new Set([code]);
  for (let mask = 0; mask < 2 ** DIGIT_PLACES.length; mask++) {
    const chars = [...digits];
    for (const [bit, place] of DIGIT_PLACES.entries()) {
      if (mask & (1 << bit)) chars[place] = OMOCODES[Number(chars[place])] ?? '';
    }
    const first15 = chars.join('');
    all.add(first15 + checkCharacter(first15));
  }
  return [...all];
}

export interface BirthFacts {
  firstName: string;
  lastName: string;
  /** YYYY-MM-DD */
  bornOn: string;
  sex: 'F' | 'M';
  /** Codice catastale of the municipality or state. */
  birthplaceCode: string;
}

/** The facts that a codice fiscale speaks of, in the order of a form. */
export type BirthField = 'firstName' | 'lastName' | 'bornOn' | 'birthplaceCode' | 'sex';

/** The facts that do not agree with the code, whichever of its 128 forms it has (ACC-09). */
export function fieldsAgainst(code: string, facts: BirthFacts): BirthField[] {
  const has = withDigits(code);
  const due = composeFiscalCode(facts);
  const part = (from: number, to: number): boolean => has.slice(from, to) !== due.slice(from, to);
  const sexOf = (text: string): string => (Number(text.slice(9, 11)) > 40 ? 'F' : 'M');
  const dayOf = (text: string): number => Number(text.slice(9, 11)) % 40;
  const wrong: Record<BirthField, boolean> = {
    firstName: part(3, 6),
    lastName: part(0, 3),
    bornOn: part(6, 9) || dayOf(has) !== dayOf(due),
    birthplaceCode: part(11, 15),
    sex: sexOf(has) !== sexOf(due),
  };
  return (Object.keys(wrong) as BirthField[]).filter((field) => wrong[field]);
}

/** The code that the facts of birth give; the tax office may have given an omocode instead. */
export function composeFiscalCode(facts: BirthFacts): string {
  const [year = '', month = '', day = ''] = facts.bornOn.split('-');
  const dayPart = String(Number(day) + (facts.sex === 'F' ? 40 : 0)).padStart(2, '0');
  const first15 =
    lastNamePart(facts.lastName) +
    firstNamePart(facts.firstName) +
    year.slice(2) +
    (MONTHS[Number(month) - 1] ?? '') +
    dayPart +
    facts.birthplaceCode;
  return first15 + checkCharacter(first15);
}

// Letters that the civil registers write in two, and those without a mark to take away.
const WRITTEN_AS: Record<string, string> = {
  Æ: 'AE',
  Œ: 'OE',
  ß: 'SS',
  ẞ: 'SS',
  Ø: 'O',
  Đ: 'D',
  Ł: 'L',
  Þ: 'TH',
  ı: 'I',
};

function letters(name: string): { consonants: string; vowels: string } {
  const plain = name
    .normalize('NFD')
    .replace(/[ßẞı]/g, (letter) => WRITTEN_AS[letter] ?? '')
    .toUpperCase()
    .replace(/[ÆŒØĐŁÞ]/g, (letter) => WRITTEN_AS[letter] ?? '')
    .replace(/[^A-Z]/g, '');
  return { consonants: plain.replace(/[AEIOU]/g, ''), vowels: plain.replace(/[^AEIOU]/g, '') };
}

function lastNamePart(name: string): string {
  const { consonants, vowels } = letters(name);
  return `${consonants}${vowels}XXX`.slice(0, 3);
}

function firstNamePart(name: string): string {
  const { consonants, vowels } = letters(name);
  if (consonants.length > 3) return `${consonants[0]}${consonants[2]}${consonants[3]}`;
  return `${consonants}${vowels}XXX`.slice(0, 3);
}

import { type InputIssue, InvalidInputError } from '../../platform/errors.ts';
import { isCommonPassword } from './password-common.ts';

/** What a password has to be (DEC-13): length alone, no composition; and neither common nor made of own data. */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const;

export type PasswordFault =
  | { code: 'TOO_SHORT'; missing: number }
  | { code: 'TOO_LONG'; most: number }
  | { code: 'COMMON' }
  | { code: 'OWN_DATA' };

/** What a password must not contain: whatever of it is known at that moment. */
export interface PersonalData {
  username?: string | null;
  /** First name, last name, name to show: in any pieces. */
  names?: readonly (string | null)[];
  fiscalCode?: string | null;
  schoolCode?: string | null;
  emails?: readonly (string | null)[];
}

// Shorter pieces stand in too many innocent words.
const LEAST_PIECE = 4;

/** Every fault of a password; none when it may be chosen. It is judged as it is stored: NFC, never cut (SEC-002). */
export function checkPassword(password: string, personal: PersonalData): PasswordFault[] {
  const faults: PasswordFault[] = [];
  const { length } = [...password.normalize('NFC')];
  if (length < PASSWORD_LENGTH.least) faults.push({ code: 'TOO_SHORT', missing: PASSWORD_LENGTH.least - length });
  if (length > PASSWORD_LENGTH.most) return [{ code: 'TOO_LONG', most: PASSWORD_LENGTH.most }];
  if (length > 0 && isCommonPassword(password)) faults.push({ code: 'COMMON' });
  const letters = plain(password);
  if (piecesOf(personal).some((piece) => letters.includes(piece))) faults.push({ code: 'OWN_DATA' });
  return faults;
}

/** Throws InvalidInputError with every fault, at the field that holds the password. */
export function requireGoodPassword(password: string, personal: PersonalData, path = 'password'): void {
  const faults = checkPassword(password, personal);
  if (faults.length > 0) throw new InvalidInputError(faults.map((fault) => issueOf(fault, path)));
}

/** The words of a fault. */
export function issueOf(fault: PasswordFault, path: string): InputIssue {
  switch (fault.code) {
    case 'TOO_SHORT':
      return { path, key: 'password.tooShort', params: { count: fault.missing } };
    case 'TOO_LONG':
      return { path, key: 'password.tooLong', params: { count: fault.most } };
    case 'COMMON':
      return { path, key: 'password.common' };
    case 'OWN_DATA':
      return { path, key: 'password.ownData' };
  }
}

/** Letters and digits alone, in lower case and without accents: «D’Angelò» is «dangelo». */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function piecesOf({ username, names = [], fiscalCode, schoolCode, emails = [] }: PersonalData): string[] {
  const words = [...names, username, ...emails.map((email) => email?.split('@')[0])];
  const pieces = words.flatMap((word) => (word ? [word, ...word.split(/[\s._+@'’-]+/)] : []));
  return [...pieces, fiscalCode, schoolCode]
    .map((piece) => plain(piece ?? ''))
    .filter((piece) => piece.length >= LEAST_PIECE);
}

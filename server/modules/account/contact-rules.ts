const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The code that validates a mobile number (POL-704, DEC-08). */
export const PHONE_CODE = {
  length: 8,
  lifeMs: 30 * MINUTE_MS,
  /** Wrong ones in a row, whichever code they were typed for; the database knows the number too. */
  mostWrong: 5,
  lockMs: 15 * MINUTE_MS,
} as const;

/** SMS cost money and reach whoever has the number: of one account, and to one number from all accounts. */
export const PHONE_CODE_LIMITS = { pauseMs: MINUTE_MS, windowMs: HOUR_MS, anAccount: 5, aNumber: 5 } as const;

export interface WrongCodes {
  wrongCodes: number;
  codesLockedUntil: Date | null;
}

export function lockOfCodes({ codesLockedUntil }: WrongCodes, now: Date): Date | null {
  return codesLockedUntil && codesLockedUntil > now ? codesLockedUntil : null;
}

/** After one more wrong code; a lock that is over counts from the beginning. */
export function countWrongCode(before: WrongCodes, now: Date): WrongCodes & { triesLeft: number } {
  const wrongCodes = 1 + (before.codesLockedUntil ? 0 : before.wrongCodes);
  const triesLeft = PHONE_CODE.mostWrong - wrongCodes;
  const codesLockedUntil = triesLeft > 0 ? null : new Date(now.getTime() + PHONE_CODE.lockMs);
  return { wrongCodes, codesLockedUntil, triesLeft };
}

/** A code asked for earlier. */
export interface AskedCode {
  createdAt: Date;
  /** Its SMS never left, so that another may follow at once. */
  lost: boolean;
}

/** When the next code may be asked for, from those of the last hour, the first one first; null: now. */
export function nextCodeAt(asked: readonly AskedCode[], now: Date): Date | null {
  const last = asked.at(-1);
  const pause = last && !last.lost ? last.createdAt.getTime() + PHONE_CODE_LIMITS.pauseMs : 0;
  const full = asked.at(-PHONE_CODE_LIMITS.anAccount);
  const room = full ? full.createdAt.getTime() + PHONE_CODE_LIMITS.windowMs : 0;
  const at = Math.max(pause, room);
  return at > now.getTime() ? new Date(at) : null;
}

export type NumberFault = 'PREFIX' | 'FORM';

const SEPARATORS = /[\s\p{Pd}\p{Cf}./()]+/gu;
const PREFIX = /^(\+|00)39/;
// The plan of Italian numbers, as libphonenumber has it: 31 with ten digits, 32 to 39 with nine or ten.
const MOBILE = /^(3[2-9]\d{7,8}|31\d{8})$/;
const PHONE = /^(\+|00)?\d{5,14}$/;

/** The digits of an Italian mobile number; spaces, dashes, dots and brackets do not count (POL-701, POL-708). */
export function readMobile(typed: string): { mobile: string } | { fault: NumberFault } {
  const digits = bare(typed);
  // 39 3… of nine or ten digits is a number of its own; of more, the prefix stands before one.
  if (/^(\+|00)/.test(digits) || /^393\d{8,9}$/.test(digits)) return { fault: 'PREFIX' };
  return MOBILE.test(digits) ? { mobile: digits } : { fault: 'FORM' };
}

/** Any telephone; a foreign one keeps its prefix. */
export function readPhone(typed: string): { phone: string } | { fault: NumberFault } {
  const digits = bare(typed);
  if (PREFIX.test(digits)) return { fault: 'PREFIX' };
  return PHONE.test(digits) ? { phone: digits } : { fault: 'FORM' };
}

function bare(typed: string): string {
  return typed.normalize('NFKC').replace(SEPARATORS, '');
}

/** As gateways want it. */
export function e164(mobile: string): string {
  return `+39${mobile}`;
}

import { Temporal } from 'temporal-polyfill';

const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const ROME = 'Europe/Rome';

/** Passwords of a certain age end, each at an instant of its own (DEC-12). */
export interface PasswordExpiryPolicy {
  /** How long a password lasts. */
  days: number;
  /** Over how many days the instants are spread. */
  spreadDays: number;
}

/** Accounts without access for so long are revoked (DEC-11). */
export interface RevocationPolicy {
  months: number;
}

/** null: the policy is off. */
export interface TimePolicies {
  passwordExpiry: PasswordExpiryPolicy | null;
  revocation: RevocationPolicy | null;
}

export const PASSWORD_EXPIRY = {
  /** Days before it at which it is announced, the earliest first. */
  steps: [30, 14, 7, 1],
  firstNoticeMs: 30 * DAY_MS,
  /** Nobody is left without the first announcement, however old the password is. */
  leastAheadMs: 31 * DAY_MS,
} as const;

/**
 * Half months before a revocation at which it is announced: 12, 14 and 14.5 of 15. Nobody is revoked sooner than
 * `afterLastMs`, the shortest half month, after the last announcement, whatever was missed while no server ran.
 */
export const REVOCATION = { stepsBefore: [6, 2, 1], afterLastMs: 13 * DAY_MS } as const;

/** When a password ends: after its time, but not before it can be announced, and spread by a number of the account's own. */
export function passwordEnd(passwordSetAt: Date, share: number, policy: PasswordExpiryPolicy, now: Date): Date {
  const due = passwordSetAt.getTime() + policy.days * DAY_MS;
  const earliest = Math.max(due, now.getTime() + PASSWORD_EXPIRY.leastAheadMs);
  return new Date(earliest + Math.floor((share * policy.spreadDays * DAY_MS) / SECOND_MS) * SECOND_MS);
}

/** Months by the calendar of Rome: from 29 February to the last of a February, at the same time of the day (FLT-23). */
export function monthsAfter(at: Date, halfMonths: number): Date {
  const rome = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ROME);
  const whole = rome.add({ months: Math.floor(halfMonths / 2) });
  const end = halfMonths % 2 === 0 ? whole : whole.add({ days: 15 });
  return new Date(end.epochMilliseconds);
}

export interface RevocationPlan {
  /** When each announcement is due, in order. */
  steps: Date[];
  /** When the account may be revoked at the earliest. */
  revokeAt: Date;
}

export function revocationPlan(lastAccessAt: Date, { months }: RevocationPolicy): RevocationPlan {
  const steps = REVOCATION.stepsBefore.map((before) => monthsAfter(lastAccessAt, 2 * months - before));
  return { steps, revokeAt: monthsAfter(lastAccessAt, 2 * months) };
}

/** When an account is revoked; `lastToldAt` is the instant of the last announcement, null before it. */
export function revocationDay({ revokeAt }: RevocationPlan, lastToldAt: Date | null): Date {
  return new Date(Math.max(revokeAt.getTime(), (lastToldAt?.getTime() ?? 0) + REVOCATION.afterLastMs));
}

/** The step to announce now, by its place from 0, and those that it stands for because nobody announced them; null: none. */
export function dueStep(
  steps: readonly Date[],
  told: readonly number[],
  now: Date,
): { step: number; missed: number[] } | null {
  const due = steps.flatMap((at, step) => (at <= now ? [step] : []));
  const last = due.at(-1);
  if (last === undefined || told.some((step) => step >= last)) return null;
  return { step: last, missed: due.filter((step) => step !== last && !told.includes(step)) };
}

/** Whether two instants lie on one day of Rome. */
export function sameDay(a: Date, b: Date): boolean {
  return dayOf(a) === dayOf(b);
}

function dayOf(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ROME).toPlainDate().toString();
}

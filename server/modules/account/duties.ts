import type { PasswordDuty } from '../../graphql/context.ts';
import { passwordStateOf } from './machine.ts';
import { TERMS_VERSION } from './terms.ts';
import { PASSWORD_EXPIRY } from './time-rules.ts';

/** What an account may have to do, in the order in which it is asked for (ACC-01). */
export const DUTY_KINDS = ['CHANGE_PASSWORD', 'ADD_SECOND_FACTOR', 'ACCEPT_NOTICE', 'RENEW_PASSWORD'] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

export const DUTY_REASONS = [
  'TEMPORARY_PASSWORD',
  'EXPIRED_PASSWORD',
  'ROLE_NEEDS_SECOND_FACTOR',
  'FIRST_NOTICE',
  'CHANGED_NOTICE',
  'EXPIRING_PASSWORD',
] as const;
export type DutyReason = (typeof DUTY_REASONS)[number];

export interface Duty {
  kind: DutyKind;
  reason: DutyReason;
  /** Until it is done every other act is refused. */
  blocking: boolean;
  /** Of an expiry its instant, past or to come. */
  at: Date | null;
  /** Of a notice, what to accept. */
  version: string | null;
}

/** What stands in the account; times are judged here. */
export interface DutyFacts {
  passwordMustChange: boolean;
  passwordExpiresAt: Date | null;
  noticeVersion: string | null;
}

/** Why nothing else may be done before the password is changed; null when it need not be (SEC-008, IAM-406). */
export function passwordDutyOf(
  facts: Pick<DutyFacts, 'passwordMustChange' | 'passwordExpiresAt'>,
  now: Date,
): PasswordDuty | null {
  // Whoever is signed in has a password.
  const state = passwordStateOf({ hasPassword: true, ...facts }, now);
  return state === 'TEMPORARY' || state === 'EXPIRED' ? state : null;
}

/** All that an account has to do, in order. A role may wait for a second factor (ACC-07). */
export function dutiesOf(facts: DutyFacts, roleWaits: boolean, now: Date): Duty[] {
  const { noticeVersion, passwordExpiresAt: at } = facts;
  const forced = passwordDutyOf(facts, now);
  const invitedFrom = at === null ? null : new Date(at.getTime() - PASSWORD_EXPIRY.firstNoticeMs);
  const duties: Duty[] = [];
  if (forced === 'TEMPORARY')
    duties.push({ kind: 'CHANGE_PASSWORD', reason: 'TEMPORARY_PASSWORD', blocking: true, at: null, version: null });
  if (forced === 'EXPIRED')
    duties.push({ kind: 'CHANGE_PASSWORD', reason: 'EXPIRED_PASSWORD', blocking: true, at, version: null });
  if (roleWaits) {
    const reason = 'ROLE_NEEDS_SECOND_FACTOR';
    duties.push({ kind: 'ADD_SECOND_FACTOR', reason, blocking: false, at: null, version: null });
  }
  if (noticeVersion !== TERMS_VERSION) {
    const reason = noticeVersion === null ? 'FIRST_NOTICE' : 'CHANGED_NOTICE';
    duties.push({ kind: 'ACCEPT_NOTICE', reason, blocking: false, at: null, version: TERMS_VERSION });
  }
  if (forced === null && invitedFrom !== null && invitedFrom <= now)
    duties.push({ kind: 'RENEW_PASSWORD', reason: 'EXPIRING_PASSWORD', blocking: false, at, version: null });
  return duties;
}

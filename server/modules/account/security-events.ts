import type { AuditEventName } from '../../platform/audit/audit.ts';
import type { AuditRecord } from '../../platform/audit/reading.ts';
import { type Loc, longInstant } from '../../platform/i18n.ts';
import type { Device } from '../../platform/user-agent.ts';

/** What of the audit concerns the owner of an account, by the name that the API gives it (ACC-04). */
export const SECURITY_EVENTS = {
  'account.signedIn': 'SIGNED_IN',
  'account.signInFailed': 'SIGN_IN_FAILED',
  'account.locked': 'LOCKED',
  'account.signedOut': 'SIGNED_OUT',
  'account.sessionsEnded': 'SESSIONS_ENDED',
  'account.passwordRefused': 'PASSWORD_REFUSED',
  'account.passwordChanged': 'PASSWORD_CHANGED',
  'account.passwordRecovered': 'PASSWORD_RECOVERED',
  'account.emailChangeRequested': 'EMAIL_CHANGE_REQUESTED',
  'account.emailChangeCancelled': 'EMAIL_CHANGE_CANCELLED',
  'account.emailChanged': 'EMAIL_CHANGED',
  'account.emailChangeUndone': 'EMAIL_CHANGE_UNDONE',
  'account.contactsChanged': 'CONTACTS_CHANGED',
  'account.phoneCodeSent': 'PHONE_CODE_SENT',
  'account.phoneCodesLocked': 'PHONE_CODES_LOCKED',
  'account.phoneValidated': 'PHONE_VALIDATED',
  'account.accessTokenMade': 'ACCESS_TOKEN_MADE',
  'account.accessTokenRevoked': 'ACCESS_TOKEN_REVOKED',
  'account.secondStepBegun': 'SECOND_STEP_BEGUN',
  'account.secondFactorRefused': 'SECOND_FACTOR_REFUSED',
  'account.secondFactorLocked': 'SECOND_FACTOR_LOCKED',
  'account.secondFactorAdded': 'SECOND_FACTOR_ADDED',
  'account.secondFactorRemoved': 'SECOND_FACTOR_REMOVED',
  'account.secondFactorsReset': 'SECOND_FACTORS_RESET',
  'account.recoveryCodesRenewed': 'RECOVERY_CODES_RENEWED',
  'account.recoveryCodeUsed': 'RECOVERY_CODE_USED',
  'account.dataExported': 'DATA_EXPORTED',
  'account.erasureRequested': 'ERASURE_REQUESTED',
  'account.erasureWithdrawn': 'ERASURE_WITHDRAWN',
  'account.noticeAccepted': 'NOTICE_ACCEPTED',
  'account.revoked': 'REVOKED',
  'account.reactivated': 'REACTIVATED',
  'account.disabled': 'DISABLED',
  'account.erasureDecided': 'ERASURE_DECIDED',
  'account.temporaryPasswordSet': 'TEMPORARY_PASSWORD_SET',
  'helpdesk.accountSeen': 'SEEN_BY_HELPDESK',
  'account.roleGranted': 'ROLE_GRANTED',
  'account.roleRemoved': 'ROLE_REMOVED',
} as const satisfies Partial<Record<AuditEventName, string>>;

export type SecurityEventKind = (typeof SECURITY_EVENTS)[keyof typeof SECURITY_EVENTS];

export const SECURITY_EVENT_NAMES: readonly string[] = Object.keys(SECURITY_EVENTS);

export interface SecurityEvent {
  id: string;
  at: Date;
  kind: SecurityEventKind;
  /** Of the sign-in that did it; null where none is known, as for a wrong password. */
  device: Device | null;
  facts: { until?: string; loginSessionId?: string; loginSessionIds?: string[] };
}

/** The sign-in that an audited act names. */
export function loginSessionOf({ data }: Pick<AuditRecord, 'data'>): string | null {
  return (data as SecurityEvent['facts']).loginSessionId ?? null;
}

export function securityEventOf(record: AuditRecord, device: Device | null): SecurityEvent {
  const kind = (SECURITY_EVENTS as Record<string, SecurityEventKind>)[record.event];
  if (!kind) throw new Error(`${record.event} is no event of security`);
  return { id: record.id, at: record.at, kind, device, facts: record.data as SecurityEvent['facts'] };
}

type Say = (key: string, params?: Record<string, string | number>) => string;

/** What happened, in words. */
export function describeEvent({ kind, facts }: SecurityEvent, say: Say, locale: Loc): string {
  const until = facts.until ? longInstant(locale, new Date(facts.until)) : '';
  return say(`own.event.${kind}`, { until, count: facts.loginSessionIds?.length ?? 0 });
}

/** «Firefox su Windows» */
export function describeDevice({ browser, system }: Device, say: Say): string {
  if (browser && system) return say('own.device.both', { browser, system });
  return browser ?? system ?? say('own.device.unknown');
}

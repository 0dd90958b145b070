import { type AuditEntry, recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlRunner } from '../../../platform/db/db.ts';
import type { Loc } from '../../../platform/i18n.ts';
import type { Recovery } from '../recovery-view.ts';

/** From where somebody recovers, as the transport knows it. */
export interface RecoveryOrigin {
  clientAddress: string;
  userAgent: string | null;
  requestId: string;
  locale: Loc;
  /** What the browser's cookie holds, of an earlier step or of nothing. */
  held: string | null;
}

/** `token` is for the cookie alone. */
export interface HeldRecovery {
  recovery: Recovery;
  token: string;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    /** Of a name that is nobody's the subject is null. */
    'account.recoveryAsked': { number: number };
    'account.recoveryCodeRefused': { number: number; attemptsLeft: number };
    'account.recoveryConfirmed': { number: number; by: 'CODE' | 'LINK' };
    'account.passwordRecovered': { number: number; sessionsEnded: number; accessTokensRevoked: number };
    'account.usernameAsked': { found: number };
  }
}

type RecoveryEvent =
  | 'account.recoveryAsked'
  | 'account.recoveryCodeRefused'
  | 'account.recoveryConfirmed'
  | 'account.passwordRecovered'
  | 'account.usernameAsked';
type RecoveryEntry = Extract<AuditEntry, { event: RecoveryEvent }>;

interface Scene {
  /** The account, where there is one. */
  subjectId: string | null;
  at: Date;
  origin: RecoveryOrigin;
}

/** Who asks has not signed in, so nobody is named as having acted. */
export async function auditRecovery(
  tx: SqlRunner,
  what: Pick<RecoveryEntry, 'event' | 'data'>,
  { subjectId, at, origin }: Scene,
): Promise<void> {
  await recordAudit(tx, { ...what, actorId: null, subjectId, at, requestId: origin.requestId } as RecoveryEntry);
}

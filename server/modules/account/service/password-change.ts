import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { deviceOf } from '../../../platform/user-agent.ts';
import { MinistryPasswordError, WrongPasswordError } from '../own-errors.ts';
import { type PasswordChangeInput, parsePasswordChange } from '../own-input.ts';
import { changePasswordHash, isKeptByMinistry } from '../own-password-store.ts';
import { endLoginSessions } from '../own-sessions-store.ts';
import { requireGoodPassword } from '../password-rules.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';
import { findPersonalData, revokeTokensOf } from '../recovery-store.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import type { ProvePassword } from './own-password-proof.ts';
import { rotateSession } from './session-rotation.ts';
import type { Sessions } from './sessions.ts';

export interface PasswordChanged {
  /** Of this device's new sign-in, for the cookie alone (SEC-045). */
  token: string;
  /** null: the cookie ends with the browser. */
  maxAgeSeconds: number | null;
  /** Sign-ins on other devices that are over. */
  sessionsEnded: number;
  tokensRevoked: number;
}

export interface PasswordChangeUseCases {
  /** Throws MinistryPasswordError, WrongPasswordError, LockedError, BusyError, InvalidInputError. */
  changePassword(viewer: Viewer, raw: PasswordChangeInput, origin: SignInOrigin): Promise<PasswordChanged>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.passwordChanged': { loginSessionId: string; sessionsEnded: number; tokensRevoked: number };
  }
}

interface Hashes {
  from: string;
  to: string;
}

/** Another password, by whoever knows the one of now; whatever was opened with that one is over, but for this device. */
export function createPasswordChange(
  { db, clock, passwords }: AccountDeps,
  sessions: Sessions,
  provePassword: ProvePassword,
): PasswordChangeUseCases {
  async function tell(tx: SqlTx, accountId: string, at: Date, { userAgent }: SignInOrigin): Promise<void> {
    const owner = await findCorrespondent(tx, accountId);
    if (!owner?.address) return;
    const { browser, system } = deviceOf(userAgent);
    const params = { username: owner.username, at: at.toISOString(), browser, system };
    const mail = { accountId, locale: owner.locale, recipient: owner.address, params, at };
    await queueMail(tx, { template: 'account.passwordChanged', ...mail });
  }

  async function replace(tx: SqlTx, viewer: Viewer, hashes: Hashes, origin: SignInOrigin): Promise<PasswordChanged> {
    const accountId = viewer.account.id;
    const at = clock.now();
    // Another change came first: what was typed is no longer the password.
    if (!(await changePasswordHash(tx, accountId, { ...hashes, at }))) throw new WrongPasswordError();
    const fresh = await rotateSession(tx, viewer, hashes.to, at);
    const ended = await endLoginSessions(tx, accountId, { allBut: fresh.id }, at);
    const revoked = await revokeTokensOf(tx, accountId, at);
    const data = { loginSessionId: fresh.id, sessionsEnded: ended.length, tokensRevoked: revoked.length };
    const who = { actorId: accountId, subjectId: accountId, at, requestId: origin.requestId };
    await recordAudit(tx, { event: 'account.passwordChanged', data, ...who });
    await tell(tx, accountId, at, origin);
    tx.afterCommit(() => {
      sessions.ended([viewer.loginSessionId, ...ended, ...revoked]);
      sessions.changed([accountId]);
    });
    const { token, maxAgeSeconds } = fresh;
    return { token, maxAgeSeconds, sessionsEnded: ended.length, tokensRevoked: revoked.length };
  }

  return {
    async changePassword(viewer, raw, origin) {
      const { currentPassword, newPassword } = parsePasswordChange(raw);
      if (!viewer.passwordDuty && (await isKeptByMinistry(db, viewer.account.id))) throw new MinistryPasswordError();
      requireGoodPassword(newPassword, await findPersonalData(db, viewer.account.id), 'newPassword');
      // Said before the current one is looked at, so it tells nothing of it (SEC-009).
      if (newPassword.normalize('NFC') === currentPassword.normalize('NFC')) {
        throw new InvalidInputError([{ path: 'newPassword', key: 'own.input.samePassword' }]);
      }
      return await passwords.admit(async () => {
        const from = await provePassword(viewer, currentPassword, origin);
        const hashes = { from, to: await passwords.hash(newPassword) };
        return await retrying(() => db.sqlTransaction((tx) => replace(tx, viewer, hashes, origin)));
      });
    },
  };
}

import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { InvalidInputError, UnauthenticatedError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { tokenHash } from '../../../platform/tokens.ts';
import { EMAIL_CHANGE } from '../own-email-rules.ts';
import {
  type EmailChangeRow,
  endOpenChanges,
  findOpenChange,
  insertEmailChange,
  listChangeTimes,
  lockChangingAccount,
} from '../own-email-store.ts';
import { EmailFixedError, NoEmailChangeError, TooManyEmailChangesError } from '../own-errors.ts';
import { type EmailChangeInput, parseEmailChange } from '../own-input.ts';
import { findConfirmationMail, type OwnMailRow } from '../own-mail-store.ts';
import { confirmationToken, undoToken } from '../own-secrets.ts';
import { secondsUntil } from '../rules.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import { createEmailLinks, type EmailLinkUseCases } from './email-links.ts';
import type { ProvePassword } from './own-password-proof.ts';
import type { Sessions } from './sessions.ts';

export interface EmailChangeUseCases extends EmailLinkUseCases {
  /**
   * Writes to the new address; the old one keeps working until the link in that mail is confirmed (SEC-018). Throws
   * WrongPasswordError, LockedError, BusyError, EmailFixedError, TooManyEmailChangesError, InvalidInputError.
   */
  requestEmailChange(viewer: Viewer, raw: EmailChangeInput, origin: SignInOrigin): Promise<EmailChangeRow>;
  /** Throws NoEmailChangeError. */
  cancelEmailChange(viewer: Viewer, requestId: string): Promise<void>;
  /** The change that waits to be confirmed. */
  findOwnEmailChange(viewer: Viewer): Promise<EmailChangeRow | null>;
  /** The mail that carries its link; null when it is gone. */
  findConfirmationMail(viewer: Viewer, emailChangeId: string): Promise<OwnMailRow | null>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.emailChangeRequested': { emailChangeId: string; loginSessionId: string };
    'account.emailChangeCancelled': { emailChangeId: string };
  }
}

const HOUR_MS = 3_600_000;

/** Another address for the mails of a person. */
export function createEmailChange(
  deps: AccountDeps,
  sessions: Sessions,
  provePassword: ProvePassword,
): EmailChangeUseCases {
  const { db, clock, bus, passwords, serverKey } = deps;

  /** The account's row is held: two requests at once count each other. */
  async function requireRoom(tx: SqlTx, accountId: string, now: Date): Promise<void> {
    const times = await listChangeTimes(tx, accountId, new Date(now.getTime() - HOUR_MS));
    const first = times.at(-EMAIL_CHANGE.mostAnHour);
    if (!first) return;
    throw new TooManyEmailChangesError(secondsUntil(new Date(first.getTime() + HOUR_MS), now));
  }

  async function write(tx: SqlTx, viewer: Viewer, newEmail: string, requestId: string): Promise<EmailChangeRow> {
    const at = clock.now();
    const account = await lockChangingAccount(tx, viewer.account.id);
    if (!account) throw new UnauthenticatedError('the account was disabled');
    if (account.email?.toLowerCase() === newEmail.toLowerCase()) {
      throw new InvalidInputError([{ path: 'email', key: 'own.input.sameEmail' }]);
    }
    await requireRoom(tx, account.id, at);
    await endOpenChanges(tx, account.id, at);
    const id = newId();
    const expiresAt = new Date(at.getTime() + EMAIL_CHANGE.lifeMs);
    const change = { id, accountId: account.id, oldEmail: account.email, newEmail, createdAt: at, expiresAt };
    const linkHash = tokenHash(confirmationToken(serverKey, id));
    await insertEmailChange(tx, { ...change, linkHash, undoHash: tokenHash(undoToken(serverKey, id)) });
    const data = { emailChangeId: id, loginSessionId: viewer.loginSessionId };
    const who = { actorId: account.id, subjectId: account.id, at, requestId };
    await recordAudit(tx, { event: 'account.emailChangeRequested', data, ...who });
    const params = { emailChangeId: id, until: expiresAt.toISOString() };
    const { locale } = account;
    await queueMail(tx, {
      ...{ template: 'account.confirmEmail', recipient: newEmail, accountId: account.id, locale, params, at },
    });
    return { ...change, endedAt: null, confirmedAt: null, undoUntil: null, undoneAt: null };
  }

  return {
    ...createEmailLinks(deps, sessions),
    findConfirmationMail: (viewer, emailChangeId) => findConfirmationMail(db, viewer.account.id, emailChangeId),
    findOwnEmailChange: (viewer) => findOpenChange(db, viewer.account.id, clock.now()),
    async requestEmailChange(viewer, raw, origin) {
      if (viewer.account.kind === 'INSTITUTION') throw new EmailFixedError();
      const { currentPassword, email } = parseEmailChange(raw);
      return await passwords.admit(async () => {
        await provePassword(viewer, currentPassword, origin);
        return await db.sqlTransaction(async (tx) => {
          const change = await write(tx, viewer, email, origin.requestId);
          tx.afterCommit(() => bus.publish('account.noted', { accountIds: [viewer.account.id] }));
          return change;
        });
      });
    },
    async cancelEmailChange(viewer, requestId) {
      const accountId = viewer.account.id;
      await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        await lockChangingAccount(tx, accountId);
        const [emailChangeId] = await endOpenChanges(tx, accountId, at);
        if (!emailChangeId) throw new NoEmailChangeError();
        const who = { actorId: accountId, subjectId: accountId, at, requestId };
        await recordAudit(tx, { event: 'account.emailChangeCancelled', data: { emailChangeId }, ...who });
        tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
      });
    },
  };
}

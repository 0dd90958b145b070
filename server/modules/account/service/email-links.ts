import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { isToken, tokenHash } from '../../../platform/tokens.ts';
import { decideConfirmation, decideUndoing, EMAIL_CHANGE, type LinkState, maskAddress } from '../own-email-rules.ts';
import {
  type ChangingAccount,
  confirmChange,
  type EmailChangeRow,
  endOpenChanges,
  findChangeByToken,
  lockChangingAccount,
  setEmail,
  undoChange,
} from '../own-email-store.ts';
import { EmailLinkError } from '../own-errors.ts';
import { revokeTokensOf } from '../recovery-store.ts';
import { endSessionsOf } from '../store.ts';
import type { AccountDeps } from './deps.ts';
import type { Sessions } from './sessions.ts';

/** What a link in a mail about an address would do; reading it uses nothing up. */
export interface EmailLink extends LinkState {
  kind: 'CONFIRM' | 'UNDO';
  /** The address that the mails go to once it is pressed, not in full. */
  address: string;
}

export interface EmailLinkUseCases {
  /** null when there is no such link. */
  findEmailLink(token: string): Promise<EmailLink | null>;
  /** The new address takes effect; the old one is told how to undo it. Throws EmailLinkError. */
  confirmEmailChange(token: string, requestId: string): Promise<void>;
  /** The old address is back, and every sign-in is over: somebody else may have changed it. Throws EmailLinkError. */
  undoEmailChange(token: string, requestId: string): Promise<void>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.emailChanged': { emailChangeId: string };
    'account.emailChangeUndone': { emailChangeId: string; sessionsEnded: number };
  }
}

interface Pressed {
  tx: SqlTx;
  change: EmailChangeRow;
  account: ChangingAccount;
  at: Date;
  requestId: string;
}

/** The two links of a change of address: that of the new one, and that of the old one. */
export function createEmailLinks({ db, clock }: AccountDeps, sessions: Sessions): EmailLinkUseCases {
  async function press(
    kind: EmailLink['kind'],
    token: string,
    requestId: string,
    act: (pressed: Pressed) => Promise<void>,
  ): Promise<void> {
    const hash = isToken(token) ? tokenHash(token) : null;
    await db.sqlTransaction(async (tx) => {
      const found = hash && (await findChangeByToken(tx, hash));
      const account = found && (await lockChangingAccount(tx, found.accountId));
      // Read again under the account's lock: somebody else may have pressed it meanwhile.
      const change = account && hash ? await findChangeByToken(tx, hash) : null;
      const at = clock.now();
      const link = change?.kind === kind ? linkOf(change, at) : null;
      if (!change || !account || !link) throw new EmailLinkError('UNKNOWN', null);
      if (link.state !== 'READY') throw new EmailLinkError(link.state, link.at);
      await act({ tx, change, account, at, requestId });
    });
  }

  async function confirm({ tx, change, account, at, requestId }: Pressed): Promise<void> {
    const { id: emailChangeId, accountId, newEmail } = change;
    const undoUntil = new Date(at.getTime() + EMAIL_CHANGE.undoMs);
    if (!(await confirmChange(tx, { id: emailChangeId, oldEmail: account.email, at, undoUntil }))) {
      throw new EmailLinkError('USED', at);
    }
    await setEmail(tx, accountId, newEmail);
    // Whoever reads the new mailbox, signed in or not.
    const who = { actorId: null, subjectId: accountId, at, requestId };
    await recordAudit(tx, { event: 'account.emailChanged', data: { emailChangeId }, ...who });
    const mail = { accountId, locale: account.locale, at };
    const told = { emailChangeId, at: at.toISOString(), masked: maskAddress(newEmail) };
    await queueMail(tx, [
      { ...mail, template: 'account.emailConfirmed', recipient: newEmail, params: told },
      ...(account.email === null
        ? []
        : [
            {
              ...mail,
              template: 'account.emailChanged' as const,
              recipient: account.email,
              params: { ...told, undoUntil: undoUntil.toISOString() },
            },
          ]),
    ]);
    tx.afterCommit(() => sessions.changed([accountId]));
  }

  async function undo({ tx, change, account, at, requestId }: Pressed): Promise<void> {
    const { id: emailChangeId, accountId, oldEmail } = change;
    if (oldEmail === null || !(await undoChange(tx, { id: emailChangeId, accountId, at }))) {
      throw new EmailLinkError('USED', at);
    }
    await endOpenChanges(tx, accountId, at);
    await setEmail(tx, accountId, oldEmail);
    const ended = await endSessionsOf(tx, accountId, at);
    const revoked = await revokeTokensOf(tx, accountId, at);
    const who = { actorId: null, subjectId: accountId, at, requestId };
    const data = { emailChangeId, sessionsEnded: ended.length };
    await recordAudit(tx, { event: 'account.emailChangeUndone', data, ...who });
    const params = { emailChangeId, at: at.toISOString() };
    const { locale } = account;
    await queueMail(tx, { template: 'account.emailRestored', recipient: oldEmail, accountId, locale, params, at });
    tx.afterCommit(() => {
      sessions.ended([...ended, ...revoked]);
      sessions.changed([accountId]);
    });
  }

  return {
    async findEmailLink(token) {
      const change = isToken(token) ? await findChangeByToken(db, tokenHash(token)) : null;
      return change && linkOf(change, clock.now());
    },
    confirmEmailChange: (token, requestId) => press('CONFIRM', token, requestId, confirm),
    undoEmailChange: (token, requestId) => press('UNDO', token, requestId, undo),
  };
}

function linkOf(change: EmailChangeRow & { kind: EmailLink['kind'] }, now: Date): EmailLink | null {
  const { kind } = change;
  const link = kind === 'CONFIRM' ? decideConfirmation(change, now) : decideUndoing(change, now);
  const address = kind === 'CONFIRM' ? change.newEmail : change.oldEmail;
  return link && address !== null ? { ...link, kind, address: maskAddress(address) } : null;
}

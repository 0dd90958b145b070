import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { randomPassword } from '../../../platform/codes.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { normalIdentifier } from '../input.ts';
import { NoMinistryAccountError, OwnMinistryAccountError } from '../ministry-errors.ts';
import { findMinistryAccount, type MinistryAccount, setTemporaryPassword } from '../ministry-store.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';
import { listIdentifiers, revokeTokensOf } from '../recovery-store.ts';
import { TEMPORARY_PASSWORD_MS } from '../rules.ts';
import { endSessionsOf } from '../store.ts';
import { deleteCounters } from '../throttle-store.ts';
import type { AccountDeps } from './deps.ts';
import type { Sessions } from './sessions.ts';
import { throttleKeys } from './throttle-keys.ts';

const LONGEST_NAME = 100;

export interface TemporaryPassword {
  account: MinistryAccount;
  /** Told to the security officer this once; only its hash rests anywhere. */
  password: string;
  until: Date;
}

export interface MinistryUseCases {
  /** null when no active account of the ministry has this name. Throws InvalidInputError. */
  findMinistryAccount(username: string): Promise<MinistryAccount | null>;
  /** Throws NoMinistryAccountError, OwnMinistryAccountError, BusyError, InvalidInputError. */
  setTemporaryPassword(viewer: Viewer, username: string, requestId: string): Promise<TemporaryPassword>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.temporaryPasswordSet': { until: string; sessionsEnded: number; tokensRevoked: number };
  }
}

/** Accounts of the ministry: only the security officer gives them a password, and only a temporary one (DEC-15). */
export function createMinistry({ db, clock, passwords, serverKey }: AccountDeps, sessions: Sessions): MinistryUseCases {
  async function find(username: string): Promise<MinistryAccount | null> {
    const name = normalIdentifier(username);
    if (name === '' || name.length > LONGEST_NAME) {
      throw new InvalidInputError([{ path: 'username', key: 'ministry.input.username' }]);
    }
    return await findMinistryAccount(db, name);
  }

  /** As after a completed recovery: the person need not wait with a password that was just told them. */
  async function liftLock(tx: SqlTx, accountId: string): Promise<void> {
    const identifiers = await listIdentifiers(tx, accountId);
    await deleteCounters(tx, [
      throttleKeys.account(serverKey, accountId),
      ...identifiers.map((identifier) => throttleKeys.identifier(serverKey, identifier)),
    ]);
  }

  async function set(tx: SqlTx, viewer: Viewer, accountId: string, passwordHash: string, requestId: string) {
    const at = clock.now();
    const until = new Date(at.getTime() + TEMPORARY_PASSWORD_MS);
    if (!(await setTemporaryPassword(tx, accountId, { passwordHash, until, at }))) throw new NoMinistryAccountError();
    const ended = await endSessionsOf(tx, accountId, at);
    const revoked = await revokeTokensOf(tx, accountId, at);
    await liftLock(tx, accountId);
    const data = { until: until.toISOString(), sessionsEnded: ended.length, tokensRevoked: revoked.length };
    const who = { actorId: viewer.account.id, subjectId: accountId, at, requestId };
    await recordAudit(tx, { event: 'account.temporaryPasswordSet', data, ...who });
    const owner = await findCorrespondent(tx, accountId);
    if (owner?.address) {
      const params = { username: owner.username, at: at.toISOString(), until: until.toISOString() };
      const mail = { accountId, locale: owner.locale, recipient: owner.address, params, at };
      await queueMail(tx, { template: 'account.temporaryPassword', ...mail });
    }
    tx.afterCommit(() => {
      sessions.ended([...ended, ...revoked]);
      sessions.changed([accountId]);
    });
    return until;
  }

  return {
    findMinistryAccount: find,
    async setTemporaryPassword(viewer, username, requestId) {
      const account = await find(username);
      if (!account) throw new NoMinistryAccountError();
      if (account.id === viewer.account.id) throw new OwnMinistryAccountError();
      const password = randomPassword();
      return await passwords.admit(async () => {
        const passwordHash = await passwords.hash(password);
        const until = await retrying(() =>
          db.sqlTransaction((tx) => set(tx, viewer, account.id, passwordHash, requestId)),
        );
        return { account: { ...account, temporaryUntil: until }, password, until };
      });
    },
  };
}

import type { Viewer } from '../../../graphql/context.ts';
import { type AuditEntry, recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { UnauthenticatedError } from '../../../platform/errors.ts';
import { endLoginSessions } from '../own-sessions-store.ts';
import { grouped, newRecoveryCodes, recoveryCodeMark } from '../second-factor-secrets.ts';
import { lockAccount, replaceCodes } from '../second-factor-store.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import { type Notice, tellSecondFactor } from './second-factor-notice.ts';
import type { Sessions } from './sessions.ts';

/** One change of the factors of whoever is signed in, while it holds the account. */
export interface Change {
  tx: SqlTx;
  viewer: Viewer;
  origin: SignInOrigin;
  at: Date;
  passwordHash: string;
}

export interface SecondFactorChanges {
  /** One at a time for an account, and none beside a sign-in of it. */
  make<T>(viewer: Viewer, origin: SignInOrigin, change: (scene: Change) => Promise<T>): Promise<T>;
  /** In the audit, and to the owner by mail. */
  note(scene: Change, entry: Pick<AuditEntry, 'event' | 'data'>, news: Pick<Notice, 'news' | 'name'>): Promise<void>;
  /** New codes in place of those of before; as they are shown, once. */
  giveCodes(scene: Change): Promise<string[]>;
  /** Ends every other sign-in; how many there were. */
  endOthers(scene: Change, keptId: string): Promise<number>;
}

export function createSecondFactorChanges(
  { db, clock, bus, serverKey }: AccountDeps,
  sessions: Sessions,
): SecondFactorChanges {
  return {
    make: (viewer, origin, change) =>
      retrying(() =>
        db.sqlTransaction(async (tx) => {
          const accountId = viewer.account.id;
          const held = await lockAccount(tx, accountId);
          if (!held) throw new UnauthenticatedError('the account changed');
          tx.afterCommit(() => {
            sessions.changed([accountId]);
            bus.publish('account.noted', { accountIds: [accountId] });
          });
          return await change({ tx, viewer, origin, at: clock.now(), passwordHash: held.passwordHash });
        }),
      ),
    async note({ tx, viewer, origin, at }, entry, news) {
      const accountId = viewer.account.id;
      const who = { actorId: accountId, subjectId: accountId, at, requestId: origin.requestId };
      await recordAudit(tx, { ...entry, ...who } as AuditEntry);
      await tellSecondFactor(tx, { accountId, ...news, userAgent: origin.userAgent, at });
    },
    async giveCodes({ tx, viewer, at }) {
      const accountId = viewer.account.id;
      const codes = newRecoveryCodes();
      const marks = codes.map((code) => recoveryCodeMark(serverKey, accountId, code));
      await replaceCodes(tx, accountId, marks, at);
      return codes.map(grouped);
    },
    async endOthers({ tx, viewer, at }, keptId) {
      const ended = await endLoginSessions(tx, viewer.account.id, { allBut: keptId }, at);
      tx.afterCommit(() => sessions.ended(ended));
      return ended.length;
    },
  };
}

import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { isUuid } from '../../../platform/ids.ts';
import { type Device, deviceOf } from '../../../platform/user-agent.ts';
import { LoginSessionNotFoundError } from '../own-errors.ts';
import { endLoginSessions, listLoginSessions } from '../own-sessions-store.ts';
import { sessionEnd } from '../rules.ts';
import type { AccountDeps } from './deps.ts';
import type { Sessions } from './sessions.ts';

export interface OwnLoginSession {
  id: string;
  device: Device;
  createdAt: Date;
  lastUsedAt: Date;
  /** When it ends if it is not used again. */
  expiresAt: Date;
  remembered: boolean;
  /** The one that asks. */
  current: boolean;
}

/** Which sign-ins to end: one by its id, null for an id that is none, or all but the one that asks. */
export type WhichSessions = { one: string | null } | 'OTHERS';

export interface OwnSessionUseCases {
  /** Sign-ins that still open the account, this one first, then by last use; at most 100 (ACC-03). */
  listOwnSessions(viewer: Viewer): Promise<OwnLoginSession[]>;
  /** Ends them and their sockets; answers how many. Throws LoginSessionNotFoundError. */
  endOwnSessions(viewer: Viewer, which: WhichSessions, requestId: string): Promise<number>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.sessionsEnded': { loginSessionIds: string[] };
  }
}

const MOST_SESSIONS = 100;

export function createOwnSessions({ db, clock, bus }: AccountDeps, sessions: Sessions): OwnSessionUseCases {
  return {
    async listOwnSessions(viewer) {
      const now = clock.now();
      const rows = await listLoginSessions(db, viewer.account.id, now, MOST_SESSIONS);
      return rows
        .map(({ userAgent, ...row }) => ({
          ...row,
          expiresAt: sessionEnd(row, viewer.roles),
          device: deviceOf(userAgent),
          current: row.id === viewer.loginSessionId,
        }))
        .filter((session) => session.expiresAt > now)
        .sort((one, other) => Number(other.current) - Number(one.current));
    },
    async endOwnSessions(viewer, which, requestId) {
      if (which !== 'OTHERS' && (which.one === null || !isUuid(which.one))) throw new LoginSessionNotFoundError();
      const accountId = viewer.account.id;
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const wanted = which === 'OTHERS' ? { allBut: viewer.loginSessionId } : { only: which.one ?? '' };
        const loginSessionIds = await endLoginSessions(tx, accountId, wanted, at);
        if (loginSessionIds.length === 0) {
          if (which === 'OTHERS') return 0;
          throw new LoginSessionNotFoundError();
        }
        const who = { actorId: accountId, subjectId: accountId, at, requestId };
        await recordAudit(tx, { event: 'account.sessionsEnded', data: { loginSessionIds }, ...who });
        tx.afterCommit(() => {
          sessions.ended(loginSessionIds);
          bus.publish('account.noted', { accountIds: [accountId] });
        });
        return loginSessionIds.length;
      });
    },
  };
}

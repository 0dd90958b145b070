import { recordAudit } from '../../../platform/audit/audit.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { normalIdentifier } from '../input.ts';
import { deleteAllFactors, lockAccount } from '../second-factor-store.ts';
import { endSteps } from '../second-step-store.ts';
import { endSessionsOf, findCredentials } from '../store.ts';
import { deleteCounters } from '../throttle-store.ts';
import type { AccountDeps } from './deps.ts';
import { tellSecondFactor } from './second-factor-notice.ts';
import { throttleKeys } from './throttle-keys.ts';

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    /** By the operator at the command line, for somebody who lost every factor and every code. */
    'account.secondFactorsReset': { removed: number; sessionsEnded: number };
  }
}

export interface SecondFactorsReset {
  accountId: string;
  removed: number;
  sessionsEnded: number;
}

/**
 * Takes away every second factor and code of an account, ends its sign-ins and tells the owner by mail. The password
 * stays. null when no account in force has this identifier; nothing is written when there was nothing to take away.
 */
export async function resetSecondFactors(
  { db, clock, bus, serverKey }: Pick<AccountDeps, 'db' | 'clock' | 'bus' | 'serverKey'>,
  identifier: string,
): Promise<SecondFactorsReset | null> {
  const found = await findCredentials(db, normalIdentifier(identifier));
  if (!found?.active) return null;
  const { accountId } = found;
  return await retrying(() =>
    db.sqlTransaction(async (tx) => {
      const at = clock.now();
      if (!(await lockAccount(tx, accountId))) return null;
      const removed = await deleteAllFactors(tx, accountId);
      if (removed === 0) return { accountId, removed, sessionsEnded: 0 };
      await endSteps(tx, accountId);
      const loginSessionIds = await endSessionsOf(tx, accountId, at);
      await deleteCounters(tx, [throttleKeys.secondFactor(serverKey, accountId)]);
      const data = { removed, sessionsEnded: loginSessionIds.length };
      const who = { actorId: null, subjectId: accountId, at, requestId: null };
      await recordAudit(tx, { event: 'account.secondFactorsReset', data, ...who });
      await tellSecondFactor(tx, { accountId, news: 'RESET', at });
      tx.afterCommit(() => {
        bus.publish('account.sessionEnded', { loginSessionIds });
        bus.publish('account.changed', { accountIds: [accountId] });
      });
      return { accountId, ...data };
    }),
  );
}

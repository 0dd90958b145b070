import { recordAudit } from '../../../platform/audit/audit.ts';
import { reactivateAccount } from '../policy-store.ts';
import type { AccountDeps } from './deps.ts';

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.reactivated': Record<string, never>;
  }
}

/** Undoes a revocation for want of access, by the operator who knows the person. False when no account of this name is revoked. */
export async function reactivate(
  { db, clock, bus }: Pick<AccountDeps, 'db' | 'clock' | 'bus'>,
  username: string,
): Promise<boolean> {
  return await db.sqlTransaction(async (tx) => {
    const at = clock.now();
    const subjectId = await reactivateAccount(tx, username, at);
    if (subjectId === null) return false;
    const who = { actorId: null, subjectId, at, requestId: null };
    await recordAudit(tx, { event: 'account.reactivated', data: {}, ...who });
    tx.afterCommit(() => bus.publish('account.changed', { accountIds: [subjectId] }));
    return true;
  });
}

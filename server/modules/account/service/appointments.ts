import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { bindAppointment, listDueAppointments } from '../people-store.ts';
import { insertGrant } from '../roles-store.ts';
import { auditOf } from './roles.ts';

/** Gives the roles of appointments whose person has an account that is known to be theirs; whose they were. */
export async function applyAppointments(
  tx: SqlTx,
  { accountId, at, requestId }: { accountId: string | null; at: Date; requestId: string | null },
): Promise<string[]> {
  const due = await listDueAppointments(tx, { accountId, now: at });
  const concerned = new Set<string>();
  for (const one of due) {
    const { role, schoolCode, startsAt, endsAt } = one;
    const grant = { id: newId(), role, schoolCode, startsAt, endsAt };
    const given = await insertGrant(tx, { ...grant, accountId: one.accountId });
    await bindAppointment(tx, one, given ? grant.id : null);
    if (!given) continue;
    concerned.add(one.accountId);
    const who = { actorId: null, subjectId: one.accountId, at, requestId };
    await recordAudit(tx, { event: 'account.roleGranted', data: auditOf(grant), ...who });
  }
  return [...concerned];
}

import { emptySql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { AccountKind, ErasureOutcome } from '../../platform/db/generated/client.ts';

/** A request as the office sees it. */
export interface ErasureFile {
  id: string;
  number: number;
  accountId: string;
  /** Of an account that was erased, what is left of them. */
  username: string;
  displayName: string;
  kind: AccountKind;
  createdAt: Date;
  withdrawnAt: Date | null;
  handledAt: Date | null;
  outcome: ErasureOutcome | null;
  reason: string | null;
}

const COLUMNS = sql`
  e.id, e.number, e.account_id as "accountId", a.username, a.display_name as "displayName", a.kind,
  e.created_at as "createdAt", e.withdrawn_at as "withdrawnAt", e.handled_at as "handledAt", e.outcome, e.reason`;

/** Those to decide, the oldest first, or those that are over, the newest first. */
export async function listErasures(
  db: SqlRunner,
  which: { open: boolean; after: number | null; limit: number },
): Promise<ErasureFile[]> {
  const { open, after, limit } = which;
  const beyond = open ? sql`and e.number > ${after}::int` : sql`and e.number < ${after}::int`;
  return await db.query<ErasureFile>(sql`
    select ${COLUMNS} from erasure_request e join account a on a.id = e.account_id
    where (e.withdrawn_at is null and e.handled_at is null) = ${open}
      ${after === null ? emptySql : beyond}
    order by ${open ? sql`e.number` : sql`e.number desc`} limit ${limit}`);
}

/** The request with this number that waits to be decided, locked. */
export async function lockOpenErasure(tx: SqlRunner, number: number): Promise<ErasureFile | null> {
  const [row] = await tx.query<ErasureFile>(sql`
    select ${COLUMNS} from erasure_request e join account a on a.id = e.account_id
    where e.number = ${number}::int and e.withdrawn_at is null and e.handled_at is null
    for update of e, a`);
  return row ?? null;
}

export async function closeErasure(
  tx: SqlRunner,
  decision: { id: string; outcome: ErasureOutcome; reason: string; by: string; at: Date },
): Promise<void> {
  const { id, outcome, reason, by, at } = decision;
  await tx.query(sql`
    update erasure_request set handled_at = ${at}, outcome = ${outcome}::erasure_outcome, reason = ${reason},
      handled_by = ${by}::uuid
    where id = ${id}::uuid`);
}

/** What the office wrote to addresses that nobody else may keep, once it was sent or refused. */
export async function forgetErasureMails(db: SqlRunner): Promise<void> {
  await db.query(sql`
    with gone as (
      delete from mail where template = 'account.erasureDone' and state <> 'WAITING' returning recipient)
    delete from dev_message d using gone
    where d.recipient = gone.recipient and not exists (select from account a where a.email = d.recipient)`);
}

import { type SqlRunner, sql } from '../db/db.ts';
import type { Loc } from '../i18n.ts';

export interface WaitingMail {
  id: string;
  template: string;
  accountId: string | null;
  bookingId: string | null;
  params: unknown;
  locale: Loc;
  recipient: string;
  attempts: number;
  createdAt: Date;
}

/** Those of these mails that have not settled, the oldest first. */
export async function listWaiting(db: SqlRunner, ids: readonly string[]): Promise<WaitingMail[]> {
  return db.query<WaitingMail>(sql`
    select id, template, account_id as "accountId", booking_id as "bookingId", params, locale, recipient, attempts,
           created_at as "createdAt"
    from mail where id = any(${ids}::uuid[]) and state = 'WAITING' order by created_at, id`);
}

/** Counts a try before it is made; false when somebody else has tried since the row was read. */
export async function claimTry(db: SqlRunner, { id, attempts }: WaitingMail): Promise<boolean> {
  const rows = await db.query(sql`
    update mail set attempts = attempts + 1
    where id = ${id}::uuid and state = 'WAITING' and attempts = ${attempts} returning id`);
  return rows.length === 1;
}

export interface Settlement {
  id: string;
  state: 'SENT' | 'REFUSED';
  error: string | null;
  at: Date;
}

/** False when it had settled already. */
export async function settle(db: SqlRunner, { id, state, error, at }: Settlement): Promise<boolean> {
  const rows = await db.query(sql`
    update mail set state = ${state}::mail_state, last_error = ${error}, settled_at = ${at}
    where id = ${id}::uuid and state = 'WAITING' returning id`);
  return rows.length === 1;
}

export interface FailedTry {
  ids: readonly string[];
  error: string;
  /** The one of them whose try was counted already. */
  claimedId: string | null;
}

export async function noteFailure(db: SqlRunner, { ids, error, claimedId }: FailedTry): Promise<void> {
  await db.query(sql`
    update mail set last_error = ${error}, attempts = attempts + (id is distinct from ${claimedId}::uuid)::int
    where id = any(${ids}::uuid[]) and state = 'WAITING'`);
}

/** Waiting mails that no job will send, the oldest first. */
export async function listForgotten(db: SqlRunner, createdBefore: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select m.id from mail m
    where m.state = 'WAITING' and m.created_at < ${createdBefore} and m.id::text not in (
      select json_array_elements_text(j.payload -> 'mailIds')
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'mail.send' and j.attempts < j.max_attempts)
    order by m.created_at, m.id limit ${limit}`);
  return rows.map((row) => row.id);
}

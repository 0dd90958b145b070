import { type SqlRunner, sql } from '../db/db.ts';
import type { SmsState } from '../db/generated/client.ts';
import type { Loc } from '../i18n.ts';

export interface SmsRow {
  id: string;
  template: string;
  accountId: string;
  params: unknown;
  locale: Loc;
  recipient: string;
  attempts: number;
  createdAt: Date;
  expiresAt: Date;
}

export interface NewSms extends Omit<SmsRow, 'attempts' | 'createdAt'> {
  at: Date;
}

export async function insertSms(tx: SqlRunner, sms: NewSms): Promise<void> {
  await tx.query(sql`
    insert into sms (id, template, account_id, params, locale, recipient, created_at, expires_at)
    values (${sms.id}::uuid, ${sms.template}, ${sms.accountId}::uuid, ${JSON.stringify(sms.params)}::jsonb,
      ${sms.locale}::locale, ${sms.recipient}, ${sms.at}, ${sms.expiresAt})`);
}

/** null when it has settled, or a try of it is under way. */
export async function findWaitingSms(db: SqlRunner, id: string): Promise<SmsRow | null> {
  const [row] = await db.query<SmsRow>(sql`
    select id, template, account_id as "accountId", params, locale, recipient, attempts, created_at as "createdAt",
      expires_at as "expiresAt"
    from sms where id = ${id}::uuid and state = 'WAITING'`);
  return row ?? null;
}

/**
 * Before a try its outcome is unknown, and so it stays if this process dies in the middle of it: an SMS is never sent a
 * second time because nobody knows whether the first time went well. False when somebody else tries.
 */
export async function claimSms(db: SqlRunner, { id, attempts }: Pick<SmsRow, 'id' | 'attempts'>): Promise<boolean> {
  const rows = await db.query(sql`
    update sms set state = 'UNKNOWN', attempts = attempts + 1
    where id = ${id}::uuid and state = 'WAITING' and attempts = ${attempts} returning id`);
  return rows.length > 0;
}

export interface SmsSettlement {
  id: string;
  state: SmsState;
  error: string | null;
  at: Date;
}

export async function settleSms(db: SqlRunner, { id, state, error, at }: SmsSettlement): Promise<void> {
  const isOver = state === 'SENT' || state === 'REFUSED';
  await db.query(sql`
    update sms set state = ${state}::sms_state, last_error = ${error}, settled_at = ${isOver ? at : null}::timestamptz
    where id = ${id}::uuid and settled_at is null`);
}

/** SMS of these kinds to a number since an instant, whichever accounts they were asked for. */
export async function countSms(
  db: SqlRunner,
  recipient: string,
  templates: readonly string[],
  since: Date,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from sms
    where recipient = ${recipient} and template = any(${[...templates]}::text[]) and created_at > ${since}`);
  return row?.count ?? 0;
}

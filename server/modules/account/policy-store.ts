import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { TimePolicy } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import { accountMachine, statesBefore } from './machine.ts';

// The job that looks at an account holds its row: two at once never look at the same one.

export interface Ageing {
  accountId: string;
  passwordSetAt: Date;
}

/** Accounts whose password ends some day and does not say when yet. Nobody is told of one that must be changed anyway. */
export async function takeWithoutEnd(tx: SqlRunner, most: number): Promise<Ageing[]> {
  return await tx.query<Ageing>(sql`
    select id as "accountId", coalesce(password_set_at, created_at) as "passwordSetAt" from account
    where state = 'ACTIVE' and password_hash is not null and password_expires_at is null
      and not password_must_change and not ministry
    order by id limit ${most} for update skip locked`);
}

export async function setPasswordEnds(tx: SqlRunner, ends: readonly { accountId: string; at: Date }[]): Promise<void> {
  await tx.query(sql`
    update account a set password_expires_at = e.at
    from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e ("accountId" uuid, at timestamptz)
    where a.id = e."accountId"`);
}

/** Takes announced ends back: no password ends any more (IAM-409). Answers of how many. */
export async function clearPasswordEnds(db: SqlRunner, most: number): Promise<number> {
  const rows = await db.query(sql`
    update account set password_expires_at = null where id in (
      select id from account where password_expires_at is not null limit ${most} for update skip locked)
    returning id`);
  return rows.length;
}

export interface Watched {
  accountId: string;
  username: string;
  locale: Loc;
  /** null: none is known. */
  address: string | null;
  passwordExpiresAt: Date | null;
  lastAccessAt: Date;
  /** The steps that it was told of, or that were passed over, and when. */
  told: { step: number; at: Date }[];
}

interface WatchedRow extends Omit<Watched, 'told'> {
  told: { step: number; at: string }[] | null;
}

function watchedOf(row: WatchedRow): Watched {
  return { ...row, told: (row.told ?? []).map(({ step, at }) => ({ step, at: new Date(at) })) };
}

const watchedColumns = sql`
  a.id as "accountId", a.username, a.locale, case when a.kind = 'INSTITUTION' then s.email else a.email end as address,
  a.password_expires_at as "passwordExpiresAt", coalesce(a.last_access_at, a.created_at) as "lastAccessAt"`;

/** Told of what it is about: the steps of a former end, or of a former absence, do not count. */
function toldOf(policy: TimePolicy, about: ReturnType<typeof sql>) {
  return sql`(select jsonb_agg(jsonb_build_object('step', n.step, 'at', n.created_at)) from policy_notice n
    where n.account_id = a.id and n.policy = ${policy}::time_policy and n.about = ${about}) as told`;
}

interface Portion {
  /** The id of the last account of the portion before; null at the beginning. */
  after: string | null;
  most: number;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Accounts whose password ends between two instants, in portions. */
export async function takeExpiring(
  tx: SqlRunner,
  { from, until }: { from: Date; until: Date },
  { after, most }: Portion,
): Promise<Watched[]> {
  const rows = await tx.query<WatchedRow>(sql`
    select ${watchedColumns}, ${toldOf('PASSWORD_EXPIRY', sql`a.password_expires_at`)}
    from account a left join school s on s.code = a.school_code
    where a.state = 'ACTIVE' and a.password_expires_at > ${from} and a.password_expires_at <= ${until}
      and a.id > ${after ?? FIRST}::uuid
    order by a.id limit ${most} for update of a skip locked`);
  return rows.map(watchedOf);
}

/** People without access since before an instant, in portions. Institutions are not revoked: their schools answer for them. */
export async function takeAbsent(tx: SqlRunner, before: Date, { after, most }: Portion): Promise<Watched[]> {
  const rows = await tx.query<WatchedRow>(sql`
    select ${watchedColumns}, ${toldOf('REVOCATION', sql`coalesce(a.last_access_at, a.created_at)`)}
    from account a left join school s on s.code = a.school_code
    where a.state = 'ACTIVE' and a.kind = 'PERSON' and coalesce(a.last_access_at, a.created_at) <= ${before}
      and a.id > ${after ?? FIRST}::uuid
    order by a.id limit ${most} for update of a skip locked`);
  return rows.map(watchedOf);
}

export interface NewNotice {
  accountId: string;
  policy: TimePolicy;
  about: Date;
  step: number;
  mailId: string | null;
  at: Date;
}

/** Once each: the constraint has the last word. */
export async function insertNotices(tx: SqlRunner, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await tx.query(sql`
    insert into policy_notice (id, account_id, policy, about, step, mail_id, created_at)
    select gen_random_uuid(), n."accountId", n.policy, n.about, n.step, n."mailId", n.at
    from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) as n ("accountId" uuid, policy time_policy,
      about timestamptz, step smallint, "mailId" uuid, at timestamptz)`);
}

/** False when it is no longer active, or was used meanwhile. */
export async function revokeAccount(
  tx: SqlRunner,
  { accountId, lastAccessAt }: Pick<Watched, 'accountId' | 'lastAccessAt'>,
  at: Date,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update account set state = 'REVOKED', revoked_at = ${at}
    where id = ${accountId}::uuid and state::text = any(${statesBefore(accountMachine, 'REVOKE')})
      and coalesce(last_access_at, created_at) = ${lastAccessAt}
    returning id`);
  return rows.length > 0;
}

/** Undoes a revocation; the absence begins anew. null when no account of this name is revoked. */
export async function reactivateAccount(tx: SqlRunner, username: string, at: Date): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(sql`
    update account set state = 'ACTIVE', revoked_at = null, last_access_at = ${at}
    where username = ${username} and state::text = any(${statesBefore(accountMachine, 'REACTIVATE')}) returning id`);
  return row?.id ?? null;
}

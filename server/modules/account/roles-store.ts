import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { AccountKind, Role } from '../../platform/db/generated/client.ts';

export interface GrantRow {
  id: string;
  role: Role;
  schoolCode: string | null;
  startsAt: Date;
  endsAt: Date | null;
}

/** The active account of a user name, locked, so that two who give it roles pass in turn. */
export async function lockAccountByUsername(
  tx: SqlRunner,
  username: string,
): Promise<{ accountId: string; kind: AccountKind } | null> {
  const [row] = await tx.query<{ id: string; kind: AccountKind }>(sql`
    select id, kind from account where username = ${username} and state = 'ACTIVE' for update`);
  return row ? { accountId: row.id, kind: row.kind } : null;
}

export async function isOpenSchool(db: SqlRunner, code: string): Promise<boolean> {
  const rows = await db.query(sql`select 1 from school where code = ${code}::char(10) and state = 'OPEN'`);
  return rows.length > 0;
}

/** False when the account holds the role there for a part of that time. */
export async function insertGrant(tx: SqlRunner, grant: GrantRow & { accountId: string }): Promise<boolean> {
  const { id, accountId, role, schoolCode, startsAt, endsAt } = grant;
  const rows = await tx.query(sql`
    insert into role_grant (id, account_id, role, school_code, starts_at, ends_at)
    select ${id}::uuid, ${accountId}::uuid, ${role}::role, ${schoolCode}::char(10), ${startsAt}::timestamptz,
      ${endsAt}::timestamptz
    where not exists (select from role_grant g
      where g.account_id = ${accountId}::uuid and g.role = ${role}::role
        and g.school_code is not distinct from ${schoolCode}::char(10)
        and (g.ends_at is null or g.ends_at > ${startsAt})
        and (${endsAt}::timestamptz is null or g.starts_at < ${endsAt}))
    returning id`);
  return rows.length > 0;
}

/** Roles that stand or will, the earliest first. */
export async function listStandingGrants(db: SqlRunner, username: string, now: Date): Promise<GrantRow[]> {
  return await db.query<GrantRow>(sql`
    select g.id, g.role, g.school_code as "schoolCode", g.starts_at as "startsAt", g.ends_at as "endsAt"
    from role_grant g join account a on a.id = g.account_id
    where a.username = ${username} and (g.ends_at is null or g.ends_at > ${now})
    order by g.starts_at, g.role, g.school_code, g.id`);
}

/** Whose role it is and which, while it has not ended. */
export async function findStandingGrant(
  db: SqlRunner,
  id: string,
  now: Date,
): Promise<{ accountId: string; role: Role } | null> {
  const [row] = await db.query<{ accountId: string; role: Role }>(sql`
    select account_id as "accountId", role from role_grant
    where id = ${id}::uuid and (ends_at is null or ends_at > ${now})`);
  return row ?? null;
}

/** Ends a role now; answers whose it was, null when there is no such role or it had ended. */
export async function endGrant(
  tx: SqlRunner,
  grantId: string,
  at: Date,
): Promise<{ accountId: string; role: Role } | null> {
  const [row] = await tx.query<{ account_id: string; role: Role }>(sql`
    update role_grant set ends_at = ${at}
    where id = ${grantId}::uuid and (ends_at is null or ends_at > ${at})
    returning account_id, role`);
  return row ? { accountId: row.account_id, role: row.role } : null;
}

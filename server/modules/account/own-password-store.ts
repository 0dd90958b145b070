import { type SqlRunner, sql } from '../../platform/db/db.ts';

/** False when the account was disabled, or its password is no longer the one that was checked. */
export async function changePasswordHash(
  tx: SqlRunner,
  accountId: string,
  { from, to, at }: { from: string; to: string; at: Date },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update account set password_hash = ${to}, password_must_change = false, temporary_until = null,
      password_set_at = ${at}, password_expires_at = null
    where id = ${accountId}::uuid and state = 'ACTIVE' and password_hash = ${from} returning id`);
  return rows.length > 0;
}

/** Whether only the security officer gives the account a password, unless it must be changed: then its owner does. */
export async function isKeptByMinistry(db: SqlRunner, accountId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from account where id = ${accountId}::uuid and ministry`);
  return rows.length > 0;
}

/** Ends a sign-in that goes on under another id; what it was, null when it had ended. */
export async function takeLoginSession(
  tx: SqlRunner,
  id: string,
  at: Date,
): Promise<{ remembered: boolean; expiresAt: Date; userAgent: string | null } | null> {
  const [row] = await tx.query<{ remembered: boolean; expiresAt: Date; userAgent: string | null }>(sql`
    update login_session set ended_at = ${at}
    where id = ${id}::uuid and ended_at is null and expires_at > ${at}
    returning remembered, expires_at as "expiresAt", user_agent as "userAgent"`);
  return row ?? null;
}

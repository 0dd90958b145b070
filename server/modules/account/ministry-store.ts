import { type SqlRunner, sql } from '../../platform/db/db.ts';

/** An account of the ministry, as the security officer sees it. */
export interface MinistryAccount {
  id: string;
  username: string;
  displayName: string;
  email: string | null;
  /** Until when a temporary password signs in; null when it has none, or has chosen its own. */
  temporaryUntil: Date | null;
}

export async function findMinistryAccount(db: SqlRunner, username: string): Promise<MinistryAccount | null> {
  const [row] = await db.query<MinistryAccount>(sql`
    select id, username, display_name as "displayName", email, temporary_until as "temporaryUntil"
    from account where username = ${username} and ministry and state = 'ACTIVE'`);
  return row ?? null;
}

/** False when the account is no longer an active one of the ministry. */
export async function setTemporaryPassword(
  tx: SqlRunner,
  accountId: string,
  { passwordHash, until, at }: { passwordHash: string; until: Date; at: Date },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update account set password_hash = ${passwordHash}, password_must_change = true, temporary_until = ${until},
      password_set_at = ${at}, password_expires_at = null
    where id = ${accountId}::uuid and ministry and state = 'ACTIVE' returning id`);
  return rows.length > 0;
}

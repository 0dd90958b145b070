import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { DutyFacts } from './duties.ts';

/** What an account's duties follow from; null when there is no such account. */
export async function findDutyFacts(db: SqlRunner, accountId: string): Promise<DutyFacts | null> {
  const [row] = await db.query<DutyFacts>(sql`
    select password_must_change as "passwordMustChange", password_expires_at as "passwordExpiresAt",
      notice_version as "noticeVersion"
    from account where id = ${accountId}::uuid`);
  return row ?? null;
}

/** False when this version was accepted already. */
export async function acceptNotice(tx: SqlRunner, accountId: string, version: string, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update account set notice_version = ${version}, noticed_at = ${at}
    where id = ${accountId}::uuid and notice_version is distinct from ${version} returning id`);
  return rows.length > 0;
}

import { emptySql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { SessionTimes } from './rules.ts';

export interface LoginSessionRow extends SessionTimes {
  id: string;
  userAgent: string | null;
}

/** Sign-ins that nobody ended and that have not come to their absolute end, the last used first. */
export async function listLoginSessions(
  db: SqlRunner,
  accountId: string,
  now: Date,
  limit: number,
): Promise<LoginSessionRow[]> {
  return await db.query<LoginSessionRow>(sql`
    select id, remembered, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt",
      user_agent as "userAgent"
    from login_session
    where account_id = ${accountId}::uuid and ended_at is null and expires_at > ${now}
    order by last_used_at desc, id limit ${limit}`);
}

/** Ends one sign-in of the account, or all but the one that is kept; the ids of those that ended. */
export async function endLoginSessions(
  tx: SqlRunner,
  accountId: string,
  which: { only: string } | { allBut: string | null },
  at: Date,
): Promise<string[]> {
  const some =
    'only' in which
      ? sql`and id = ${which.only}::uuid`
      : which.allBut === null
        ? emptySql
        : sql`and id <> ${which.allBut}::uuid`;
  const rows = await tx.query<{ id: string }>(sql`
    update login_session set ended_at = ${at}
    where account_id = ${accountId}::uuid and ended_at is null and expires_at > ${at} ${some}
    returning id`);
  return rows.map((row) => row.id);
}

/** What the browsers of these sign-ins of one account said of themselves, by the id of the sign-in. */
export async function findUserAgents(db: SqlRunner, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: string; userAgent: string | null }>(sql`
    select id, user_agent as "userAgent" from login_session where id = any(${[...ids]}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row.userAgent]));
}

/** The browsers of the newest sign-ins of an account, ended ones included, but for one of them. */
export async function listPastUserAgents(
  db: SqlRunner,
  accountId: string,
  butId: string,
  limit: number,
): Promise<(string | null)[]> {
  const rows = await db.query<{ userAgent: string | null }>(sql`
    select user_agent as "userAgent" from login_session
    where account_id = ${accountId}::uuid and id <> ${butId}::uuid
    order by created_at desc limit ${limit}`);
  return rows.map((row) => row.userAgent);
}

import { type SqlRunner, sql } from '../db/db.ts';

/** How many mails are in each state; every state is there, also with none. */
export async function countMails(db: SqlRunner): Promise<{ state: string; count: number }[]> {
  return await db.query<{ state: string; count: number }>(sql`
    select state::text as state, count(m.state)::int as count
    from unnest(enum_range(null::mail_state)) as state left join mail m using (state) group by 1 order by 1`);
}

import { type SqlRunner, sql } from '../db/db.ts';

export interface Backlog {
  /** Due and not begun. */
  waiting: number;
  running: number;
  /** Given up after their last try. */
  failed: number;
  /** Since when the oldest of those that wait is due; 0 when none waits. */
  oldestSeconds: number;
}

/** How far the workers are behind; in the database's own time, as the queue is. */
export async function readBacklog(db: SqlRunner): Promise<Backlog> {
  const [row] = await db.query<Backlog>(sql`
    select count(*) filter (where waits)::int as waiting,
           count(*) filter (where locked_at is not null)::int as running,
           count(*) filter (where attempts >= max_attempts)::int as failed,
           coalesce(extract(epoch from clock_timestamp() - min(run_at) filter (where waits)), 0)::float8
             as "oldestSeconds"
    from (select *, locked_at is null and attempts < max_attempts and run_at <= clock_timestamp() as waits
          from graphile_worker._private_jobs) as job`);
  return row ?? { waiting: 0, running: 0, failed: 0, oldestSeconds: 0 };
}

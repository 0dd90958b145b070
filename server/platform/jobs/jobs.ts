import { type SqlRunner, sql } from '../db/db.ts';

/** Every job and its payload, `module.verbNoun`; payloads hold ids. Modules add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface JobPayloads {}

export type JobName = keyof JobPayloads & string;

export interface JobOptions {
  /**
   * Not before this long from now. The queue lives in the database's own time, which the clock follows (DEC-18);
   * what must happen at an instant of the clock is a sweep that asks which rows are due.
   */
  delayMs?: number;
  /** A later job of the same key replaces the one that has not started yet. */
  key?: string;
  /** How often it is tried before it is given up; 25 when not given. */
  maxAttempts?: number;
  /** The lowest goes first; 0 when not given. */
  priority?: number;
}

/** Adds a job in the caller's transaction: it exists if, and only if, the act is committed. */
export async function addJob<Name extends JobName>(
  tx: SqlRunner,
  name: Name,
  payload: JobPayloads[Name],
  options: JobOptions = {},
): Promise<void> {
  await tx.query(sql`
    select 1 as added from graphile_worker.add_job(
      identifier => ${name}::text,
      payload => ${JSON.stringify(payload)}::json,
      run_at => clock_timestamp() + make_interval(secs => ${options.delayMs ?? null}::float8 / 1000),
      max_attempts => ${options.maxAttempts ?? null}::int,
      job_key => ${options.key ?? null}::text,
      priority => ${options.priority ?? null}::int)`);
}

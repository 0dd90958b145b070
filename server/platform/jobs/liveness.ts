import type pg from 'pg';
import { ADVISORY_SPACES } from '../db/advisory-locks.ts';
import type { Logger } from '../logger.ts';

const RECONNECT_MS = 1_000;

interface LivenessOptions {
  pool: pg.Pool;
  logger: Logger;
  workerId: string;
  deadAfterMs: number;
}

/**
 * graphile-worker gives the jobs of a killed worker back only after four hours. Here every worker holds an advisory
 * lock on a connection of its own, which the database lets go when the process dies, and every worker looks for
 * jobs whose worker has no such lock.
 */
export function keepAlive(options: LivenessOptions): { dispose(): Promise<void> } {
  const { logger, deadAfterMs } = options;
  const stop = new AbortController();
  const held = holdLock(options, stop.signal);
  const swept = (async () => {
    while (!stop.signal.aborted) {
      await unlockDead(options).catch((error: unknown) =>
        logger.warn({ err: error }, 'dead workers were not looked for'),
      );
      await pause(deadAfterMs / 2, stop.signal);
    }
  })();
  return {
    async dispose() {
      stop.abort();
      await Promise.all([held, swept]);
    },
  };
}

async function holdLock({ pool, logger, workerId }: LivenessOptions, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      const lost = connectionLost(client, stop);
      await client.query('select pg_advisory_lock($1, hashtext($2))', [ADVISORY_SPACES.jobWorkers, workerId]);
      await lost;
    } catch (error) {
      logger.warn({ err: error }, 'the sign of life of the worker was interrupted');
      await pause(RECONNECT_MS, stop);
    } finally {
      // Closed rather than returned: the lock must not outlive the worker in the pool.
      client?.release(true);
    }
  }
}

function connectionLost(client: pg.PoolClient, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once('error', () => resolve());
    client.once('end', () => resolve());
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function unlockDead({ pool, deadAfterMs }: LivenessOptions): Promise<void> {
  // The age leaves a worker the time to take its lock, and to take it again after a cut.
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by))
     from graphile_worker._private_jobs j
     where j.locked_at < now() - make_interval(secs => $2::float8 / 1000)
       and not exists (
         select from pg_locks l
         where l.locktype = 'advisory' and l.classid = $1::int::oid and l.objid = hashtext(j.locked_by)::oid
           and l.objsubid = 2 and l.granted
           and l.database = (select oid from pg_database where datname = current_database()))
     having count(*) > 0`,
    [ADVISORY_SPACES.jobWorkers, deadAfterMs],
  );
}

/** Ends early, without an error, when told to stop. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    }
  });
}

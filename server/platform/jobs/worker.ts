import { EventEmitter } from 'node:events';
import { Logger as GraphileLogger, parseCronItems, run, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from '../logger.ts';
import { within } from '../within.ts';
import type { JobName, JobPayloads } from './jobs.ts';
import { keepAlive, pause } from './liveness.ts';

export interface JobRun {
  /** 1 on the first try. */
  attempt: number;
  /** Aborts when the process is about to stop: finish the step at hand and leave the rest to a new job. */
  signal: AbortSignal;
}

/** Must be idempotent: a job is run again when its worker dies before it is marked as done. */
export type JobHandler<Name extends JobName> = (payload: JobPayloads[Name], run: JobRun) => Promise<void>;

/** A worker takes only the jobs it has a handler for. */
export type JobHandlers = { [Name in JobName]?: JobHandler<Name> };

/** A job of every so often, added once whatever the number of servers. */
export interface Sweep {
  job: { [Name in JobName]: JobPayloads[Name] extends Record<string, never> ? Name : never }[JobName];
  /** Crontab notation in UTC; a minute is the least. */
  cron: string;
  /** What it does to which rows, in Italian: the operator reads it at the command line. */
  rule: string;
}

export interface WorkerOptions {
  pool: pg.Pool;
  handlers: JobHandlers;
  logger: Logger;
  sweeps?: readonly Sweep[];
  concurrency?: number;
  /** How often it looks for jobs that became due; new ones are announced by the database. */
  pollMs?: number;
  /** How long after the death of a worker its jobs may be run again by others. */
  deadAfterMs?: number;
}

export interface Worker {
  /** Waits for the jobs at hand, at most 8 s (OPS-04). What is left is run by another worker. */
  dispose(): Promise<void>;
}

const CONCURRENCY = 2;
const POLL_MS = 1_000;
const DEAD_AFTER_MS = 30_000;
const RESTART_MS = 1_000;
const ABORT_AFTER_MS = 3_000;
const DISPOSE_WITHIN_MS = 8_000;

/** Starts to work. Beside one connection for each job that runs, it keeps two of the pool. */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { logger } = options;
  const stop = new AbortController();
  let current = await startRunner(options);
  const supervised = (async () => {
    while (!stop.signal.aborted) {
      await current.ended;
      // graphile-worker gives up when it cannot mark a job during a long failure of the database.
      await pause(RESTART_MS, stop.signal);
      if (stop.signal.aborted) return;
      current = await startRunner(options).catch((error: unknown) => {
        logger.warn({ err: error }, 'the worker of jobs could not start again');
        return current;
      });
    }
    await current.stop();
  })();
  return {
    async dispose() {
      stop.abort();
      await within(DISPOSE_WITHIN_MS, Promise.all([current.stop(), supervised]));
    },
  };
}

interface Runner {
  ended: Promise<void>;
  stop(): Promise<void>;
}

async function startRunner(options: WorkerOptions): Promise<Runner> {
  const { pool, logger, deadAfterMs = DEAD_AFTER_MS } = options;
  const events: WorkerEvents = new EventEmitter();
  const named = new Promise<string>((resolve) =>
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
  );
  const runner = await run({
    preset: {
      worker: {
        gracefulShutdownAbortTimeout: ABORT_AFTER_MS,
        // Unless in batches, done jobs are marked without waiting: a stop would leave them to be run again, and a
        // failure of the database would be an unhandled rejection.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    pgPool: pool,
    events,
    logger: graphileLogger(logger),
    taskList: taskList(options.handlers),
    parsedCronItems: parseCronItems(
      (options.sweeps ?? []).map(({ job, cron }) => ({ task: job, match: cron, identifier: job })),
    ),
    concurrency: options.concurrency ?? CONCURRENCY,
    pollInterval: options.pollMs ?? POLL_MS,
    noHandleSignals: true,
  });
  const liveness = keepAlive({ pool, logger, workerId: await named, deadAfterMs });
  let stopping: Promise<void> | null = null;
  const ended = runner.promise
    .catch((error: unknown) => logger.error({ err: error }, 'the worker of jobs failed'))
    .then(() => {
      stopping ??= Promise.resolve();
      return liveness.dispose();
    });
  return {
    ended,
    async stop() {
      stopping ??= runner.stop().catch((error: unknown) => logger.warn({ err: error }, 'a worker stopped hard'));
      await stopping;
      await ended;
    },
  };
}

function taskList(handlers: JobHandlers): Record<string, (payload: unknown, helpers: TaskHelpers) => Promise<void>> {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (payload, helpers) =>
        (handler as (payload: unknown, run: JobRun) => Promise<void>)(payload, {
          attempt: helpers.job.attempts,
          signal: helpers.abortSignal,
        }),
    ]),
  );
}

interface TaskHelpers {
  job: { attempts: number };
  abortSignal: AbortSignal;
}

function graphileLogger(logger: Logger): GraphileLogger {
  return new GraphileLogger(({ taskIdentifier, jobId }) => (level, message) => {
    const data = { job: taskIdentifier, jobId };
    if (level === 'error') logger.error(data, message);
    else if (level === 'warning') logger.warn(data, message);
    else logger.debug(data, message);
  });
}

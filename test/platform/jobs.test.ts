import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { addJob } from '#server/platform/jobs/jobs.ts';
import { createWorker, type JobHandlers, type Worker, type WorkerOptions } from '#server/platform/jobs/worker.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createScratch, type Scratch } from './scratch.ts';

declare module '#server/platform/jobs/jobs.ts' {
  interface JobPayloads {
    'test.count': { number: number };
    'test.sweep': Record<string, never>;
  }
}

const logger = createLogger('silent');
let base: Scratch;
let workers: Worker[] = [];

beforeEach(async () => {
  base = await createScratch();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.dispose()));
  workers = [];
  await base.dispose();
});

async function work(handlers: JobHandlers, more: Partial<WorkerOptions> = {}): Promise<Worker> {
  const worker = await createWorker({ pool: base.db.pool, handlers, logger, pollMs: 50, ...more });
  workers.push(worker);
  return worker;
}

async function jobCount(): Promise<number> {
  const [row] = await base.db.query<{ count: number }>(
    sql`select count(*)::int as count from graphile_worker._private_jobs`,
  );
  return row!.count;
}

describe('jobs', () => {
  it('[MSG-01] exist only if the act is committed, by either kind of transaction', async () => {
    const done: number[] = [];
    const undone = base.db.sqlTransaction(async (tx) => {
      await addJob(tx, 'test.count', { number: 0 });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await base.db.transaction((tx) => addJob(tx, 'test.count', { number: 1 }));
    await base.db.sqlTransaction((tx) => addJob(tx, 'test.count', { number: 2 }));
    await work({ 'test.count': async ({ number }) => void done.push(number) });
    await vi.waitFor(async () => expect(await jobCount()).toBe(0));
    expect(done.toSorted()).toEqual([1, 2]);
  });

  it('are run again after a failure, and later where asked', async () => {
    const attempts: number[] = [];
    await addJob(base.db, 'test.count', { number: 1 });
    await work({
      'test.count': async (_payload, { attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('not yet');
      },
    });
    await vi.waitFor(() => expect(attempts).toEqual([1]));
    await vi.waitFor(async () => {
      const { rowCount } = await base.owner.query(
        'update graphile_worker._private_jobs set run_at = now() where attempts = 1 and locked_at is null',
      );
      expect(rowCount).toBe(1);
    });
    await vi.waitFor(() => expect(attempts).toEqual([1, 2]));

    await addJob(base.db, 'test.count', { number: 2 }, { delayMs: 3_600_000 });
    const [row] = await base.db.query<{ minutes: number }>(sql`
      select extract(epoch from run_at - now())::int / 60 as minutes from graphile_worker._private_jobs`);
    expect(row!.minutes).toBeGreaterThanOrEqual(59);
  });

  it('[FLT-22] two workers share the jobs and run each once', async () => {
    const done: number[] = [];
    const handlers: JobHandlers = { 'test.count': async ({ number }) => void done.push(number) };
    await base.db.sqlTransaction(async (tx) => {
      for (let number = 0; number < 100; number++) await addJob(tx, 'test.count', { number });
    });
    await Promise.all([work(handlers), work(handlers)]);
    await vi.waitFor(async () => expect(await jobCount()).toBe(0), { timeout: 10_000 });
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it('a worker that stops lets the job at hand finish and tells it to hurry', async () => {
    let told = false;
    let finish = (): void => undefined;
    const finishing = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let started = false;
    const worker = await createWorker({
      pool: base.db.pool,
      logger,
      handlers: {
        'test.count': async (_payload, { signal }) => {
          started = true;
          signal.addEventListener('abort', () => {
            told = true;
            finish();
          });
          await finishing;
        },
      },
    });
    await addJob(base.db, 'test.count', { number: 1 });
    await vi.waitFor(() => expect(started).toBe(true));
    await worker.dispose();
    expect(told).toBe(true);
    expect(await jobCount()).toBe(0);
  });

  it('[FLT-21] a killed worker gives its jobs back within moments, a living one keeps them', async () => {
    const script = `
      import { createDb } from '#server/platform/db/db.ts';
      import { createLogger } from '#server/platform/logger.ts';
      import { createWorker } from '#server/platform/jobs/worker.ts';
      const logger = createLogger('silent');
      const db = createDb({ url: ${JSON.stringify(base.url)}, poolSize: 6, logger });
      await createWorker({ pool: db.pool, logger, handlers: { 'test.count': async () => {
        process.stdout.write('started');
        await new Promise((resolve) => setTimeout(resolve, 600_000));
      } } });`;
    await addJob(base.db, 'test.count', { number: 1 });
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const done: number[] = [];
    await work({ 'test.count': async ({ number }) => void done.push(number) }, { deadAfterMs: 100 });
    await base.owner.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'");
    const sweeps = 5;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      await base.owner.query('select pg_sleep(0.1)');
      expect(done).toEqual([]);
    }
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(done).toEqual([1]), { timeout: 5_000 });
  });

  it('goes on after every connection to the database was cut', async () => {
    const done: number[] = [];
    await work({ 'test.count': async ({ number }) => void done.push(number) }, { deadAfterMs: 100 });
    await addJob(base.db, 'test.count', { number: 1 });
    await vi.waitFor(() => expect(done).toEqual([1]));
    // Marked as done too: a job whose mark was cut off is run again, as it must.
    await vi.waitFor(async () => {
      const left = await base.db.query(sql`
        select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'test.count'`);
      expect(left).toEqual([]);
    });
    const cut = await base.db.query(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`);
    expect(cut.length).toBeGreaterThan(1);
    await vi.waitFor(() => addJob(base.db, 'test.count', { number: 2 }), { timeout: 5_000 });
    await vi.waitFor(() => expect(done).toEqual([1, 2]), { timeout: 10_000 });
  });

  it('sweeps are known to the database, so that several servers add each once', async () => {
    await work(
      { 'test.sweep': async () => undefined },
      { sweeps: [{ job: 'test.sweep', cron: '* * * * *', rule: 'niente' }] },
    );
    await vi.waitFor(async () => {
      const rows = await base.db.query(sql`select identifier from graphile_worker._private_known_crontabs`);
      expect(rows).toEqual([{ identifier: 'test.sweep' }]);
    });
  });
});

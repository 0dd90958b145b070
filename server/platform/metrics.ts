import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Registry } from 'prom-client';
import { type Db, sql } from './db/db.ts';
import { readBacklog } from './jobs/backlog.ts';
import { countMails } from './mail/counts.ts';
import type { Passwords } from './passwords.ts';
import type { Bus } from './pubsub/bus.ts';

/**
 * The numbers of one process and of the queues it shares. Every label takes its values from a short list written in
 * code: no ids, names, addresses, nor anything a client sends.
 */
export interface Metrics {
  registry: Registry;
  dispose(): void;
}

export interface MetricSources {
  db: Db;
  /** The pools of connections by what they are for. */
  pools: Record<string, Db['pool']>;
  bus: Bus;
  passwords: Passwords;
}

const NANOSECONDS = 1e9;
// Whoever scrapes more often gets the same count of the queues again.
const COUNT_EVERY_MS = 10_000;

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const stopLoop = measureProcess(registry);
  measurePools(registry, sources.pools);
  measureParts(registry, sources);
  measureQueues(registry, sources.db);
  return { registry, dispose: stopLoop };
}

function measureProcess(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  new Gauge({
    name: 'sportello_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape.',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      for (const quantile of [0.5, 0.99]) this.set({ quantile }, delay.percentile(quantile * 100) / NANOSECONDS);
      this.set({ quantile: 1 }, delay.max / NANOSECONDS);
      delay.reset();
    },
  });
  const processStart = Date.now() / 1000 - process.uptime();
  gauge(registry, 'process_start_time_seconds', 'When the process started.', () => processStart);
  gauge(registry, 'process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  gauge(registry, 'nodejs_heap_used_bytes', 'Heap in use.', () => process.memoryUsage().heapUsed);
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process, user and system.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  return () => delay.disable();
}

function measurePools(registry: Registry, pools: MetricSources['pools']): void {
  new Gauge({
    name: 'sportello_db_connections',
    help: 'Connections to the database by pool: open, idle, and requests waiting for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'open' }, totalCount);
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'waiting' }, waitingCount);
      }
    },
  });
}

function measureParts(registry: Registry, { bus, passwords }: MetricSources): void {
  gauge(registry, 'sportello_bus_up', '1 while hints travel between servers.', () => (bus.state === 'up' ? 1 : 0));
  new Gauge({
    name: 'sportello_hashing',
    help: 'Acts that check or set a password: running, and waiting for their turn.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { admitted, hashing } = passwords.load;
      this.set({ state: 'running' }, hashing);
      this.set({ state: 'waiting' }, Math.max(0, admitted - hashing));
    },
  });
}

/** Counted in the database, hence the same on every server; without an answer they are absent rather than zero. */
function measureQueues(registry: Registry, db: Db): void {
  const read = kept(COUNT_EVERY_MS, async () => {
    await db.query(sql`select 1 as answered`);
    return { backlog: await readBacklog(db), mails: await countMails(db) };
  });
  new Gauge({
    name: 'sportello_database_up',
    help: '1 while the database answers.',
    registers: [registry],
    async collect() {
      this.set((await read()) ? 1 : 0);
    },
  });
  new Gauge({
    name: 'sportello_jobs',
    help: 'Jobs of all servers: due and waiting, running, given up.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      const found = await read();
      if (!found) return;
      for (const state of ['waiting', 'running', 'failed'] as const) this.set({ state }, found.backlog[state]);
    },
  });
  new Gauge({
    name: 'sportello_jobs_oldest_seconds',
    help: 'How long the oldest waiting job has been due.',
    registers: [registry],
    async collect() {
      this.remove();
      const found = await read();
      if (found) this.set(found.backlog.oldestSeconds);
    },
  });
  new Gauge({
    name: 'sportello_mails',
    help: 'Mails of all servers by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { state, count } of (await read())?.mails ?? []) this.set({ state: state.toLowerCase() }, count);
    },
  });
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    ...{ name, help, registers: [registry] },
    collect() {
      this.set(read());
    },
  });
}

/** null while it cannot be read; that is not kept. */
function kept<T>(forMs: number, read: () => Promise<T>): () => Promise<T | null> {
  let until = 0;
  let last: Promise<T | null> | null = null;
  return () => {
    if (last && performance.now() < until) return last;
    until = performance.now() + forMs;
    last = read().catch(() => {
      until = 0;
      return null;
    });
    return last;
  };
}

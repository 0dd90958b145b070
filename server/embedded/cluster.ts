import { type ChildProcess, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { endOrphan } from './orphan.ts';
import type { Place } from './place.ts';
import { childEnvironment, ended, run } from './processes.ts';
import { StartError } from './start-error.ts';

export interface ClusterOptions {
  place: Place;
  superuserPassword: string;
  /** Tried first; another is taken when it is busy. */
  port: number | null;
  /** false only for databases that nobody will miss, in tests. */
  durable: boolean;
  maxConnections: number;
}

export interface Cluster {
  port: number;
  pid: number;
  superuserUrl: string;
  /** Resolves with the log's end when PostgreSQL ends before stop() was called. */
  lost: Promise<string>;
  /** Ends sessions and stops, with a checkpoint; past `limitMs` without one, which the next start makes good. */
  stop(limitMs: number): Promise<void>;
}

const READY_LIMIT_MS = 120_000;
const PORT_ATTEMPTS = 5;

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { place } = options;
  await makeCluster(place, options.superuserPassword);
  await endOrphan(place.cluster);
  let port = options.port ?? (await freePort());
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryStart(options, port);
    if (started.ready) return started.cluster;
    const again = /could not bind|still in use|lock file/.test(started.log);
    if (!again || attempt === PORT_ATTEMPTS) {
      throw new StartError(`PostgreSQL non parte (registro: ${logFile(place)}): ${lastLine(started.log)}`);
    }
    if (started.log.includes('could not bind')) port = await freePort();
    else await sleep(200 * attempt);
  }
}

async function makeCluster(place: Place, password: string): Promise<void> {
  const version = path.join(place.cluster, 'PG_VERSION');
  if (statSync(version, { throwIfNoEntry: false })) return;
  const draft = path.join(place.home, 'cluster.new');
  const passwordFile = path.join(place.home, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.identity) {
    for (const file of [draft, passwordFile]) chownSync(file, place.identity.uid, place.identity.gid);
  }
  const { code, output } = await run(
    path.join(place.native, 'bin', 'initdb'),
    [`--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'].concat([
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]),
    place.identity,
  );
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new StartError(`PostgreSQL non riesce a preparare il database: ${lastLine(output)}`);
  renameSync(draft, place.cluster);
}

type Attempt = { ready: true; cluster: Cluster } | { ready: false; log: string };

async function tryStart(options: ClusterOptions, port: number): Promise<Attempt> {
  const { place } = options;
  const logStart = statSync(logFile(place), { throwIfNoEntry: false })?.size ?? 0;
  const child = launch(options, port);
  const ending = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const superuserUrl = `postgresql://postgres:${options.superuserPassword}@127.0.0.1:${port}/postgres`;
  const gone = new AbortController();
  void ending.then(() => gone.abort());
  const ready = await answers(superuserUrl, gone.signal);
  const readLog = () => readFileSync(logFile(place)).subarray(logStart).toString('utf8');
  if (!ready || child.pid === undefined) {
    if (child.exitCode === null) child.kill('SIGQUIT');
    return { ready: false, log: readLog() };
  }
  let stopping = false;
  const { pid } = child;
  const cluster: Cluster = {
    port,
    pid,
    superuserUrl,
    lost: new Promise((resolve) => {
      void ending.then(() => {
        if (!stopping) resolve(lastLine(readLog()));
      });
    }),
    async stop(limitMs) {
      stopping = true;
      child.kill('SIGINT');
      if (await ended(pid, limitMs)) return;
      child.kill('SIGQUIT');
      if (!(await ended(pid, 5_000))) child.kill('SIGKILL');
    },
  };
  return { ready: true, cluster };
}

/** Detached from the terminal, so that Ctrl-C reaches the application alone and the database is stopped last. */
function launch(options: ClusterOptions, port: number): ChildProcess {
  const { place } = options;
  const log = openSync(logFile(place), 'a', 0o600);
  const child = spawn(
    path.join(place.native, 'bin', 'postgres'),
    [
      '-D',
      place.cluster,
      ...Object.entries(parameters(options, port)).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    { ...place.identity, cwd: '/', env: childEnvironment, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  return child;
}

function parameters(options: ClusterOptions, port: number): Record<string, string | number> {
  const durability = options.durable ? 'on' : 'off';
  return {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: options.maxConnections,
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    max_parallel_workers_per_gather: 0,
    autovacuum_max_workers: 2,
    // Processes that so small a load has no use for.
    io_method: 'sync',
    max_logical_replication_workers: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    fsync: durability,
    full_page_writes: durability,
    synchronous_commit: durability,
    cluster_name: 'sportello',
  };
}

async function answers(url: string, gone: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + READY_LIMIT_MS;
  while (performance.now() < deadline && !gone.aborted) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await sleep(25);
    }
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function logFile(place: Place): string {
  return path.join(place.home, 'postgres.log');
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
}

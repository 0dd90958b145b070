import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster } from '#server/embedded/cluster.ts';
import { choosePlace } from '#server/embedded/place.ts';
import type { Stage } from '../peers.ts';
import { check, line, type Result } from '../result.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const PATIENCE_MS = 120_000;

/** `npm start` on an empty data folder and on the same again, against PostgreSQL alone. */
export async function startRow({ ground, ends }: Stage): Promise<Result> {
  const folder = path.join(ground.folder, 'start');
  mkdirSync(folder);
  chmodSync(folder, 0o711);
  const bare = [await bareStart(path.join(folder, 'bare')), await bareStart(path.join(folder, 'bare'))];
  const port = String(20_000 + Math.floor(Math.random() * 20_000));
  const data = path.join(folder, 'data');
  const runs = [await serverStart(data, port, ends), await serverStart(data, port, ends)];
  rmSync(folder, { recursive: true, force: true });
  return {
    lines: ['first start, with the demo data', 'second start'].map((what, n) =>
      line({
        row: 'START',
        what: `${what}, against PostgreSQL alone`,
        unit: 's',
        floor: bare[n]! / 1_000,
        ours: runs[n]!.ms / 1_000,
      }),
    ),
    checks: [
      check(
        'START: ready both times',
        runs.every(({ ready }) => ready),
        runs.map(({ told }) => told).join('; ') || 'yes',
      ),
    ],
    notes: [],
  };
}

async function bareStart(folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const begun = performance.now();
  const place = await choosePlace(folder);
  const cluster = await startCluster({
    place,
    superuserPassword: passwordOf(folder),
    port: null,
    durable: true,
    maxConnections: 100,
  });
  const took = performance.now() - begun;
  await cluster.stop(10_000);
  return took;
}

const passwords = new Map<string, string>();

function passwordOf(folder: string): string {
  const known = passwords.get(folder) ?? randomUUID();
  passwords.set(folder, known);
  return known;
}

async function serverStart(data: string, port: string, ends: (() => unknown)[]) {
  const log = `${data}.log`;
  const file = await open(log, 'w');
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: data, PORT: port, LOG_LEVEL: 'warn' },
    stdio: ['ignore', file.fd, file.fd],
  });
  await file.close();
  ends.push(() => end(child));
  const told = () => readFileSync(log, 'utf8');
  while (!(await isReady(port)) && child.exitCode === null && performance.now() - begun < PATIENCE_MS) await sleep(50);
  const ms = performance.now() - begun;
  const ready = child.exitCode === null && (await isReady(port));
  await end(child);
  return { ms, ready, told: ready ? '' : told().slice(-300) };
}

async function isReady(port: string): Promise<boolean> {
  return await fetch(`http://localhost:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

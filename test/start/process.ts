// Starts the real server as its own process, in an environment that holds nothing but what is given.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { commandLine, ended } from '#server/embedded/processes.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const isRoot = process.getuid?.() === 0;

export interface ServerProcess {
  pid: number;
  /** Resolves once the banner is printed; rejects with the output when the process ends before. */
  ready: Promise<void>;
  exit: Promise<number | null>;
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

const children: ChildProcess[] = [];

export function startServer(environment: Record<string, string>, args = ['server/main.ts']): ServerProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (output.includes('Sportello è pronto')) resolve();
      });
    }
    void exit.then((code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  ready.catch(() => undefined);
  return { pid: child.pid ?? 0, ready, exit, output: () => output, kill: (signal) => void child.kill(signal) };
}

/** Ends what a failed test left, and PostgreSQL with it. */
export async function endAll(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
    child.kill('SIGTERM');
    if (!(await ended(child.pid, 20_000))) child.kill('SIGKILL');
  }
}

export function freshFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'sportello-start-'));
}

/** Removes a data folder, with the database that it may have sent elsewhere. */
export async function removeFolder(folder: string): Promise<void> {
  for (const pid of processesNaming(folder)) {
    process.kill(pid, 'SIGINT');
    await ended(pid, 10_000);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Processes whose command line names `text`; the database's carry their folder there. */
export function processesNaming(text: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => pid !== process.pid && commandLine(pid).includes(text));
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export function ownerUrlOf(home: string): string {
  const { port, ownerPassword } = JSON.parse(readFileSync(path.join(home, 'access.json'), 'utf8')) as {
    port: number;
    ownerPassword: string;
  };
  return `postgresql://sportello_owner:${ownerPassword}@127.0.0.1:${port}/sportello`;
}

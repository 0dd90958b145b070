import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from './identity.ts';

/** What tells a process from a later one with the same number; null when there is no such process. */
export function startMark(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform !== 'linux') return ps(pid, 'lstart=');
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = afterName;
    return state === 'Z' || state === 'X' ? null : (afterName[19] ?? null);
  } catch {
    return null;
  }
}

/** The command line of a living process, its words separated by blanks; empty when there is none. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'args=') ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Resolves to true once the process has ended, to false when it still lives after `limitMs`. */
export async function ended(pid: number, limitMs: number): Promise<boolean> {
  const mark = startMark(pid);
  const deadline = performance.now() + limitMs;
  while (startMark(pid) === mark && mark !== null) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

export interface Outcome {
  code: number | null;
  output: string;
}

/**
 * Runs a program to its end as `identity`, whatever is pressed at the terminal meanwhile. Rejects only when it cannot
 * be executed at all.
 */
export function run(file: string, args: string[], identity: Identity | null): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...identity,
      cwd: '/',
      env: childEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(chunks).toString('utf8').trim() }));
  });
}

/** Nothing of the caller's locale or PG… variables reaches the database's programs. */
export const childEnvironment: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

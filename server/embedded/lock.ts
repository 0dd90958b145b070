import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startMark } from './processes.ts';

interface Holder {
  pid: number;
  /** A process number comes round again; together with this it does not. */
  startMark: string | null;
  nonce: string;
}

export type LockResult = { state: 'taken'; release(): void } | { state: 'busy'; pid: number };

/**
 * One server a data folder. The lock of a process that no longer lives is taken over, so a crash locks nobody out.
 */
export function takeLock(folder: string): LockResult {
  const file = path.join(folder, 'sportello.lock');
  const own: Holder = { pid: process.pid, startMark: startMark(process.pid), nonce: randomUUID() };
  const draft = path.join(folder, `sportello.lock.${own.nonce}`);
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    for (;;) {
      // A link appears with its content or not at all, and never over another.
      if (linked(draft, file)) return { state: 'taken', release: () => releaseLock(file, own) };
      const holder = readHolder(file);
      if (holder && isAlive(holder)) return { state: 'busy', pid: holder.pid };
      putAside(file, holder, `${draft}.old`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The pid of the living server that holds the folder, or null. */
export function lockHolder(folder: string): number | null {
  const holder = readHolder(path.join(folder, 'sportello.lock'));
  return holder && isAlive(holder) ? holder.pid : null;
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  return startMark(holder.pid) !== null && startMark(holder.pid) === holder.startMark;
}

/** Two starts may find the same dead lock: who removes a newer one by mistake puts it back. */
function putAside(file: string, dead: Holder | null, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved && moved.nonce !== dead?.nonce) linked(aside, file);
  rmSync(aside, { force: true });
}

function releaseLock(file: string, own: Holder): void {
  if (readHolder(file)?.nonce === own.nonce) rmSync(file, { force: true });
}

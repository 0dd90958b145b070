import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { commandLine, ended } from './processes.ts';
import { StartError } from './start-error.ts';

/**
 * Ends the PostgreSQL that a crashed server left on this cluster. The caller holds the folder's lock, so no living
 * server of ours uses it.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const pid = postmasterPid(file);
  if (pid === null) return;
  if (!commandLine(pid).includes(cluster)) {
    // The number now belongs to another process, or to none; PostgreSQL itself would refuse to start over it.
    rmSync(file, { force: true });
    return;
  }
  for (const [signal, limitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    kill(pid, signal);
    if (await ended(pid, limitMs)) return;
  }
  throw new StartError(
    `Il PostgreSQL rimasto da un arresto improvviso (processo ${pid}) non si ferma: chiudilo e riprova.`,
  );
}

function postmasterPid(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

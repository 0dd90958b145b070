import { readFileSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { StartError } from './start-error.ts';

/** The account under which PostgreSQL runs when the server itself is root: PostgreSQL refuses to be root. */
export interface Identity {
  uid: number;
  gid: number;
}

const candidates = ['postgres', 'nobody', 'daemon'];

/** null when the server does not run as root: the children are then the same user. */
export function unprivilegedIdentity(dataFolder: string): Identity | null {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(dataFolder) ?? existingAccount();
}

/** A cluster keeps the account that made it. */
function ownerOf(dataFolder: string): Identity | null {
  const stats = statSync(dataFolder, { throwIfNoEntry: false });
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : null;
}

function existingAccount(): Identity {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of candidates) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    // macOS gives nobody the number -2, which chown refuses.
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartError(
    `PostgreSQL non può girare come root e qui manca un utente senza privilegi (${candidates.join(', ')}): ` +
      'avvia il programma come utente normale.',
  );
}

/** Whether `identity` may pass through every folder from the root down to `folder`. */
export function mayEnter(folder: string, identity: Identity): boolean {
  const stats = statSync(folder);
  if (!mayPass(stats, identity)) return false;
  const parent = path.dirname(folder);
  return parent === folder || mayEnter(parent, identity);
}

function mayPass(stats: Stats, { uid, gid }: Identity): boolean {
  if (stats.uid === uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}

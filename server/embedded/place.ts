import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runnableBinaries } from './binaries.ts';
import { type Identity, mayEnter, unprivilegedIdentity } from './identity.ts';
import { StartError } from './start-error.ts';

/** Where the database lives, with which programs and as whom. */
export interface Place {
  /** Holds the cluster, its log and its passwords. */
  home: string;
  cluster: string;
  native: string;
  identity: Identity | null;
  /** Whether `home` is elsewhere because the unprivileged account cannot enter the data folder. */
  moved: boolean;
}

const movedRoot = '/var/lib/sportello';

/** Makes the data folder; one clear sentence when it cannot be written to. */
export function makeDataFolder(folder: string): void {
  const probe = path.join(folder, `.prova-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new StartError(
      `La cartella dei dati ${folder} non è scrivibile (${(error as NodeJS.ErrnoException).code}): ` +
        'correggi i permessi o indicane un’altra con DATA_DIR.',
    );
  }
}

/** Root's folders let the database's account pass through to its own; nobody else's do. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Decides once and for good: a marker in the data folder remembers that the database went elsewhere. */
export async function choosePlace(dataDir: string): Promise<Place> {
  const folder = realpathSync(dataDir);
  const here = path.join(folder, 'postgres');
  const marker = path.join(folder, 'postgres-altrove');
  if (existsSync(marker)) return placeAt(readFileSync(marker, 'utf8').trim(), true);
  const identity = unprivilegedIdentity(path.join(here, 'cluster'));
  if (identity === null || mayEnter(folder, identity)) return placeAt(here, false);
  if (existsSync(path.join(here, 'cluster'))) {
    throw new StartError(
      `L’utente ${identity.uid}, che possiede il database in ${here}, non può più entrare nella cartella.`,
    );
  }
  const hash = createHash('sha256').update(`${folder} ${randomUUID()}`).digest('hex').slice(0, 16);
  const home = path.join(movedRoot, hash);
  writeFileSync(marker, `${home}\n`, { mode: 0o600 });
  return placeAt(home, true);
}

async function placeAt(home: string, moved: boolean): Promise<Place> {
  const cluster = path.join(home, 'cluster');
  try {
    if (moved) makeFolder(movedRoot);
    makeFolder(home);
  } catch (error) {
    throw new StartError(
      `La cartella del database ${home} non si può creare (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  if (owner !== undefined && process.getuid && process.getuid() !== 0 && owner !== process.getuid()) {
    throw new StartError(
      `Il database in ${cluster} appartiene a un altro utente (${owner}): avvia il programma come lui.`,
    );
  }
  const identity = unprivilegedIdentity(cluster);
  return { home, cluster, native: await runnableBinaries(home, identity), identity, moved };
}

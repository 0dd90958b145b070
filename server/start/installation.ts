import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config, DatabaseConfig, Settings } from '../config.ts';
import { runningDatabase, startEmbeddedDatabase } from '../embedded/embedded-database.ts';
import { takeLock } from '../embedded/lock.ts';
import { makeDataFolder } from '../embedded/place.ts';
import { StartError } from '../embedded/start-error.ts';
import { migrate, pendingMigrations } from '../platform/db/migrate.ts';

/** What a process works on: the whole configuration and a database that answers. */
export interface Installation {
  config: Config;
  /** Where the embedded database lives, when that is not in the data folder. */
  movedTo: string | null;
  /** Resolves with the reason when the embedded PostgreSQL ends by itself. */
  lost: Promise<string>;
  /** Stops the embedded PostgreSQL, where this process runs it, and frees the data folder. */
  close(limitMs?: number): Promise<void>;
}

export interface OpenOptions {
  /** Whether to work beside a server that already runs on this data folder; otherwise that is refused. */
  join: boolean;
  /** Last checks, once the data folder is ours and before anything is started. */
  beforeDatabase?: () => Promise<void>;
}

type Opened = Omit<Installation, 'config'> & { database: { url: string; ownerUrl: string | null } };

const STOP_LIMIT_MS = 15_000;

export async function openInstallation(settings: Settings, options: OpenOptions): Promise<Installation> {
  if (!settings.database || !settings.serverKey) makeDataFolder(settings.dataDir);
  const { database, ...opened } = await openDatabase(settings, options);
  try {
    const { poolSize } = settings;
    const serverKey = settings.serverKey ?? keptKey(settings.dataDir);
    const config: Config = { ...settings, database: { ...database, poolSize }, serverKey };
    return { ...opened, config };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openDatabase(settings: Settings, options: OpenOptions): Promise<Opened> {
  const outside = { movedTo: null, lost: new Promise<string>(() => undefined), close: async () => undefined };
  if (settings.database) {
    await options.beforeDatabase?.();
    return { ...outside, database: settings.database };
  }
  const lock = takeLock(settings.dataDir);
  if (lock.state === 'busy') {
    if (options.join) return { ...outside, database: await runningDatabase(settings.dataDir) };
    throw new StartError(`Sportello è già in esecuzione su questa cartella dei dati (processo ${lock.pid}).`);
  }
  try {
    await options.beforeDatabase?.();
    const { url, ownerUrl, movedTo, lost, stop } = await startEmbeddedDatabase(settings.dataDir);
    return {
      database: { url, ownerUrl },
      movedTo,
      lost,
      async close(limitMs = STOP_LIMIT_MS) {
        await stop(limitMs);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Migrates as the owner and returns what was applied; without an owner, refuses a database that lacks migrations. */
export async function bringUpToDate({ url, ownerUrl }: DatabaseConfig): Promise<string[]> {
  if (ownerUrl) return migrate({ ownerUrl, applicationUrl: url });
  const pending = await pendingMigrations(url);
  if (pending.length > 0) {
    throw new StartError(
      `Al database mancano ${pending.length} migrazioni: indica DATABASE_OWNER_URL, oppure esegui «npm run db:migrate» con quel ruolo.`,
    );
  }
  return [];
}

/** The key that the first start made; two that start together keep the same one. */
function keptKey(dataDir: string): Buffer {
  const file = path.join(dataDir, 'server.key');
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length < 32)
    throw new StartError(`La chiave del server in ${file} è danneggiata: ripristinala da una copia.`);
  return key;
}

import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { isRetryable } from './db-errors.ts';
import { grantApplicationRole } from './grants.ts';

/** Prisma's own number: its command line and this runner exclude each other. */
const PRISMA_LOCK = 72_707_369;
/** For whoever only asks. */
const ANSWER_WITHIN_MS = 3_000;
/**
 * Whoever waits for a table's lock keeps everybody behind it waiting, and one that holds other tables meanwhile may wait
 * in a circle with a request. So a migration waits for moments only, far less than the second after which PostgreSQL
 * looks for circles, gives everything back, and comes again (FLT-40).
 */
const LOCK_WAIT_MS = 200;
const LOCK_PAUSE_MS = 1_000;
const LOCK_TRIES = 60;
const migrationsFolder = path.resolve(import.meta.dirname, '../../../prisma/migrations');

/** A migration cannot be applied; the message names it. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface MigrateOptions {
  ownerUrl: string;
  /** The role named here is granted what the application needs. */
  applicationUrl: string;
  folder?: string;
  /** These alone, for rows of an older version. */
  only?: readonly string[];
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the database up to date and returns the names of what it applied: the project's migrations, the job queue's,
 * the application role's rights. Servers that start together wait for each other, so each is applied once (OPS-02).
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'sportello-migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Released with the connection, however this ends.
    await client.query('select pg_advisory_lock($1)', [PRISMA_LOCK]);
    const applied = await applyPending(client, options);
    await migrateJobQueue(options.ownerUrl);
    await grantApplicationRole(client, decodeURIComponent(new URL(options.applicationUrl).username));
    return applied;
  } finally {
    await client.end();
  }
}

/** The migrations that the database at `url` still lacks; any role that may connect can ask. */
export async function pendingMigrations(url: string, folder: string = migrationsFolder): Promise<string[]> {
  const client = new pg.Client({
    ...{ connectionString: url, connectionTimeoutMillis: ANSWER_WITHIN_MS, query_timeout: ANSWER_WITHIN_MS },
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const done = (await bookExists(client)) ? await appliedChecksums(client) : new Map<string, string>();
    return (await readMigrations(folder)).map(({ name }) => name).filter((name) => !done.has(name));
  } finally {
    await client.end();
  }
}

async function applyPending(client: pg.Client, { folder = migrationsFolder, only }: MigrateOptions): Promise<string[]> {
  await client.query(BOOK);
  const done = await appliedChecksums(client);
  const applied: string[] = [];
  const migrations = await readMigrations(folder);
  const unknown = only?.filter((wanted) => !migrations.some(({ name }) => name === wanted)) ?? [];
  if (unknown.length > 0) throw new MigrationError(`this version does not know ${unknown.join(', ')}`);
  for (const migration of migrations.filter(({ name }) => only?.includes(name) ?? true)) {
    const checksum = done.get(migration.name);
    if (checksum === undefined) {
      await apply(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw new MigrationError(`migration ${migration.name} was edited after it had been applied`);
    }
  }
  return applied;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  for (let left = LOCK_TRIES; ; left--) {
    try {
      return await applyOnce(client, migration);
    } catch (error) {
      if (!isRetryable(error) || left === 1) {
        throw new MigrationError(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
      }
      await sleep(LOCK_PAUSE_MS);
    }
  }
}

async function applyOnce(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${LOCK_WAIT_MS}`);
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function appliedChecksums(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    `select migration_name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
  );
  const broken = rows.find((row) => !row.finished);
  if (broken) {
    throw new MigrationError(`migration ${broken.migration_name} was left unfinished: see prisma migrate resolve`);
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

async function bookExists(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ book: string | null }>(`select to_regclass('_prisma_migrations') as book`);
  return rows[0]?.book != null;
}

async function migrateJobQueue(ownerUrl: string): Promise<void> {
  const logger = new Logger(() => () => undefined);
  await runMigrations({ connectionString: ownerUrl, maxPoolSize: 1, logger });
}

/** The table as Prisma makes it, so that its command line goes on working on the same database. */
const BOOK = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

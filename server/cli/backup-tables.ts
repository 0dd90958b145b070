import { createHmac } from 'node:crypto';
import pg from 'pg';

/** A table as a backup names it: `public.account`. */
export interface Table {
  name: string;
  columns: string[];
}

/** Written by migrations: they are applied again before rows are put back. */
const BOOKS = ['public._prisma_migrations', 'graphile_worker.migrations'];
/** A server that once ran leaves these behind in an otherwise empty database. */
const TRACES = ['graphile_worker._private_tasks', 'graphile_worker._private_known_crontabs'];

export function quoted(name: string): string {
  return name.split('.').map(pg.escapeIdentifier).join('.');
}

/** Every table that holds rows of ours; those that others refer to come first. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows: tables } = await client.query<Table>(
    `select n.nspname || '.' || c.relname as name,
            array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname in ('public', 'graphile_worker') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = ''
     group by 1 order by 1`,
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select fn.nspname || '.' || f.relname as from, tn.nspname || '.' || t.relname as to
     from pg_constraint r join pg_class f on f.oid = r.conrelid join pg_namespace fn on fn.oid = f.relnamespace
       join pg_class t on t.oid = r.confrelid join pg_namespace tn on tn.oid = t.relnamespace
     where r.contype = 'f' and r.conrelid <> r.confrelid`,
  );
  return inOrder(
    tables.filter(({ name }) => !BOOKS.includes(name)),
    references,
  );
}

function inOrder(tables: readonly Table[], references: readonly { from: string; to: string }[]): Table[] {
  const done = new Set(BOOKS);
  const order: Table[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const ready = left.filter(({ name }) => references.every(({ from, to }) => from !== name || done.has(to)));
    if (ready.length === 0) throw new Error(`tables that refer to each other: ${left.map(({ name }) => name).join()}`);
    for (const table of ready) done.add(table.name);
    order.push(...ready);
    left = left.filter(({ name }) => !done.has(name));
  }
  return order;
}

export async function countRows(client: pg.ClientBase, tables: readonly Table[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${quoted(name)}`);
    counts[name] = Number(rows[0]?.n);
  }
  return counts;
}

/** The tables that hold something already; nothing is ever restored over it. */
export async function listFilled(client: pg.ClientBase): Promise<string[]> {
  const tables = (await listTables(client)).filter(({ name }) => !TRACES.includes(name));
  const filled: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query(`select from ${quoted(name)} limit 1`);
    if (rows.length > 0) filled.push(name);
  }
  return filled;
}

export interface Level {
  migrations: string[];
  /** Of graphile-worker's tables. */
  jobs: number;
}

export async function readLevel(client: pg.ClientBase): Promise<Level> {
  const { rows } = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by 1',
  );
  const { rows: jobs } = await client.query<{ id: number }>('select max(id) as id from graphile_worker.migrations');
  return { migrations: rows.map(({ name }) => name), jobs: jobs[0]?.id ?? 0 };
}

/** Sequences and the last value each gave; null where none was given yet. */
export async function readSequences(client: pg.ClientBase): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select schemaname || '.' || sequencename as name, last_value::text as value from pg_sequences
     where schemaname in ('public', 'graphile_worker') and last_value is not null order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Tells two keys apart without telling anything of them. */
export function keyMark(serverKey: Buffer): string {
  return createHmac('sha256', serverKey).update('sportello backup').digest('hex').slice(0, 16);
}

/** A connection for a long work, whose texts mean the same on every server. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'sportello-backup' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set client_encoding = 'UTF8';
     set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 3; set timezone = 'UTC'`,
  );
  return client;
}

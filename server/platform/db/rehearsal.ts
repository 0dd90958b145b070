import pg from 'pg';
import type { Logger } from '../logger.ts';
import { createDb, type Db, type SqlTx, sql } from './db.ts';

export interface TableChange {
  /** With its schema where that is not `public`. */
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
}

export interface RehearsalOptions {
  url: string;
  logger: Logger;
  /** False undoes all of it in the end. */
  keep: boolean;
}

/**
 * Runs work over a database whose every statement and transaction is part of a single transaction, on one connection,
 * and answers how many rows of which tables it touched, triggers and cascades included. So what a job would do is
 * told by doing it, and no second rule can disagree with the first.
 */
export async function rehearse(options: RehearsalOptions, work: (db: Db) => Promise<void>): Promise<TableChange[]> {
  const { url, logger, keep } = options;
  const inner = createDb({ url, poolSize: 1, logger, Client: rehearsalClient() });
  const hooks: Hook[] = [];
  try {
    await inner.pool.query('start transaction');
    const before = await touchedRows(inner);
    await work(within(inner, hooks));
    const changes = difference(before, await touchedRows(inner));
    await inner.pool.query(keep ? END : ABORT);
    if (keep) for (const hook of hooks) await hook();
    return changes;
  } finally {
    await inner.dispose();
  }
}

type Hook = () => void | Promise<void>;

// PostgreSQL's other words for COMMIT and ROLLBACK, which the client below leaves as they are.
const END = 'end';
const ABORT = 'abort';

/** Transactions of the work become savepoints of the one that surrounds it. */
const SAVEPOINTS: readonly [RegExp, string][] = [
  [/^\s*begin\b/i, 'savepoint rehearsed'],
  [/^\s*commit\b/i, 'release savepoint rehearsed'],
  [/^\s*rollback;?$/i, 'rollback to savepoint rehearsed; release savepoint rehearsed'],
];

function inside(text: string): string {
  return SAVEPOINTS.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}

/** One connection and no second: after it is lost, nothing may be written outside the transaction. */
function rehearsalClient(): new (config?: pg.ClientConfig) => pg.Client {
  let made = false;
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      if (made) throw new Error('the connection of the rehearsal was lost');
      made = true;
      super(config);
      const query = this.query.bind(this) as (...all: unknown[]) => unknown;
      this.query = ((first: unknown, ...rest: unknown[]) => query(rewritten(first), ...rest)) as pg.Client['query'];
    }
  };
}

function rewritten(first: unknown): unknown {
  if (typeof first === 'string') return inside(first);
  if (typeof first !== 'object' || first === null || !('text' in first) || typeof first.text !== 'string') return first;
  return { ...first, text: inside(first.text) };
}

/** Hooks wait for the end, and a statement that fails alone undoes nothing but itself. */
function within(inner: Db, hooks: Hook[]): Db {
  const later = <Kind extends SqlTx>(tx: Kind): Kind => ({ ...tx, afterCommit: (hook: Hook) => void hooks.push(hook) });
  return {
    ...inner,
    query: (statement) => inner.sqlTransaction((tx) => tx.query(statement)),
    transaction: (work) => inner.transaction((tx) => work(later(tx))),
    sqlTransaction: (work) => inner.sqlTransaction((tx) => work(later(tx))),
  };
}

function touchedRows(db: Db): Promise<TableChange[]> {
  return db.query<TableChange>(sql`
    select case schemaname when 'public' then '' else schemaname || '.' end || relname as "table",
           n_tup_ins::int as inserted, n_tup_upd::int as updated, n_tup_del::int as deleted
    from pg_stat_xact_user_tables order by 1`);
}

function difference(before: readonly TableChange[], after: readonly TableChange[]): TableChange[] {
  const was = new Map(before.map((change) => [change.table, change]));
  return after
    .map(({ table, inserted, updated, deleted }) => {
      const base = was.get(table);
      return {
        table,
        inserted: inserted - (base?.inserted ?? 0),
        updated: updated - (base?.updated ?? 0),
        deleted: deleted - (base?.deleted ?? 0),
      };
    })
    .filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0);
}

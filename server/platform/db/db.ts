import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Logger } from '../logger.ts';
import { within } from '../within.ts';
import { isConnectionLost } from './db-errors.ts';
import { Prisma, PrismaClient } from './generated/client.ts';

/** SQL with its parameters: sql`select … where id = ${id}`. Values never become text of the statement. */
export const sql = Prisma.sql;
export const joinSql = Prisma.join;
export const emptySql = Prisma.empty;
/** Text that becomes part of a statement: names from the code, never anything that came in. */
export const rawSql = Prisma.raw;
export type Sql = Prisma.Sql;

/** Anything that runs SQL: the pool, a transaction of Prisma's, a transaction on one connection. */
export interface SqlRunner {
  query<Row>(statement: Sql): Promise<Row[]>;
}

export interface SqlTx extends SqlRunner {
  /** Runs `hook` once the transaction has committed; what it throws is logged, never thrown. */
  afterCommit(hook: () => void | Promise<void>): void;
}

export interface Tx extends SqlTx {
  prisma: Prisma.TransactionClient;
}

export interface Db extends SqlRunner {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** For ordinary acts: Prisma's models and SQL in one transaction. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For scarce things: SQL alone on one connection, in as few round trips as it can be said (docs/decisions/0003). */
  sqlTransaction<T>(work: (tx: SqlTx) => Promise<T>): Promise<T>;
  dispose(): Promise<void>;
}

export interface DbOptions {
  url: string;
  poolSize: number;
  logger: Logger;
  /** Sees the text of every statement that Prisma sends; tests count them. */
  onQuery?: (statement: string) => void;
  /** What the pool makes its connections of; pg's own when not given. */
  Client?: new (
    config?: pg.ClientConfig,
  ) => pg.Client;
}

const STATEMENT_TIMEOUT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 3_000;
const END_WITHIN_MS = 5_000;

export function createDb(options: DbOptions): Db {
  const { logger, onQuery } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // The server's own timeout cannot fire when the server is unreachable.
    query_timeout: STATEMENT_TIMEOUT_MS + 500,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'sportello',
    ...(options.Client ? { Client: options.Client } : {}),
  });
  // Without a listener an idle connection that loses its server ends the process (FLT-07).
  pool.on('error', (error) => logger.warn({ err: error }, 'a database connection was lost'));
  const open = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    open.add(client);
    client.on('error', () => undefined);
  });
  pool.on('remove', (client) => open.delete(client));

  const adapter = new PrismaPg(pool, { disposeExternalPool: false });
  const prisma = new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    log: onQuery ? [{ emit: 'event', level: 'query' }] : [],
  });
  if (onQuery) prisma.$on('query' as never, (event: { query: string }) => onQuery(event.query));

  async function runHooks(hooks: readonly (() => void | Promise<void>)[]): Promise<void> {
    for (const hook of hooks) {
      try {
        await hook();
      } catch (error) {
        logger.error({ err: error }, 'a hook after commit failed');
      }
    }
  }

  return {
    prisma,
    pool,
    async query<Row>(statement: Sql) {
      onQuery?.(statement.text);
      return (await pool.query(statement.text, statement.values)).rows as Row[];
    },
    async transaction(work) {
      const hooks: (() => void | Promise<void>)[] = [];
      const result = await prisma.$transaction(
        (client) =>
          work({
            prisma: client,
            query: (statement) => client.$queryRaw(statement),
            afterCommit: (hook) => hooks.push(hook),
          }),
        { maxWait: CONNECT_TIMEOUT_MS, timeout: 10_000 },
      );
      await runHooks(hooks);
      return result;
    },
    async sqlTransaction(work) {
      const hooks: (() => void | Promise<void>)[] = [];
      const result = await onOneConnection(pool, (client) =>
        work({
          async query<Row>(statement: Sql) {
            onQuery?.(statement.text);
            return (await client.query(statement.text, statement.values)).rows as Row[];
          },
          afterCommit: (hook) => hooks.push(hook),
        }),
      );
      await runHooks(hooks);
      return result;
    },
    async dispose() {
      await prisma.$disconnect();
      if (await within(END_WITHIN_MS, pool.end())) return;
      // Whoever still holds a connection is stopping too and will not give it back: a stop does not hang on that.
      logger.warn({ connections: open.size }, 'database connections were still held at the end');
      for (const client of open) client.connection.stream.destroy();
    },
  };
}

/** The connection was lost after COMMIT was sent: whether the act counts is not known (FLT-09). */
export class CommitUnknownError extends Error {
  constructor(cause: unknown) {
    super('the connection was lost while committing', { cause });
  }
}

async function onOneConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client).catch(async (error: unknown) => {
      // Nothing is left to roll back, and asking would wait for its own time-out (FLT-08).
      if (isConnectionLost(error)) throw error;
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    });
    try {
      await client.query('commit');
    } catch (error) {
      broken = error as Error;
      throw new CommitUnknownError(error);
    }
    return result;
  } catch (error) {
    if (isConnectionLost(error)) broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

import { Logger, runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, pendingMigrations } from '#server/platform/db/migrate.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/kit/database.ts';

const DENIED = '42501';
let database: TestDatabase;
let app: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  app = new pg.Client({ connectionString: database.url });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([app.connect(), owner.connect()]);
});

afterAll(async () => {
  await Promise.all([app.end(), owner.end()]);
  await database.drop();
});

function outcome(client: pg.Client, statement: string): Promise<string> {
  return client.query(statement).then(
    () => 'done',
    (error: pg.DatabaseError) => error.code ?? error.message,
  );
}

describe('the application role', () => {
  it('[SEC-067] cannot drop, alter, truncate or create anything', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const { name } of rows) {
      expect([name, await outcome(app, `drop table ${name} cascade`)]).toEqual([name, DENIED]);
      expect([name, await outcome(app, `alter table ${name} add column stray int`)]).toEqual([name, DENIED]);
      expect([name, await outcome(app, `truncate ${name} cascade`)]).toEqual([name, DENIED]);
    }
    for (const statement of [
      'create table stray (id int)',
      'create temporary table stray (id int)',
      'create schema stray',
      'create table graphile_worker.stray (id int)',
      'drop schema public cascade',
      'create extension pg_trgm',
      'create role stray',
      'alter table audit_event disable trigger all',
    ]) {
      expect([statement, await outcome(app, statement)]).toEqual([statement, DENIED]);
    }
  });

  it('[SEC-067] adds audit rows and seals, and cannot change or delete them', async () => {
    await app.query(`insert into audit_event (at, event, data) values (now(), 'test.happened', '{}')`);
    await app.query(`insert into audit_seal (seq, event_id, hash) select 1, id, '\\x00' from audit_event`);
    for (const statement of [
      `update audit_event set event = 'test.other'`,
      'delete from audit_event',
      `update audit_seal set hash = '\\x01'`,
      'delete from audit_seal',
      `update page_text set body = 'x'`,
      'delete from page_text',
      'insert into audit_event select * from audit_event on conflict (id) do update set event = excluded.event',
    ]) {
      expect([statement, await outcome(app, statement)]).toEqual([statement, DENIED]);
    }
    // The same acts succeed for the owner: what refuses is the role, not the statement.
    expect(await outcome(owner, `update audit_event set event = 'test.other'`)).toBe('done');
  });

  it('reads and writes ordinary tables, but not the books of migrations', async () => {
    await app.query(`insert into installation (key, value) values ('a', '1')`);
    await app.query(`update installation set value = '2' where key = 'a'`);
    expect((await app.query('delete from installation')).rowCount).toBe(1);
    expect(await outcome(app, 'delete from _prisma_migrations')).toBe(DENIED);
    expect(await outcome(app, 'delete from graphile_worker.migrations')).toBe(DENIED);
  });

  it('has the same rights on tables that come later', async () => {
    await owner.query('create table later (id serial primary key, name text)');
    await app.query(`insert into later (name) values ('x')`);
    expect(await outcome(app, 'truncate later')).toBe(DENIED);
    await owner.query('drop table later');
  });

  it('adds jobs in its own transaction and works them off', async () => {
    await app.query('begin');
    await app.query(`select graphile_worker.add_job('test.run', '{"n": 1}', job_key := 'one')`);
    await app.query('commit');
    const worked: unknown[] = [];
    await runOnce({
      connectionString: database.url,
      logger: new Logger(() => () => undefined),
      noHandleSignals: true,
      taskList: { 'test.run': (payload) => void worked.push(payload) },
    });
    expect(worked).toEqual([{ n: 1 }]);
    await expect.poll(async () => (await app.query('select from graphile_worker._private_jobs')).rowCount).toBe(0);
  });
});

describe('migrations', () => {
  it('[OPS-02] two servers that start together apply each migration once', async () => {
    const empty = await createEmptyDatabase();
    const options = { ownerUrl: empty.ownerUrl, applicationUrl: empty.url };
    const applied = await Promise.all([migrate(options), migrate(options), migrate(options)]);
    const names = applied.flat();
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(await pendingMigrations(empty.url)).toEqual([]);
    expect(await migrate(options)).toEqual([]);
    await empty.drop();
  });

  it('refuses an application role that could do everything', async () => {
    const empty = await createEmptyDatabase();
    await expect(migrate({ ownerUrl: empty.ownerUrl, applicationUrl: empty.ownerUrl })).rejects.toThrow(
      /superuser or a member/,
    );
    await empty.drop();
  });
});

import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase } from '#test/kit/database.ts';
import {
  endAll,
  freePort,
  freshFolder,
  isRoot,
  ownerUrlOf,
  processesNaming,
  removeFolder,
  type ServerProcess,
  startServer,
} from './process.ts';

let folder: string;
let dataDir: string;
let environment: Record<string, string>;

beforeEach(async () => {
  folder = freshFolder();
  chmodSync(folder, 0o755);
  dataDir = path.join(folder, 'data');
  environment = { DATA_DIR: dataDir, PORT: String(await freePort()), DEMO_DATA: 'false' };
});

afterEach(async () => {
  await endAll();
  await removeFolder(folder);
});

async function stopped(server: ServerProcess): Promise<number | null> {
  server.kill('SIGINT');
  return server.exit;
}

async function keep(value: string): Promise<void> {
  await onDatabase((client) => client.query(`insert into installation values ('kept', to_jsonb($1::text))`, [value]));
}

async function kept(): Promise<unknown> {
  const result = await onDatabase((client) => client.query(`select value from installation where key = 'kept'`));
  return result.rows[0]?.value;
}

async function onDatabase(work: (client: pg.Client) => Promise<pg.QueryResult>): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: ownerUrlOf(path.join(dataDir, 'postgres')) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the server with nothing configured', () => {
  it('[OPS-04] starts, keeps its data over Ctrl-C and leaves nothing running', async () => {
    const first = startServer(environment);
    await first.ready;
    expect((await fetch(`http://localhost:${environment.PORT}/`)).status).toBe(200);
    await keep('over a stop');
    await expect.poll(() => processesNaming(dataDir).length).toBe(1);
    expect(await stopped(first)).toBe(0);
    expect(processesNaming(dataDir)).toEqual([]);

    const began = performance.now();
    const second = startServer(environment);
    await second.ready;
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(await kept()).toBe('over a stop');
    second.kill('SIGTERM');
    expect(await second.exit).toBe(0);
    expect(processesNaming(dataDir)).toEqual([]);
  });

  it('keeps its secrets to itself', async () => {
    const server = startServer(environment);
    await server.ready;
    const secrets = [path.join(dataDir, 'server.key'), path.join(dataDir, 'postgres', 'access.json')];
    for (const file of secrets) expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(path.join(dataDir, 'postgres', 'cluster')).mode & 0o077).toBe(0);
    expect(server.output()).not.toContain(readFileSync(secrets[0]!, 'utf8'));
    const { rows } = await onDatabase((client) =>
      client.query(`select name, setting from pg_settings
        where name in ('listen_addresses', 'fsync', 'synchronous_commit', 'server_encoding') order by name`),
    );
    expect(rows.map((row) => row.setting)).toEqual(['on', '127.0.0.1', 'UTF8', 'on']);
    expect(await stopped(server)).toBe(0);
  });

  it('starts again after kill -9, with its data and without the orphan', async () => {
    const first = startServer(environment);
    await first.ready;
    await keep('over a crash');
    const [orphan] = processesNaming(dataDir);
    first.kill('SIGKILL');
    await first.exit;
    await expect.poll(() => processesNaming(dataDir)).toEqual([orphan]);

    const second = startServer(environment);
    await second.ready;
    expect(await kept()).toBe('over a crash');
    expect(processesNaming(dataDir)).not.toContain(orphan);
    expect(await stopped(second)).toBe(0);
    expect(processesNaming(dataDir)).toEqual([]);
  });

  it('starts again after PostgreSQL was killed too', async () => {
    const first = startServer(environment);
    await first.ready;
    await keep('over two crashes');
    first.kill('SIGKILL');
    for (const pid of processesNaming(dataDir)) process.kill(pid, 'SIGKILL');
    await first.exit;
    const second = startServer(environment);
    await second.ready;
    expect(await kept()).toBe('over two crashes');
    expect(await stopped(second)).toBe(0);
  });

  it('ends with a sentence when PostgreSQL dies under it', async () => {
    const server = startServer(environment);
    await server.ready;
    for (const pid of processesNaming(dataDir)) process.kill(pid, 'SIGKILL');
    expect(await server.exit).toBe(1);
    expect(server.output()).toContain('PostgreSQL si è fermato da solo');
  });

  it.each([50, 900])('leaves nothing when it is stopped after %i ms', async (delayMs) => {
    const server = startServer(environment);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await stopped(server);
    expect(processesNaming(dataDir)).toEqual([]);
    const again = startServer(environment);
    await again.ready;
    expect(await stopped(again)).toBe(0);
  });
});

describe('the server refuses with one sentence and exit code 1', () => {
  async function refusal(more: Record<string, string> = {}): Promise<string> {
    const server = startServer({ ...environment, ...more });
    expect(await server.exit).toBe(1);
    return server.output().trim();
  }

  it('a second start on the same data folder', async () => {
    const server = startServer(environment);
    await server.ready;
    const said = await refusal({ PORT: String(await freePort()) });
    expect(said).toBe(`Sportello è già in esecuzione su questa cartella dei dati (processo ${server.pid}).`);
    expect((await fetch(`http://localhost:${environment.PORT}/`)).status).toBe(200);
    expect(await stopped(server)).toBe(0);
  });

  it('of two that start at once all but one', async () => {
    const second = { ...environment, PORT: String(await freePort()) };
    const servers = [startServer(environment), startServer(second)];
    const outcomes = await Promise.allSettled(servers.map((server) => server.ready));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(servers.map((server) => server.output()).join()).toContain('già in esecuzione');
  });

  it('not a lock whose number now belongs to another process', async () => {
    mkdirSync(dataDir, { mode: 0o711 });
    const lock = { pid: process.pid, startMark: '1', nonce: 'stale' };
    writeFileSync(path.join(dataDir, 'sportello.lock'), JSON.stringify(lock));
    const server = startServer(environment);
    await server.ready;
    expect(await stopped(server)).toBe(0);
  });

  it('a port that is taken', async () => {
    const other = createServer().listen(Number(environment.PORT), 'localhost');
    const said = await refusal();
    other.close();
    expect(said).toBe(
      `La porta ${environment.PORT} è già usata da un altro programma: chiudilo o scegline un’altra con PORT.`,
    );
    expect(processesNaming(dataDir)).toEqual([]);
  });

  it('a data folder that cannot be written to', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const said = await refusal({ DATA_DIR: path.join(folder, 'file', 'data') });
    expect(said).toMatch(/^La cartella dei dati .* non è scrivibile \(\w+\): [^\n]*$/);
  });

  it('[OPS-05] all faults of the configuration together', async () => {
    const said = await refusal({ PORT: 'quattromila', LOG_LEVEL: 'loud', DATABASE_OWNER_URL: 'postgres://o@h/d' });
    for (const key of ['PORT', 'LOG_LEVEL', 'DATABASE_URL']) expect(said).toContain(`- ${key} `);
  });

  it('[SEC-016] production without secrets, or with those of an example', async () => {
    const missing = await refusal({ NODE_ENV: 'production' });
    for (const key of ['DATABASE_URL', 'SERVER_KEY', 'SMTP_URL', 'SITE_URL'])
      expect(missing).toContain(`- ${key} manca`);
    const sample = await refusal({
      NODE_ENV: 'production',
      DATABASE_URL: 'postgresql://sportello_app:PASSWORD@localhost:5432/sportello',
      SERVER_KEY: Buffer.from('change-me-change-me-change-me-change-me').toString('base64'),
      DEMO_DATA: 'true',
    });
    for (const key of ['DATABASE_URL', 'SERVER_KEY', 'DEMO_DATA']) expect(sample).toContain(`- ${key} `);
  });
});

describe('a real PostgreSQL', () => {
  it('[OPS-02] two commands that migrate at once apply each migration once', async () => {
    const database = await createEmptyDatabase();
    const real = { ...environment, DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl };
    const runs = [1, 2].map(() => startServer(real, ['tools/db.ts', 'migrate']));
    expect(await Promise.all(runs.map((run) => run.exit))).toEqual([0, 0]);
    const said = runs.map((run) => run.output().trim()).sort();
    expect(said[0]).toMatch(/^Applied:/);
    expect(said[1]).toBe('Nothing to apply.');
    await database.drop();
  });

  it('is not migrated without the owner’s URL, and says so', async () => {
    const database = await createEmptyDatabase();
    const server = startServer({ ...environment, DATABASE_URL: database.url });
    expect(await server.exit).toBe(1);
    expect(server.output()).toMatch(/^Al database mancano \d+ migrazioni/);
    await database.drop();
  });
});

describe.runIf(isRoot)('as root, in a folder that only root may enter', () => {
  it('runs the database elsewhere and says where', async () => {
    chmodSync(folder, 0o700);
    const first = startServer(environment);
    await first.ready;
    const home = readFileSync(path.join(dataDir, 'postgres-altrove'), 'utf8').trim();
    expect(home).toMatch(/^\/var\/lib\/sportello\/[0-9a-f]{16}$/);
    expect(first.output()).toContain(home);
    // A process that PostgreSQL has just forked bears its parent's name for an instant.
    await expect.poll(() => processesNaming(home).length).toBe(1);
    expect(statSync(`/proc/${processesNaming(home)[0]}`).uid).not.toBe(0);
    expect(await stopped(first)).toBe(0);
    expect(processesNaming(home)).toEqual([]);

    chmodSync(folder, 0o755);
    const second = startServer(environment);
    await second.ready;
    await expect.poll(() => processesNaming(home).length).toBe(1);
    expect(await stopped(second)).toBe(0);
    rmSync(home, { recursive: true });
  });
});

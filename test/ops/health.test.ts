import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { createTestDatabase } from '#test/kit/database.ts';
import { createProxiedDatabase } from '#test/kit/fault-proxy.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: Parameters<typeof startTestApp>[0] = {}): Promise<TestApp> {
  const test = await startTestApp(options);
  undo.push(() => test.stop());
  return test;
}

async function ready(test: TestApp) {
  const answer = await fetch(`${test.url}/health/ready`);
  const body = (await answer.json()) as { ready: boolean; faults: string[] } & Record<string, unknown>;
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body };
}

it('[OPS-01] is ready with every part in order', async () => {
  const test = await start();
  expect(await ready(test)).toEqual({
    status: 200,
    retryAfter: null,
    body: {
      ...{ ready: true, database: 'up', migrations: 'up', bus: 'up', jobs: 'up' },
      ...{ backlog: { waiting: 0, oldestSeconds: 0 }, faults: [] },
    },
  });
});

it('[OPS-01] tells how long jobs have waited, and goes on serving', async () => {
  const test = await start();
  await test.app.db.query(sql`
    select 1 as added from graphile_worker.add_job('prova.nessuno', '{}'::json, run_at => now() - interval '20 minutes')`);
  const { status, body } = await ready(test);
  expect(status).toBe(200);
  expect(body).toMatchObject({ jobs: 'down', backlog: { waiting: 1 } });
  expect(body.faults).toEqual([expect.stringMatching(/20 minuti \(1\).*JOBS=true/)]);
});

it('[OPS-01] is not ready without its database, says so in words that give nothing away, and comes back', async () => {
  const { database, proxy, stop } = await createProxiedDatabase();
  undo.push(stop);
  const test = await start({ database });
  expect((await ready(test)).status).toBe(200);
  proxy.refuse(true);
  const answers = await Promise.all(Array.from({ length: 30 }, () => ready(test)));
  for (const { status, retryAfter, body } of answers) {
    expect([status, retryAfter]).toEqual([503, '5']);
    expect(body).toMatchObject({ ready: false, database: 'down', jobs: 'down', backlog: null });
    expect(body.faults).toEqual(['Il database non risponde, o non ha connessioni libere.']);
  }
  expect(JSON.stringify(answers)).not.toMatch(/postgres|127\.0\.0\.1|sportello_/);
  expect((await fetch(`${test.url}/health/live`)).status).toBe(200);
  proxy.refuse(false);
  await expect.poll(async () => (await ready(test)).status, { timeout: 10_000 }).toBe(200);
});

it('[OPS-01] [OPS-02] is not ready on a database that lacks a migration', async () => {
  const database = await createTestDatabase();
  undo.push(() => database.drop());
  const test = await start({ database });
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('delete from _prisma_migrations');
  await client.end();
  const { status, body } = await ready(test);
  expect(status).toBe(503);
  expect(body).toMatchObject({ ready: false, database: 'up', migrations: 'down' });
  expect(body.faults).toEqual([expect.stringContaining('db:migrate')]);
});

it('[OPS-04] says 503 while it drains, to whom still holds a connection', async () => {
  const test = await startTestApp();
  const { port, hostname } = new URL(test.url);
  // A request that is not finished keeps its connection over the end of the others.
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (chunk) => {
    heard += String(chunk);
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('GET /health/ready HTTP/1.1\r\nHost: x\r\n');
  await sleep(100);
  const stopped = test.stop();
  await sleep(100);
  socket.write('\r\n');
  await expect.poll(() => heard).toContain('503');
  expect(heard).toContain('"ready":false');
  await stopped;
});

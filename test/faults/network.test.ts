// The database or Redis is there and does not answer: swallowed packets, no connection to be had, a process that sleeps.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, expect, inject, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { type Answer, startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { redisOrSkip } from '#test/kit/external.ts';
import { createProxiedDatabase } from '#test/kit/fault-proxy.ts';
import { runAsSuperuser } from '#test/kit/postgres.ts';
import { bookWhileRedisSleeps } from './sleeping-redis.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';
const ME = '{ me { account { id } } }';

async function start(options: Parameters<typeof startTestApp>[0]): Promise<TestApp> {
  const app = await startTestApp(options);
  undo.push(() => app.stop());
  return app;
}

async function timed<T>(act: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await act();
  return { ms: performance.now() - started, result };
}

/** Open to booking now, by the real clock. */
async function aSession(app: TestApp, capacity: number): Promise<string> {
  const now = Date.now();
  const campaign = await app.seed.campaign({ opensAt: new Date(now - DAY_MS), closesAt: new Date(now + DAY_MS) });
  const lab = await app.seed.lab(campaign.id);
  return globalId('LabSession', (await app.seed.session(lab, { capacity, startsAt: new Date(now + 10 * DAY_MS) })).id);
}

function expectUnavailable({ status, headers, errors }: Answer<unknown>): void {
  expect([status, errors[0]?.extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  expect(errors[0]?.extensions).toMatchObject({ retryAfter: 2 });
  expect(errors[0]?.extensions).not.toHaveProperty('http');
  expect(headers.get('retry-after')).toBe('2');
}

async function readyOf(app: TestApp): Promise<number> {
  return (await fetch(`${app.url}/health/ready`)).status;
}

it('[FLT-08] a network that swallows everything: an error within 4 s whatever is asked, and no connection is lost to the pool', async () => {
  const { database, proxy, stop } = await createProxiedDatabase();
  undo.push(stop);
  const app = await start({ database, realTime: true });
  const sessionId = await aSession(app, 40);
  const people = await Promise.all(Array.from({ length: 20 }, () => app.seed.person()));
  const cookies = await Promise.all(people.map((person) => app.cookieOf(person.accountId)));
  for (const cookie of cookies) expect((await app.send(ME, {}, { cookie })).status).toBe(200);
  const input = () => ({ sessionId, idempotencyKey: randomUUID() });

  proxy.blackhole(true);
  const asked = [
    // More at once than the pool has connections, with a cookie and without, reading and writing.
    ...cookies.map((cookie) => () => app.send(BOOK, { input: input() }, { cookie })),
    ...cookies.map((cookie) => () => app.send('{ me { account { id } } myBookings { id } }', {}, { cookie })),
    ...cookies.map(() => () => app.send('{ campaigns { id } }')),
  ];
  const answers = await Promise.all(asked.map(timed));
  for (const { result } of answers) expectUnavailable(result);
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(4_500);
  const health = await timed(() => readyOf(app));
  expect(health.result).toBe(503);
  expect(health.ms).toBeLessThan(4_500);

  proxy.blackhole(false);
  await expect.poll(() => readyOf(app), { timeout: 10_000 }).toBe(200);
  const after = await Promise.all(
    cookies.map((cookie) => app.send<{ bookSeat: { __typename: string } }>(BOOK, { input: input() }, { cookie })),
  );
  expect(after.map(({ data }) => data?.bookSeat.__typename)).toEqual(cookies.map(() => 'BookSeatSuccess'));
  const { totalCount, idleCount, waitingCount } = app.app.db.pool;
  expect(totalCount).toBeLessThanOrEqual(8);
  expect([idleCount, waitingCount]).toEqual([totalCount, 0]);
});

it('[FLT-08] an answer of another media type and a socket are told the same', async () => {
  const { database, proxy, stop } = await createProxiedDatabase();
  undo.push(stop);
  const app = await start({ database, realTime: true });
  const { accountId } = await app.seed.person();
  const cookie = await app.cookieOf(accountId);
  proxy.refuse(true);
  for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
    expectUnavailable(await app.send('{ campaigns { id } }', {}, { headers: { accept } }));
    expectUnavailable(await app.send(ME, {}, { cookie, headers: { accept } }));
  }
  const calendar = await fetch(`${app.url}/calendario/${randomUUID()}.ics`, { headers: { cookie } });
  expect([calendar.status, calendar.headers.get('retry-after')]).toEqual([503, '2']);
  const over = watch(app.socket(), '{ campaigns { id } }');
  const { value } = await over.messages.next();
  expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(JSON.stringify(value)).not.toContain('http');
});

it('[FLT-12] no connection to be had: SERVICE_UNAVAILABLE with retryAfter, not ready, and back when there is one', async () => {
  const app = await start({ realTime: true });
  const { cookie } = await app.signedIn();
  expect(await readyOf(app)).toBe(200);
  const { release } = await takeEveryConnection(app);
  expectUnavailable(await app.send('{ campaigns { id } }'));
  expectUnavailable(await app.send(ME, {}, { cookie }));
  expect(await readyOf(app)).toBe(503);
  await release();
  await expect.poll(() => readyOf(app), { timeout: 10_000 }).toBe(200);
  expect((await app.send(ME, {}, { cookie })).status).toBe(200);
});

/**
 * Ends the pool's connections and lets nobody connect again. The limit is the database's own rather than the server's,
 * which other tests use too; PostgreSQL refuses with the same code, 53300.
 */
async function takeEveryConnection(app: TestApp): Promise<{ release(): Promise<void> }> {
  const owner = new pg.Client({ connectionString: app.database.ownerUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  const name = pg.escapeIdentifier(new URL(app.database.url).pathname.slice(1));
  await owner.query(`alter database ${name} connection limit 1`);
  const { superuserUrl } = inject('postgres');
  const url = new URL(app.database.url);
  await runAsSuperuser(superuserUrl, [
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'sportello' and datname = ${pg.escapeLiteral(url.pathname.slice(1))}`,
  ]);
  await expect.poll(() => app.app.db.pool.totalCount).toBe(0);
  return {
    async release() {
      await owner.query(`alter database ${name} connection limit -1`);
      await owner.end();
    },
  };
}

redisOrSkip('a Redis that sleeps', (source) => {
  it('[FLT-14] stopped for 5 s: a booking takes at most 300 ms more, the state is told, then it is live again', async (test) => {
    if (source.kind === 'url') test.skip('the Redis of REDIS_URL is not ours to stop');
    await bookWhileRedisSleeps(source, 5_000);
  });
});

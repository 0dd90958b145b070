import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { startCluster } from '#server/embedded/cluster.ts';
import { choosePlace } from '#server/embedded/place.ts';
import { makeDatabase, urlFor } from '#server/embedded/roles.ts';
import { globalId } from '#server/graphql/ids.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { startTestApp } from '#test/kit/api.ts';
import { createTestDatabase } from '#test/kit/database.ts';
import { startFaultProxy } from '#test/kit/fault-proxy.ts';
import { startLab } from '#test/modules/lab/lab-kit.ts';

const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';

it('[FLT-09] the answer to COMMIT is lost twenty times: every booking is told once and stands once', async () => {
  const database = await createTestDatabase();
  const direct = new URL(database.url);
  const proxy = await startFaultProxy({ host: direct.hostname, port: Number(direct.port) });
  const url = new URL(database.url);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  const world = await startLab({ database: { ...database, url: url.href } });
  const session = await world.seed.session(await world.seed.lab((await world.seed.campaign()).id), { capacity: 40 });
  const people = await world.seed.people(20);
  for (const { viewer, accountId } of people) {
    proxy.loseCommits(1);
    const { bookingId } = await world.lab.bookSeat(viewer, { sessionId: session.id, idempotencyKey: randomUUID() });
    const standing = await world.db.prisma.booking.findMany({ where: { accountId }, select: { id: true } });
    expect(standing).toEqual([{ id: bookingId }]);
  }
  expect(proxy.lost).toBe(20);
  expect(await world.lab.checkCounters()).toEqual([]);
  await world.stop();
  await proxy.stop();
  await database.drop();
});

it('[FLT-07] PostgreSQL restarts in the middle of a booking: no process dies, one clean error, the same key books once', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-fault-'));
  chmodSync(folder, 0o711);
  const place = await choosePlace(folder);
  const options = { place, superuserPassword: randomUUID(), maxConnections: 60, durable: true };
  let cluster = await startCluster({ ...options, port: null });
  const port = Number(new URL(cluster.superuserUrl).port);
  const roles = { owner: { role: 'prova_owner', password: 'x' }, application: { role: 'prova_app', password: 'y' } };
  await makeDatabase(cluster.superuserUrl, 'prova', roles);
  const url = urlFor(cluster.superuserUrl, 'prova', roles.application);
  const ownerUrl = urlFor(cluster.superuserUrl, 'prova', roles.owner);
  await migrate({ ownerUrl, applicationUrl: url });
  const app = await startTestApp({ database: { url, ownerUrl, drop: async () => undefined } });
  const session = await app.seed.session(await app.seed.lab((await app.seed.campaign()).id), { capacity: 3 });
  const { accountId, cookie } = await app.signedIn();

  const blocker = new pg.Client({ connectionString: ownerUrl });
  blocker.on('error', () => undefined);
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('select 1 from lab_session where id = $1 for update', [session.id]);
  const input = { sessionId: globalId('LabSession', session.id), idempotencyKey: randomUUID() };
  const interrupted = app.send(BOOK, { input }, { cookie });
  await expect.poll(async () => (await waitingForLock(ownerUrl)) > 0).toBe(true);
  await cluster.stop(0);
  const { errors } = await interrupted;
  expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);

  cluster = await startCluster({ ...options, port });
  await expect
    .poll(async () => (await app.send('{ serverTime campaigns { id } }')).errors, { timeout: 10_000 })
    .toEqual([]);
  for (let i = 0; i < 2; i++) {
    const { data } = await app.send<{ bookSeat: { __typename: string } }>(BOOK, { input }, { cookie });
    expect(data?.bookSeat.__typename).toBe('BookSeatSuccess');
  }
  expect(await app.app.db.prisma.booking.count({ where: { accountId } })).toBe(1);
  await app.stop();
  await cluster.stop(5_000);
  for (const used of [place.home, folder]) rmSync(used, { recursive: true, force: true });
});

async function waitingForLock(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from pg_locks where not granted');
  await client.end();
  return rows[0]?.n ?? 0;
}

// Two servers behind a balancer, and a Redis that can be killed.
import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { createTestDatabase } from '#test/kit/database.ts';
import { redisOrSkip } from '#test/kit/external.ts';
import { startRedis } from '#test/kit/redis.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const LIMIT = 60;
const SHARED = { timeout: 10_000, interval: 250 };

async function twoServers(url: string, rateLimits: { perAddress: number; perAccount: number }): Promise<TestApp[]> {
  const database = await createTestDatabase();
  undo.push(() => database.drop());
  // Of one key; of a test of its own in a Redis that is not.
  const config = { redis: { url }, serverKey: randomBytes(32), rateLimits };
  const servers = [];
  for (let n = 0; n < 2; n++) {
    const server = await startTestApp({ database, config });
    undo.push(() => server.stop());
    servers.push(server);
  }
  return servers;
}

type Asked = { status: number; remaining: number };

async function ask(server: TestApp, cookie: string | null = null): Promise<Asked> {
  const { status, headers } = await server.send('{ __typename }', {}, { cookie });
  return { status, remaining: Number(headers.get('ratelimit-remaining')) };
}

/** How many of so many requests are let through. */
async function letThrough(server: TestApp, count: number): Promise<number> {
  let passed = 0;
  for (let n = 0; n < count; n++) if ((await ask(server)).status === 200) passed++;
  return passed;
}

redisOrSkip('rate limits of two servers that share a Redis', (source) => {
  // Counters of a Redis that others use too might hold what an earlier run counted in the same minute of the clock.
  const ownRedis = source.kind === 'binary';

  it.runIf(ownRedis)(
    '[API-06] of an address: what passed one counts for the other, and both refuse the rest',
    async () => {
      const redis = await startRedis(source);
      undo.push(() => redis.stop());
      const [one, two] = await twoServers(redis.url, { perAddress: LIMIT, perAccount: 1_000 });
      expect(await letThrough(one!, 40)).toBe(40);
      // Every look is counted too, and shared.
      await expect.poll(async () => (await ask(two!)).remaining, SHARED).toBeLessThan(LIMIT - 40);
      expect(await letThrough(two!, LIMIT)).toBeLessThan(LIMIT - 40);
      // They tell each other once a second.
      await expect.poll(async () => (await ask(one!)).status, SHARED).toBe(429);
      expect((await ask(two!)).status).toBe(429);
    },
  );

  it.runIf(ownRedis)('[API-06] of an account likewise, by whichever server it comes', async () => {
    const redis = await startRedis(source);
    undo.push(() => redis.stop());
    const [one, two] = await twoServers(redis.url, { perAddress: 100_000, perAccount: LIMIT });
    const cookie = await one!.cookieOf((await one!.seed.person()).accountId);
    for (let n = 0; n < 40; n++) await ask(one!, cookie);
    await expect.poll(async () => (await ask(two!, cookie)).remaining, SHARED).toBeLessThan(LIMIT - 40);
    // Nobody else's are touched.
    const other = await one!.cookieOf((await one!.seed.person()).accountId);
    expect((await ask(two!, other)).remaining).toBe(LIMIT - 1);
  });

  it.runIf(ownRedis)(
    '[FLT-13] with Redis killed each server keeps the whole limit by itself, and shares again after',
    async () => {
      const redis = await startRedis(source);
      undo.push(() => redis.stop());
      const [one, two] = await twoServers(redis.url, { perAddress: LIMIT, perAccount: 1_000 });
      await redis.kill();
      expect(await letThrough(one!, 2 * LIMIT)).toBe(LIMIT);
      expect((await ask(two!)).status).toBe(200);
      await redis.revive();
      // What was counted meanwhile was kept, and is told.
      await expect.poll(async () => (await ask(two!)).status, SHARED).toBe(429);
    },
  );
});

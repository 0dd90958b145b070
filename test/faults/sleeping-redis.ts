// What happens while Redis is there and does not answer, for as long as told.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import type { RedisSource } from '#test/kit/external.ts';
import { startRedis } from '#test/kit/redis.ts';

const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';
const USUAL = 10;
const PAUSE_MS = 100;
const MOST_ADDED_MS = 300;

/** Books without end while Redis sleeps: no booking fails or waits, the state is told, and then all is live again. */
export async function bookWhileRedisSleeps(source: RedisSource, sleepMs: number): Promise<void> {
  const redis = await startRedis(source);
  const app = await startTestApp({
    realTime: true,
    config: { redis: { url: redis.url }, serverKey: randomBytes(32) },
  });
  try {
    const book = await bookerOf(app, Math.ceil(sleepMs / PAUSE_MS) + USUAL);
    const usual: number[] = [];
    for (let n = 0; n < USUAL; n++) usual.push(await book());
    redis.pause();
    const started = performance.now();
    const asleep: number[] = [];
    let degraded = false;
    while (performance.now() - started < sleepMs) {
      asleep.push(await book());
      degraded ||= app.app.bus.state === 'down';
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    expect(asleep.length).toBeGreaterThan(USUAL);
    expect(degraded).toBe(true);
    expect(await (await fetch(`${app.url}/health/ready`)).json()).toMatchObject({ ready: true, bus: 'down' });
    expect(Math.max(...asleep)).toBeLessThan(Math.max(...usual) + MOST_ADDED_MS);
    redis.resume();
    await expect.poll(() => app.app.bus.state, { timeout: 10_000 }).toBe('up');
    expect(await app.app.services.lab.checkCounters()).toEqual([]);
  } finally {
    redis.resume();
    await app.stop();
    await redis.stop();
  }
}

/** Books a seat for somebody new, and answers how many milliseconds it took. */
async function bookerOf(app: TestApp, capacity: number): Promise<() => Promise<number>> {
  const now = Date.now();
  const campaign = await app.seed.campaign({ opensAt: new Date(now - DAY_MS), closesAt: new Date(now + DAY_MS) });
  const startsAt = new Date(now + 10 * DAY_MS);
  const session = await app.seed.session(await app.seed.lab(campaign.id), { capacity, startsAt });
  const sessionId = globalId('LabSession', session.id);
  return async () => {
    const cookie = await app.cookieOf((await app.seed.person()).accountId);
    const started = performance.now();
    const { errors, data } = await app.send<{ bookSeat: { __typename: string } }>(
      BOOK,
      { input: { sessionId, idempotencyKey: randomUUID() } },
      { cookie },
    );
    expect([errors, data?.bookSeat.__typename]).toEqual([[], 'BookSeatSuccess']);
    return performance.now() - started;
  };
}

import { describe, expect, it } from 'vitest';
import { networkOf } from '#server/platform/network.ts';
import { createRateLimiter, type SharedCounters } from '#server/platform/rate-limit.ts';

const MINUTE = 60_000;

function limiterAt(options: { limit: number; shared?: SharedCounters }) {
  let now = 0;
  const clock = { now: () => new Date(now) };
  const limiter = createRateLimiter({ name: 'prova', windowMs: MINUTE, clock, shared: null, ...options });
  return {
    take: (key = 'a') => limiter.take(key),
    taken: (count: number) => Array.from({ length: count }, () => limiter.take('a').allowed).filter(Boolean).length,
    advance: (ms: number) => {
      now += ms;
    },
    dispose: limiter.dispose,
  };
}

describe('a rate limit', () => {
  it('[API-06] lets so many through in a window, key by key, and tells how many remain', () => {
    const limiter = limiterAt({ limit: 3 });
    expect([limiter.take(), limiter.take(), limiter.take()].map(({ remaining }) => remaining)).toEqual([2, 1, 0]);
    expect(limiter.take().allowed).toBe(false);
    expect(limiter.take('b').allowed).toBe(true);
    limiter.dispose();
  });

  it('[API-06] the window slides: no double burst at its edge', () => {
    const limiter = limiterAt({ limit: 100 });
    limiter.advance(MINUTE - 1);
    expect(limiter.taken(200)).toBe(100);
    limiter.advance(1);
    expect(limiter.taken(200)).toBe(0);
    limiter.advance(MINUTE / 2);
    expect(limiter.taken(200)).toBe(50);
    limiter.dispose();
  });

  it.each([1, 2, 7, 100])('[API-06] whoever waits as long as told is let through, at %i a minute', (limit) => {
    const limiter = limiterAt({ limit });
    for (let round = 0; round < 5; round++) {
      while (limiter.take().allowed);
      const { resetSeconds } = limiter.take();
      expect(resetSeconds).toBeLessThanOrEqual(2 * 60);
      limiter.advance(resetSeconds * 1_000);
      expect(limiter.take().allowed).toBe(true);
    }
    limiter.dispose();
  });

  it('[API-06] one subscriber of an IPv6 network is one address', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:db8:1:2::ffff'));
  });
});

describe('between servers', () => {
  /** What Redis does, in memory; `away` is Redis killed. */
  function counters() {
    const totals = new Map<string, number>();
    const state = { away: false };
    const shared: SharedCounters = {
      async add(counts) {
        if (state.away) throw new Error('away');
        return counts.map(([key, by]) => {
          totals.set(key, (totals.get(key) ?? 0) + by);
          return totals.get(key) ?? 0;
        });
      },
      dispose: async () => undefined,
    };
    return { shared, state };
  }

  it('[API-06] what one let through counts for the other within a second or two', async () => {
    const { shared } = counters();
    const one = limiterAt({ limit: 100, shared });
    const two = limiterAt({ limit: 100, shared });
    expect(one.taken(90)).toBe(90);
    expect(two.taken(5)).toBe(5);
    await expect.poll(() => two.take().remaining, { timeout: 5_000, interval: 1_000 }).toBeLessThan(10);
    one.dispose();
    two.dispose();
  });

  it('[FLT-13] without the shared counters every server keeps its own limit: never unlimited', async () => {
    const { shared, state } = counters();
    state.away = true;
    const limiter = limiterAt({ limit: 10, shared });
    expect(limiter.taken(50)).toBe(10);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(limiter.taken(50)).toBe(0);
    limiter.dispose();
  });
});

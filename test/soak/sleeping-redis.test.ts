import { it } from 'vitest';
import { redisOrSkip } from '#test/kit/external.ts';
import { bookWhileRedisSleeps } from '../faults/sleeping-redis.ts';

redisOrSkip('a Redis that sleeps', (source) => {
  it('[FLT-14] stopped for 30 s: a booking takes at most 300 ms more, the state is told, then it is live again', async (test) => {
    if (source.kind === 'url') test.skip('the Redis of REDIS_URL is not ours to stop');
    await bookWhileRedisSleeps(source, 30_000);
  });
});

import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';
import type { SharedCounters } from './rate-limit.ts';

const COMMAND_TIMEOUT_MS = 500;
const RETRY_MS = { first: 200, most: 2_000 };
const PREFIX = 'sportello:rate:';

/** Counters in Redis; it fails at once when Redis is away, and whoever counts goes on alone. */
export function createRedisCounters(options: { url: string; logger: Logger }): SharedCounters {
  const { logger } = options;
  let away = false;
  const redis = new Redis(options.url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(RETRY_MS.first * times, RETRY_MS.most),
  });
  redis.on('error', () => {
    if (!away) logger.warn({}, 'rate limits are counted by this server alone: Redis is away');
    away = true;
  });
  redis.on('ready', () => {
    away = false;
  });
  return {
    async add(counts, lifeMs) {
      const pipeline = redis.pipeline();
      for (const [key, by] of counts) {
        // Addresses and accounts are not to be read there.
        const hidden = PREFIX + createHash('sha256').update(key).digest('base64url').slice(0, 22);
        pipeline.incrby(hidden, by).pexpire(hidden, lifeMs);
      }
      const answers = (await pipeline.exec()) ?? [];
      return counts.map((_, index) => {
        const [error, total] = answers[index * 2] ?? [new Error('no answer'), 0];
        if (error) throw error;
        return Number(total);
      });
    },
    async dispose() {
      redis.disconnect();
    },
  };
}

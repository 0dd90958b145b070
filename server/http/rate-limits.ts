import { GraphQLError } from 'graphql';
import type { Config } from '../config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { networkOf } from '../platform/network.ts';
import { createRateLimiter, type RateVerdict } from '../platform/rate-limit.ts';
import { createRedisCounters } from '../platform/rate-limit-redis.ts';

/** Requests and operations of a minute, by network address and by account, on every transport (API-06). */
export interface RateLimits {
  ofAddress(clientAddress: string): NamedVerdict;
  ofAccount(accountId: string): NamedVerdict;
  dispose(): Promise<void>;
}

export interface NamedVerdict extends RateVerdict {
  of: 'ADDRESS' | 'ACCOUNT';
}

const WINDOW_MS = 60_000;

export function createRateLimits({
  config,
  clock,
  logger,
}: {
  config: Pick<Config, 'redis' | 'rateLimits'>;
  clock: Clock;
  logger: Logger;
}): RateLimits {
  const shared = config.redis ? createRedisCounters({ url: config.redis.url, logger }) : null;
  const { perAddress, perAccount } = config.rateLimits;
  const limiter = (name: string, limit: number) =>
    createRateLimiter({ name, limit, windowMs: WINDOW_MS, clock, shared });
  const addresses = limiter('address', perAddress);
  const accounts = limiter('account', perAccount);
  return {
    ofAddress: (address) => ({ of: 'ADDRESS', ...addresses.take(networkOf(address)) }),
    ofAccount: (accountId) => ({ of: 'ACCOUNT', ...accounts.take(accountId) }),
    async dispose() {
      addresses.dispose();
      accounts.dispose();
      await shared?.dispose();
    },
  };
}

/** The tightest of what was counted, as `RateLimit-*` tells it; `Retry-After` where it refused. */
export function rateHeaders(verdicts: readonly RateVerdict[]): Record<string, string> {
  const [tightest] = verdicts.toSorted((a, b) => Number(a.allowed) - Number(b.allowed) || a.remaining - b.remaining);
  if (!tightest) return {};
  const { allowed, limit, windowSeconds, remaining, resetSeconds } = tightest;
  return {
    'ratelimit-limit': `${limit}`,
    'ratelimit-remaining': `${remaining}`,
    'ratelimit-reset': `${resetSeconds}`,
    'ratelimit-policy': `${limit};w=${windowSeconds}`,
    ...(allowed ? {} : { 'retry-after': `${resetSeconds}` }),
  };
}

export function rateExceeded({ of, limit, windowSeconds, resetSeconds }: NamedVerdict): GraphQLError {
  const who = of === 'ADDRESS' ? 'network address' : 'account';
  const message = `More than ${limit} requests in ${windowSeconds} s from this ${who}: try again in ${resetSeconds} s.`;
  return new GraphQLError(message, {
    extensions: {
      code: 'RATE_LIMITED',
      limit: `REQUESTS_PER_${of}`,
      max: limit,
      windowSeconds,
      retryAfter: resetSeconds,
      http: { status: 429 },
    },
  });
}

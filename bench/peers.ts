import path from 'node:path';
import type { Config } from '#server/config.ts';
import { findRedis } from '#test/kit/programs.ts';
import { startRedis } from '#test/kit/redis.ts';
import type { Ground } from './ground.ts';
import { type Child, startChild } from './processes.ts';
import type { Sizes } from './sizes.ts';

/** What a row works with: the ground, the sizes, and what it must end when it is over. */
export interface Stage {
  ground: Ground;
  sizes: Sizes;
  /** Ends, last first, whatever happens. */
  ends: (() => unknown)[];
  ours?: Promise<Child>;
  floor?: Promise<Child>;
}

export const HASHES_AT_ONCE = 2;

// What performed best for each: more connections wait for the hot row's lock in each other's way.
const FLOOR = { hotConnections: 4, connections: 10 };

/** Our server in a process of its own, with the jobs and the pool of a default installation; one a stage. */
export function startOurs(stage: Stage): Promise<Child> {
  stage.ours ??= launchOurs(stage);
  return stage.ours;
}

export function startFloor(stage: Stage): Promise<Child> {
  stage.floor ??= launchFloor(stage);
  return stage.floor;
}

/** Two of our servers that share a Redis, on a stage where none runs alone; null where there is no Redis to start. */
export async function startPair(stage: Stage): Promise<Child[] | null> {
  const source = findRedis();
  if (!source) return null;
  const redis = await startRedis(source);
  stage.ends.push(() => redis.stop());
  return [await launchOurs(stage, { url: redis.url }), await launchOurs(stage, { url: redis.url })];
}

async function launchOurs({ ground, ends }: Stage, redis: Config['redis'] = null): Promise<Child> {
  const config: Config = {
    mode: 'production',
    host: '127.0.0.1',
    port: 0,
    siteUrl: 'http://localhost:4000',
    allowedOrigins: ['http://localhost:4000'],
    database: { url: ground.ours.url, ownerUrl: null, poolSize: 10 },
    redis,
    smtp: null,
    sms: null,
    mailFrom: 'Sportello <sportello@sportello.example>',
    serverKey: ground.serverKey,
    dataDir: ground.folder,
    office: {
      name: 'Ufficio di prova',
      shortName: 'UP',
      ministry: 'Ministero di prova',
      helpEmail: 'assistenza@sportello.example',
    },
    introspection: false,
    demoData: false,
    jobs: true,
    logLevel: 'info',
    hashing: { concurrency: HASHES_AT_ONCE, queue: 200 },
    secondFactorRoles: [],
    trustedProxies: ['127.0.0.1'],
    policies: { passwordExpiry: null, revocation: { months: 15 } },
    rateLimits: { perAddress: 999_999_999, perAccount: 999_999_999 },
    metrics: { token: null },
    tracing: null,
  };
  const child = await startChild('./our-server.ts', config, path.join(ground.folder, 'ours.log'));
  ends.push(() => child.stop());
  return child;
}

async function launchFloor({ ground, ends }: Stage): Promise<Child> {
  const setup = { url: ground.floor.ownerUrl, ...FLOOR };
  const child = await startChild('./floor-server.ts', setup, path.join(ground.folder, 'floor.log'));
  ends.push(() => child.stop());
  return child;
}

/** Runs `work` and ends what it left, last first. */
export async function onStage<T>(ground: Ground, sizes: Sizes, work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage: Stage = { ground, sizes, ends: [] };
  try {
    return await work(stage);
  } finally {
    for (const end of stage.ends.reverse()) await end();
  }
}

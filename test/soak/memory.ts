import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../../bench/processes.ts';

const PAUSE_MS = 1_000;
const MOST_READINGS = 20;
const STILL = 0.005;

/**
 * Resident bytes of a server once they stand still. One reading says little: V8 and the allocator keep the pages of
 * what was collected for a while and give them back step by step, so it is read after collections until two
 * readings are the same.
 */
export async function settledMemory(server: Child): Promise<number> {
  let { rss } = await server.usage(true);
  for (let reading = 1; reading < MOST_READINGS; reading++) {
    await sleep(PAUSE_MS);
    const { rss: now } = await server.usage(true);
    const still = Math.abs(now - rss) < rss * STILL;
    rss = now;
    if (still) break;
  }
  return rss;
}

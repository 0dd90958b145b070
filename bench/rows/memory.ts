import { setTimeout as sleep } from 'node:timers/promises';
import { type Stage, startFloor, startOurs } from '../peers.ts';
import type { Child } from '../processes.ts';
import { globalSession, WATCH } from '../requests.ts';
import { check, line, type Result } from '../result.ts';
import { connectWatchers } from '../watchers.ts';

const HOT = 1;
const MB = 1024 * 1024;
const KB = 1024;

/** What the server holds at rest and for each watcher. */
export async function memoryRow(stage: Stage): Promise<Result> {
  const { watchers: count } = stage.sizes;
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  const subscribe = { query: WATCH, variables: { id: globalSession(HOT) } };
  const base = await measure(floor, count, null);
  const found = await measure(ours, count, subscribe);
  return {
    lines: [
      line({ row: 'MEM', what: 'memory at rest (resident)', unit: 'MB', floor: base.rest / MB, ours: found.rest / MB }),
      {
        ...line({
          ...{ row: 'MEM', what: `memory of each of ${count} watchers (heap and buffers)`, unit: 'kB' },
          ...{ floor: base.each / KB, ours: found.each / KB },
        }),
        goal: { text: '≤ 15 kB', met: found.each / KB <= 15 },
      },
    ],
    checks: [
      check(
        'MEM: all watchers had their first value',
        found.watching === count && base.watching === count,
        found.watching,
      ),
    ],
    notes: [
      `MEM: resident growth a watcher ${(found.eachResident / KB).toFixed(1)} kB, floor ${(base.eachResident / KB).toFixed(1)} kB`,
    ],
  };
}

async function measure(child: Child, count: number, subscribe: { query: string; variables: object } | null) {
  // The first few pay for what is loaded only when needed.
  await (await connectWatchers({ port: child.port, count: 20, subscribe })).close();
  await sleep(500);
  const before = await child.usage(true);
  const watchers = await connectWatchers({ port: child.port, count, subscribe });
  await sleep(1_000);
  const after = await child.usage(true);
  await watchers.close();
  const each = (after.heap - before.heap) / count;
  return { rest: before.rss, each, eachResident: (after.rss - before.rss) / count, watching: watchers.seen.length };
}

// Many clients that hold connections and do next to nothing with them, while others want to be served.
import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { askAndNeverRead, drip, type SlowClients } from './slow-kit.ts';

let test: TestApp;
const slow: SlowClients[] = [];
beforeAll(async () => {
  test = await startTestApp();
});
afterEach(() => {
  for (const clients of slow.splice(0)) clients.stop();
});
afterAll(() => test.stop());

const POST = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

const UPGRADE = 'GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n';

/** Somebody else asks, time and again, until told to stop; the statuses of the answers. */
function somebodyElse(): { statuses(): Promise<number[]> } {
  let isOver = false;
  const asking = (async () => {
    const statuses = [];
    while (!isOver) {
      statuses.push((await test.send('{ campaigns { id } }')).status);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return statuses;
  })();
  return {
    statuses() {
      isOver = true;
      return asking;
    },
  };
}

async function executed(): Promise<number> {
  const text = await (await fetch(`${test.url}/metrics`)).text();
  const counts = text.matchAll(/^sportello_graphql_operation_duration_seconds_count\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('slow clients', () => {
  it('[FLT-31] 700 whose headers, bodies or upgrades come a byte at a time are cut off, and others served meanwhile', async () => {
    const other = somebodyElse();
    const at = new URL(test.url);
    const headers = await drip(at, 100, POST);
    const bodies = await drip(at, 100, `${POST}content-length: 90000\r\n\r\n{`);
    const upgrades = await drip(at, 500, `${UPGRADE}x: `);
    const all = [headers, bodies, upgrades];
    slow.push(...all);
    expect(all.map(({ held }) => held)).toEqual([100, 100, 500]);
    await Promise.all(all.map((clients) => clients.allCut()));
    const statuses = await other.statuses();
    expect(statuses.length).toBeGreaterThan(10);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('[FLT-31] 1,000 sockets that are opened and never begin are closed, and others served meanwhile', async () => {
    const other = somebodyElse();
    const at = `${test.url.replace('http', 'ws')}/graphql`;
    const codes = await Promise.all(
      Array.from(
        { length: 1_000 },
        () =>
          new Promise<number>((resolve, reject) => {
            const socket = new WebSocket(at, 'graphql-transport-ws', { headers: { origin: 'http://localhost:4000' } });
            socket.once('error', reject);
            socket.once('close', resolve);
          }),
      ),
    );
    expect(new Set(codes)).toEqual(new Set([4408]));
    expect((await other.statuses()).filter((status) => status !== 200)).toEqual([]);
  });

  it('[FLT-33] who asks without reading is answered as far as its connection holds, and no further', async () => {
    const before = await executed();
    const body = JSON.stringify({ query: getIntrospectionQuery() });
    const [count, times] = [5, 400];
    const asked = `${POST}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const clients = await askAndNeverRead(new URL(test.url), count, asked, times);
    slow.push(clients);
    // Until nothing more is executed.
    let now = await executed();
    for (let last = -1; last !== now; now = await executed()) {
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    expect(now).toBeGreaterThan(before);
    expect(now - before).toBeLessThan((count * times) / 4);
    expect((await test.send('{ campaigns { id } }')).status).toBe(200);
  });
});

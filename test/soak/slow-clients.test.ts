// The same slow clients as in test/http/slow.test.ts, and how long others wait meanwhile.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { type ServerProcess, startServerProcess } from '#test/kit/server-process.ts';
import { drip } from '../http/slow-kit.ts';

const SAMPLES = 300;
const PAUSE_MS = 20;

let base: TestDatabase;
let server: ServerProcess;
beforeAll(async () => {
  base = await createTestDatabase();
  server = await startServerProcess(base);
});
afterAll(async () => {
  await server.stop();
  await base.drop();
});

/** The 95th of a hundred waits for an answer. */
async function p95(): Promise<number> {
  const waits: number[] = [];
  for (let n = 0; n < SAMPLES; n++) {
    const begun = performance.now();
    const answer = await fetch(`${server.url}/graphql?query={campaigns{id}}`);
    await answer.text();
    expect(answer.status).toBe(200);
    waits.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return waits.toSorted((a, b) => a - b)[Math.floor(SAMPLES * 0.95)] ?? 0;
}

it('[FLT-31] 200 slow requests and 1,000 half handshakes: the p95 of others at most doubles', async () => {
  const at = new URL(server.url);
  await p95();
  const alone = await p95();
  const post = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
  const slow = [
    await drip(at, 200, `${post}content-length: 90000\r\n\r\n{`),
    await drip(
      at,
      1_000,
      'GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\nx: ',
    ),
  ];
  try {
    const besides = await p95();
    process.stdout.write(`slow clients: p95 ${alone.toFixed(1)} ms alone, ${besides.toFixed(1)} ms besides\n`);
    // A few milliseconds are the machine's own.
    expect(besides).toBeLessThan(Math.max(2 * alone, 20));
    await Promise.all(slow.map((clients) => clients.allCut()));
  } finally {
    for (const clients of slow) clients.stop();
  }
});

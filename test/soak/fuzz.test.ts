// The long form of test/http/fuzz.test.ts, and what refusals cost.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '#server/schema.ts';
import { HOSTILE, invalidDocument, mutatedBody, randomFrom, validDocument } from '#test/http/fuzz-kit.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

const BODIES = 20_000;
const DOCUMENTS = 1_000;
const HANG_MS = 2_000;
const REFUSAL_CPU_MS = 50;

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ config: { hashing: { concurrency: 1, queue: 10 } } });
  for (let n = 0; n < 20; n++) await test.ask('{ __typename }');
  // Read once a process, in seconds.
  await test.app.services.places.list();
});
afterAll(() => test.stop());

/** After a collection. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

async function post(body: string | Buffer): Promise<{ status: number; text: string; ms: number }> {
  const begun = performance.now();
  const response = await fetch(`${test.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - begun };
}

async function expectNoFault(body: string | Buffer): Promise<void> {
  const { status, text, ms } = await post(body);
  const fault = status >= 500 || /INTERNAL_SERVER_ERROR/.test(text) || ms > HANG_MS;
  if (fault) expect([body.toString('latin1'), status, text.slice(0, 300), ms]).toBeNull();
}

describe('hostile input, at length', () => {
  it.each(Object.keys(HOSTILE))('[FLT-34] %s costs at most 50 ms of CPU', async (name) => {
    const spent: number[] = [];
    for (let round = 0; round < 7; round++) {
      // A text never seen before: what is refused once is kept.
      const body = JSON.stringify({ query: `${HOSTILE[name]} #${round}` });
      const before = process.cpuUsage();
      const { status } = await post(body);
      const { user, system } = process.cpuUsage(before);
      expect(status).toBeLessThan(500);
      spent.push((user + system) / 1_000);
    }
    const median = spent.sort((a, b) => a - b)[3] ?? 0;
    expect([name, Math.round(median), median <= REFUSAL_CPU_MS]).toEqual([name, Math.round(median), true]);
  });

  it(`[SEC-076] ${BODIES} changed bodies: no fault, no hang, memory comes back`, async () => {
    const random = randomFrom(20_261_122);
    for (let n = 0; n < 2_000; n++) await expectNoFault(mutatedBody(random));
    const before = heapUsed();
    for (let n = 2_000; n < BODIES; n++) await expectNoFault(mutatedBody(random));
    // Resident memory follows the collector's leisure, and client and server are one process here: what is still held counts.
    expect(heapUsed()).toBeLessThan(before * 1.2 + 20_000_000);
  });

  it(`[SEC-076] ${DOCUMENTS} right and ${DOCUMENTS} wrong documents`, async () => {
    const random = randomFrom(7);
    for (let n = 0; n < DOCUMENTS; n++) {
      await expectNoFault(JSON.stringify({ query: validDocument(schema, random) }));
      await expectNoFault(JSON.stringify({ query: invalidDocument(schema, random) }));
    }
  });
});

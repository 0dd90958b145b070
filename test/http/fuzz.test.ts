import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '#server/schema.ts';
import { readSources } from '#test/architecture/sources.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { HOSTILE, invalidDocument, mutatedBody, randomFrom, validDocument } from './fuzz-kit.ts';

const BODIES = 300;
const DOCUMENTS = 100;

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  // Read once a process, in seconds.
  await test.app.services.places.list();
});
afterAll(() => test.stop());

/** The status, and the codes that must never be seen. */
async function answerTo(body: Buffer | string): Promise<{ status: number; fault: string | null }> {
  const response = await fetch(`${test.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await response.text();
  return { status: response.status, fault: /INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE/.exec(text)?.[0] ?? null };
}

describe('hostile input', () => {
  it.each(Object.entries(HOSTILE))('[SEC-070][FLT-34] %s: never a fault of the server', async (_name, query) => {
    const { status, fault } = await answerTo(JSON.stringify({ query }));
    expect(status).toBeLessThan(500);
    expect(fault).toBeNull();
  });

  it('[SEC-076] changed bodies are refused or answered, never a fault of the server', async () => {
    const random = randomFrom(1);
    for (let n = 0; n < BODIES; n++) {
      const body = mutatedBody(random);
      const { status, fault } = await answerTo(body);
      if (status >= 500 || fault) expect([body.toString('latin1'), status, fault]).toBeNull();
    }
  });

  it('[SEC-076] generated documents, right and wrong, are answered or refused', async () => {
    const random = randomFrom(2);
    let answered = 0;
    for (let n = 0; n < DOCUMENTS; n++) {
      for (const [make, right] of [
        [validDocument, true],
        [invalidDocument, false],
      ] as const) {
        const query = make(schema, random);
        const { status, fault } = await answerTo(JSON.stringify({ query }));
        if (status >= 500 || fault) expect([query, status, fault]).toBeNull();
        if (right && status === 200) answered++;
      }
    }
    expect(answered).toBeGreaterThan(DOCUMENTS / 2);
  });

  it('[SEC-058] a made-up id names nothing, whatever it says', async () => {
    const made = ['Lab:1', 'School:x', 'Query:00000000-0000-4000-8000-000000000000', 'Nulla:1', ':', 'Lab'];
    for (const id of ['', 'x', '____', ...made.map((text) => Buffer.from(text).toString('base64'))]) {
      expect([id, await test.ask('query ($id: ID!) { node(id: $id) { id } }', { id })]).toEqual([id, { node: null }]);
    }
  });

  it('[SEC-076] a text with U+0000 is refused, in the document and in its variables', async () => {
    const inVariables = await test.send(
      'query ($text: String) { labSessions(filter: { text: $text }) { totalCount } }',
      { text: 'a\0' },
    );
    const inDocument = await test.send(String.raw`{ campaign(slug: "\u0000") { id } }`);
    for (const { errors } of [inVariables, inDocument])
      expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  it('[SEC-076] broken UTF-8 is refused', async () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      const body = Buffer.concat([
        Buffer.from('{"query":"{ campaign(slug: \\"'),
        Buffer.from(bytes),
        Buffer.from('\\") { id } }"}'),
      ]);
      const { status, fault } = await answerTo(body);
      expect([status < 500, fault]).toEqual([true, null]);
    }
  });
});

describe('statements', () => {
  it('[SEC-086] no text of a client becomes text of a statement', async () => {
    const unsafe = readSources('server').flatMap(({ path, text }) =>
      /\$(query|execute)RawUnsafe|Prisma\.raw\(/.test(text) && !path.includes('/generated/') ? [path] : [],
    );
    expect(unsafe).toEqual([]);
    const search = 'query ($text: String!) { labSessions(filter: { text: $text }) { totalCount } }';
    for (const text of ["'", "' or 1=1 --", "'; select pg_sleep(5) --", '\\', '%', '" or ""="']) {
      const begun = performance.now();
      const { errors, data } = await test.send<{ labSessions: { totalCount: number } }>(search, { text });
      expect([text, errors, data?.labSessions.totalCount]).toEqual([text, [], 0]);
      expect(performance.now() - begun).toBeLessThan(4_000);
    }
  });
});

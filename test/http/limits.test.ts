import { request } from 'node:http';
import type { Socket } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { LIMITS } from '#server/http/limits.ts';
import { LIVE_LIMITS } from '#server/http/limits-live.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';

const OWN = 'http://localhost:4000';

let test: TestApp;
const open: WebSocket[] = [];
beforeAll(async () => {
  test = await startTestApp();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});
afterAll(() => test.stop());

type Extensions = Record<string, unknown>;

async function overHttp(query: string, variables: object, at = test): Promise<Extensions | undefined> {
  return (await at.send(query, variables)).errors[0]?.extensions;
}

async function overSse(query: string, variables: object): Promise<Extensions | undefined> {
  const response = await post({ query, variables }, { accept: 'text/event-stream' });
  const text = await response.text();
  const [, data = '{}'] = /^data: (.+)$/m.exec(text) ?? [];
  return JSON.parse(data).errors?.[0]?.extensions;
}

async function overSocket(query: string, variables: object): Promise<Extensions | undefined> {
  const socket = await acknowledged(test);
  socket.send(JSON.stringify({ id: 'q', type: 'subscribe', payload: { query, variables } }));
  const { payload } = await new Promise<{ payload: { errors?: [{ extensions: Extensions }] } }>((resolve) =>
    socket.once('message', (data) => resolve(JSON.parse(String(data)))),
  );
  return (Array.isArray(payload) ? payload : payload.errors)?.[0]?.extensions;
}

function post(body: object | string, headers: Record<string, string> = {}, at = test): Promise<Response> {
  return fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function acknowledged(at: TestApp): Promise<WebSocket> {
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { origin: OWN },
  });
  open.push(socket);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((resolve) => socket.once('message', resolve));
  return socket;
}

const repeat = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const deep = (pairs: number): string =>
  `{ campaigns ${'{ labs { campaign '.repeat(pairs)}{ id }${'} }'.repeat(pairs)} }`;
const PAGE = 'query ($first: Int) { labSessions(first: $first) { edges { node { id } } } }';
const COSTLY = `query ($first: Int) { labSessions(first: $first) { edges { node { lab { sessions { lab { sessions { number } } } } } } } }`;

const CASES: [limit: string, max: number, found: number, query: string, variables?: object][] = [
  ['TOKENS', LIMITS.tokens, 2_002, `{ ${repeat(2_000, () => 'a')} }`],
  ['TOKENS', LIMITS.tokens, 40_000, '{a'.repeat(20_000)],
  ['DEPTH', LIMITS.depth, 14, deep(6)],
  ['FIELDS', LIMITS.fields, 1_001, `{ ${repeat(1_001, () => '__typename')} }`],
  [
    'FIELDS',
    LIMITS.fields,
    1_000_000,
    `{ ...F0 } ${repeat(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F30 on Query { __typename }`,
  ],
  ['ALIASES', LIMITS.aliases, 101, `{ ${repeat(101, (n) => `a${n}: __typename`)} }`],
  ['DIRECTIVES', LIMITS.directives, 500, `{ __typename ${repeat(500, () => '@a')} }`],
  ['DIRECTIVES', LIMITS.directives, 31, `query ${repeat(31, () => '@skip(if: true)')} { __typename }`],
  ['REPEATS', LIMITS.repeats, 21, `{ ${repeat(21, () => 'serverTime')} }`],
  ['FRAGMENTS', LIMITS.fragments, 900, `{ ${repeat(900, (n) => `...F${n}`)} }`],
  [
    'CREDENTIAL_FIELDS',
    1,
    2,
    `mutation { ${repeat(2, (n) => `a${n}: signIn(input: { identifier: "x", password: "y" }) { __typename }`)} }`,
  ],
  ['PAGE', LIMITS.page, 101, '{ labSessions(first: 101) { totalCount } }'],
  ['PAGE', LIMITS.page, 1_000_000, PAGE, { first: 1_000_000 }],
  ['COST', LIMITS.cost, 13_402, COSTLY, { first: 100 }],
];

async function openSockets(at: TestApp): Promise<number> {
  const text = await (await fetch(`${at.url}/metrics`)).text();
  return Number(/^sportello_open_connections\{kind="socket"\} (\d+)$/m.exec(text)?.[1]);
}

describe('a document', () => {
  it.each(CASES)(
    '[API-06][SEC-069][SEC-071][SEC-073][FLT-34] of too many %s (at most %i, here %i) is refused alike on every transport',
    async (limit, max, found, query, variables = {}) => {
      const told = { code: 'LIMIT_EXCEEDED', limit, max, found };
      expect(await overHttp(query, variables)).toMatchObject(told);
      expect(await overSocket(query, variables)).toMatchObject(told);
      expect(await overSse(query, variables)).toMatchObject(told);
    },
  );

  it('[API-06] says in words which limit it passed, and by how much', async () => {
    const { errors, status } = await test.send(CASES[5]![3]);
    expect(status).toBe(400);
    expect(errors[0]?.message).toBe('Too many aliases: 101, 71 more than the 30 allowed.');
  });

  it('[API-06] just inside every limit is answered', async () => {
    for (const query of [
      `{ ${repeat(100, () => '...F')} } fragment F on Query { serverTime __typename campaigns { id slug } office { name shortName siteUrl helpEmail } }`,
      `{ ${repeat(30, (n) => `a${n}: __typename`)} }`,
      `{ __typename ${repeat(30, () => '')} ${repeat(30, (n) => `... @include(if: ${n % 2 === 0}) { __typename }`)} }`,
      '{ labSessions(first: 100) { totalCount } }',
    ]) {
      const { errors } = await test.send(query);
      expect([query.slice(0, 60), errors]).toEqual([query.slice(0, 60), []]);
    }
    expect((await test.send(COSTLY, { first: 20 })).errors).toEqual([]);
    expect(await overHttp(deep(5), {})).toMatchObject({ limit: 'COST' });
    const { data } = await test.send<{ __schema: object }>(
      getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true }),
    );
    expect(data?.__schema).toBeDefined();
  });

  it('[API-06] counts a page by its default when the variable is missing', async () => {
    const query = 'query ($first: Int = 101) { labSessions(first: $first) { totalCount } }';
    expect(await overHttp(query, {})).toMatchObject({ limit: 'PAGE', found: 101 });
    expect((await test.send(query, { first: 5 })).errors).toEqual([]);
  });
});

describe('a body', () => {
  it('[SEC-070][API-06] over 100 kB is 413 and told by how much, also when it does not say its length', async () => {
    const large = JSON.stringify({ query: `{ __typename }`, variables: { x: 'x'.repeat(5_000_000) } });
    const refused = await sendRaw([large], { 'content-length': String(Buffer.byteLength(large)) });
    expect([refused.status, refused.extensions]).toEqual([
      413,
      { code: 'LIMIT_EXCEEDED', limit: 'BODY', max: 100_000, found: Buffer.byteLength(large) },
    ]);
    const pieces = Array.from({ length: 11 }, () => `{"query": "${'x'.repeat(10_000)}`);
    const chunked = await sendRaw(pieces, {});
    expect([chunked.status, chunked.extensions]).toMatchObject([413, { code: 'LIMIT_EXCEEDED', limit: 'BODY' }]);
  });

  it('[SEC-074] of several operations is refused whole', async () => {
    const answer = await post([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    expect(answer.status).toBe(400);
  });

  it('[SEC-087] cannot reach into prototypes', async () => {
    const body = `{"query":"query ($i: LabSessionFilter) { labSessions(filter: $i) { totalCount } }","variables":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"i":{"__proto__":{"campaign":"x"},"text":"a"}},"__proto__":{"operationName":"X"},"extensions":{"__proto__":{"polluted":1}}}`;
    const answer = await post(body);
    expect(answer.status).toBeLessThan(500);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await test.ask('{ __typename }')).toEqual({ __typename: 'Query' });
  });
});

/** Bytes as they come; the answer may arrive before all of them were sent. */
function sendRaw(
  pieces: string[],
  headers: Record<string, string>,
): Promise<{ status: number; extensions: Extensions }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${test.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    let answered = false;
    outgoing.on('error', (error) => answered || reject(error));
    outgoing.on('response', (response) => {
      answered = true;
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, extensions: JSON.parse(text).errors[0].extensions }),
      );
      response.on('error', reject);
    });
    for (const piece of pieces) outgoing.write(piece);
    outgoing.end();
  });
}

describe('rates', () => {
  it('[API-06] of an address are told with every answer, and refused with the time to wait, on every transport', async () => {
    const other = await startTestApp({ config: { rateLimits: { perAddress: 6, perAccount: 100 } } });
    try {
      const socket = await acknowledged(other);
      const first = await other.send('{ __typename }');
      expect(
        Object.fromEntries(
          ['limit', 'remaining', 'policy', 'reset'].map((name) => [name, first.headers.get(`ratelimit-${name}`)]),
        ),
      ).toEqual({
        limit: '6',
        remaining: '4',
        policy: '6;w=60',
        reset: '60',
      });
      for (let n = 0; n < 4; n++) await other.send('{ __typename }');
      const refused = await other.send('{ __typename }');
      expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('ratelimit-remaining')]).toEqual([
        429,
        '70',
        '0',
      ]);
      expect(refused.errors[0]?.extensions).toEqual({
        code: 'RATE_LIMITED',
        limit: 'REQUESTS_PER_ADDRESS',
        max: 6,
        windowSeconds: 60,
        retryAfter: 70,
      });
      socket.send(JSON.stringify({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } }));
      const message = await new Promise((resolve) =>
        socket.once('message', (data) => resolve(JSON.parse(String(data)))),
      );
      expect(message).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 70 } }],
      });
      expect((await post({ query: '{ __typename }' }, { accept: 'text/event-stream' }, other)).status).toBe(429);
      other.clock.advance(2 * MINUTE_MS);
      expect((await other.send('{ __typename }')).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('[API-06] of an account count whatever address and transport it comes by', async () => {
    const other = await startTestApp({ config: { rateLimits: { perAddress: 1_000, perAccount: 3 } } });
    try {
      const { accountId } = await other.seed.person();
      const cookie = await other.cookieOf(accountId);
      const ask = () => other.send('{ me { account { id } } }', {}, { cookie });
      const remaining = [];
      for (let n = 0; n < 3; n++) remaining.push((await ask()).headers.get('ratelimit-remaining'));
      expect(remaining).toEqual(['2', '1', '0']);
      const refused = await ask();
      expect([refused.status, refused.data, refused.errors[0]?.extensions]).toMatchObject([
        429,
        null,
        { code: 'RATE_LIMITED', limit: 'REQUESTS_PER_ACCOUNT', max: 3 },
      ]);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await other.send('{ __typename }')).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe('live reads', () => {
  it('[API-06] of one account are bounded over sockets and streams together, and make room when they end', async () => {
    const { accountId } = await test.seed.person();
    const cookie = await test.cookieOf(accountId);
    const client = createClient({ url: `${test.url}/graphql`, headers: { cookie }, retryAttempts: 0 });
    const streams = Array.from({ length: LIVE_LIMITS.perAccount }, () =>
      client.iterate({ query: 'subscription { myBookings { version } }' }),
    );
    await Promise.all(streams.map((stream) => stream.next()));
    const full = await test.send(
      'subscription { myBookings { version } }',
      {},
      { cookie, headers: { accept: 'text/event-stream' } },
    );
    expect(full.status).toBe(429);
    const socket = test.socket(cookie);
    const { value } = await socket.iterate({ query: 'subscription { myBookings { version } }' }).next();
    expect(value?.errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      limit: 'SUBSCRIPTIONS_PER_ACCOUNT',
      max: LIVE_LIMITS.perAccount,
      found: LIVE_LIMITS.perAccount + 1,
    });
    await streams[0]!.return?.();
    await expect
      .poll(
        async () => (await socket.iterate({ query: 'subscription { myBookings { version } }' }).next()).value?.errors,
        { timeout: 5_000 },
      )
      .toBeUndefined();
    client.dispose();
  });

  it('[SEC-085] run with graphql-sse, one connection each; its single connection is refused cleanly', async () => {
    const campaign = await test.seed.campaign();
    const session = await test.seed.session(await test.seed.lab(campaign.id), { capacity: 7 });
    const client = createClient({ url: `${test.url}/graphql`, retryAttempts: 0 });
    const query = `subscription { availability(of: { campaign: "${campaign.slug}" }) { kind sessions { sessionId free } } }`;
    const stream = client.iterate<{ availability: object }>({ query });
    const sessionId = Buffer.from(`LabSession:${session.id}`).toString('base64');
    expect((await stream.next()).value?.data).toEqual({
      availability: { kind: 'SNAPSHOT', sessions: [{ sessionId, free: 7 }] },
    });
    await stream.return?.();
    const put = await fetch(`${test.url}/graphql`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS']);
    expect(await put.json()).toMatchObject({ errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] });
    const single = createClient({ url: `${test.url}/graphql`, singleConnection: true, retryAttempts: 0 });
    await expect(single.iterate({ query }).next()).rejects.toThrow(/405/);
  });

  it('[SEC-084][FLT-33] a reader that does not read is cut off past 1 MB', async () => {
    const other = await startTestApp();
    try {
      const socket = await acknowledged(other);
      const stream = (socket as unknown as { _socket: Socket })._socket;
      const closed = new Promise((resolve) => socket.once('close', resolve));
      stream.pause();
      const payload = { query: getIntrospectionQuery() };
      for (let n = 0; (await openSockets(other)) > 0; ) {
        for (const end = n + 15; n < end; n++) socket.send(JSON.stringify({ id: `${n}`, type: 'subscribe', payload }));
      }
      stream.resume();
      // Cut, not closed: nobody waits for a last word to be read.
      expect(await closed).toBe(1006);
    } finally {
      await other.stop();
    }
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp, watch } from '#test/kit/api.ts';

const OWN = 'http://localhost:4000';
const MINE = 'subscription { myBookings { version bookings { id } } }';

let test: TestApp;
const open: WebSocket[] = [];
beforeAll(async () => {
  test = await startTestApp();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});
afterAll(() => test.stop());

function connect(headers: Record<string, string>, protocols: string[] = ['graphql-transport-ws']): WebSocket {
  const socket = new WebSocket(`${test.url.replace('http', 'ws')}/graphql`, protocols, { headers });
  open.push(socket);
  return socket;
}

/** 101, or the status that the upgrade was refused with. */
function upgradeStatus(headers: Record<string, string>): Promise<number> {
  const socket = connect(headers);
  return new Promise((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** Sends raw messages once open and answers the code that the server closes with. */
async function codeAfter(messages: readonly (object | string)[], protocols?: string[]): Promise<number> {
  const socket = connect({ origin: OWN }, protocols);
  socket.on('open', () => {
    for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  });
  socket.on('error', () => undefined);
  return await closeCode(socket);
}

async function acknowledged(headers: Record<string, string>): Promise<WebSocket> {
  const socket = connect(headers);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await new Promise((resolve) => socket.once('message', resolve));
  return socket;
}

async function answersTo(socket: WebSocket, payload: object): Promise<object> {
  socket.send(JSON.stringify({ id: 'q', type: 'subscribe', payload }));
  return await new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));
}

describe('who may open a socket', () => {
  it('[SEC-079] the own origin, and programs without a cookie; no foreign page, no cookie without a page', async () => {
    const { cookie } = await test.signedIn();
    expect(await upgradeStatus({ origin: OWN })).toBe(101);
    expect(await upgradeStatus({ origin: OWN, cookie })).toBe(101);
    expect(await upgradeStatus({ origin: test.url, cookie })).toBe(101);
    expect(await upgradeStatus({})).toBe(101);
    expect(await upgradeStatus({ cookie })).toBe(403);
    for (const origin of ['https://evil.example', 'null', `${OWN}.evil.example`, 'https://localhost:4001']) {
      expect(await upgradeStatus({ origin })).toBe(403);
      expect(await upgradeStatus({ origin, cookie })).toBe(403);
    }
  });

  it('[SEC-081] at most five sockets an account', async () => {
    const { cookie } = await test.signedIn();
    for (let n = 0; n < 5; n++) expect(await upgradeStatus({ origin: OWN, cookie })).toBe(101);
    expect(await upgradeStatus({ origin: OWN, cookie })).toBe(429);
  });
});

describe('what a socket may do', () => {
  const init = { type: 'connection_init' };
  const subscribe = { id: 'a', type: 'subscribe', payload: { query: MINE } };

  it('[SEC-080] closes with the protocol’s codes', async () => {
    const seats = {
      id: 'a',
      type: 'subscribe',
      payload: { query: 'subscription { availability(of: { sessions: [] }) { version } }' },
    };
    expect(await codeAfter(['{'])).toBe(4400);
    expect(await codeAfter([{ type: 'invented' }])).toBe(4400);
    expect(await codeAfter([subscribe])).toBe(4401);
    expect(await codeAfter([], [])).toBe(4406);
    expect(await codeAfter([init, init])).toBe(4429);
    const slow = connect({ origin: OWN });
    await new Promise((resolve) => slow.once('open', resolve));
    slow.send(JSON.stringify(init));
    await new Promise((resolve) => slow.once('message', resolve));
    slow.send(JSON.stringify(seats));
    slow.send(JSON.stringify(seats));
    expect(await closeCode(slow)).toBe(4409);
  });

  it('[SEC-081] closes who says nothing within 3 s, and a message over 64 kB', async () => {
    const begun = performance.now();
    expect(await codeAfter([])).toBe(4408);
    expect(performance.now() - begun).toBeLessThan(3_500);
    expect(await codeAfter([init, JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(65_536) } })])).toBe(1009);
  });

  it('[SEC-081] runs at most 20 operations at once', async () => {
    const socket = await acknowledged({ origin: OWN });
    const errors: { id: string; payload: { extensions: { code: string } }[] }[] = [];
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const message = JSON.parse(String(data));
        if (message.type !== 'error') return;
        errors.push(message);
        resolve();
      });
    });
    const id = Buffer.from('LabSession:00000000-0000-0000-0000-000000000001').toString('base64');
    const query = `subscription { availability(of: { session: "${id}" }) { version } }`;
    for (let n = 1; n <= 21; n++) socket.send(JSON.stringify({ id: `${n}`, type: 'subscribe', payload: { query } }));
    await done;
    expect(errors.map(({ id, payload }) => [id, payload[0]?.extensions.code])).toEqual([['21', 'RATE_LIMITED']]);
  });

  it('[SEC-073] has the limits and the masking of HTTP', async () => {
    const socket = await acknowledged({ origin: OWN });
    const aliases = `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ')} }`;
    const nested = '{a'.repeat(2_000);
    const two =
      'mutation { a: signOut { ok } b: signIn(input: { identifier: "x", password: "y" }) { __typename } c: signIn(input: { identifier: "x", password: "y" }) { __typename } }';
    for (const [query, code] of [
      [aliases, 'LIMIT_EXCEEDED'],
      [nested, 'LIMIT_EXCEEDED'],
      ['{a'.repeat(900), 'BAD_USER_INPUT'],
      [two, 'LIMIT_EXCEEDED'],
    ]) {
      expect(await answersTo(socket, { query })).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    }
  });

  it('[SEC-027] checks no password: a socket cannot set the cookie', async () => {
    const socket = await acknowledged({ origin: OWN });
    const hashed = test.app.passwords.load.hashed;
    const query = 'mutation { signIn(input: { identifier: "x", password: "y" }) { __typename } }';
    const answer = await answersTo(socket, { query });
    expect(answer).toMatchObject({ payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
    expect(test.app.passwords.load.hashed).toBe(hashed);
  });
});

describe('when a session ends', () => {
  it('[SEC-048] after sign-out the copied cookie opens nothing on HTTP, SSE and sockets, and open sockets close', async () => {
    const { cookie } = await test.signedIn();
    const socket = await acknowledged({ origin: OWN, cookie });
    const closed = closeCode(socket);
    await test.ask('mutation { signOut { ok } }', {}, cookie);
    expect(await closed).toBe(4499);

    const http = await test.send('{ myBookings { id } }', {}, { cookie });
    expect(http.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const sse = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: MINE }),
    });
    expect(await sse.text()).toContain('UNAUTHENTICATED');
    const again = await acknowledged({ origin: OWN, cookie });
    expect(JSON.stringify(await answersTo(again, { query: MINE }))).toContain('UNAUTHENTICATED');
  });

  it('[SEC-049] disabling an account ends its requests and sockets', async () => {
    const { cookie, accountId } = await test.signedIn();
    const closed = closeCode(await acknowledged({ origin: OWN, cookie }));
    expect(await test.app.services.account.disable(accountId, { actorId: null, requestId: null })).toBe(true);
    expect(await closed).toBe(4499);
    expect(await test.ask('{ me { account { id } } }', {}, cookie)).toEqual({ me: null });
  });

  it('[SEC-049] removing a role holds from the next request and closes open sockets', async () => {
    const { cookie, accountId } = await test.signedIn();
    const roles = async () =>
      (await test.ask<{ me: { roles: { role: string }[] } }>('{ me { roles { role } } }', {}, cookie)).me.roles;
    const [grant] = await test.app.db.query<{ id: string }>(sql`
      insert into role_grant (account_id, role, starts_at) values (${accountId}::uuid, 'OFFICE', ${test.clock.now()}) returning id`);
    // Granted behind the server's back: seen when what it keeps of the session is 2 s old.
    await expect.poll(roles, { timeout: 5_000 }).toEqual([{ role: 'OFFICE' }]);
    const closed = closeCode(await acknowledged({ origin: OWN, cookie }));
    await test.app.services.account.removeRole(grant!.id, { actorId: null, requestId: null });
    expect(await roles()).toEqual([]);
    expect(await closed).toBe(4499);
  });

  it('[SEC-049] a revocation whose hint was lost still closes sockets within 5 s', async () => {
    const { cookie, accountId } = await test.signedIn();
    const closed = closeCode(await acknowledged({ origin: OWN, cookie }));
    const begun = performance.now();
    await test.app.db.query(sql`update account set state = 'DISABLED' where id = ${accountId}::uuid`);
    expect(await closed).toBe(4499);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('[SEC-082] a subscription sends nothing that happens after the revocation', async () => {
    const { cookie, accountId } = await test.signedIn();
    const frames: object[] = [];
    const response = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: MINE }),
    });
    const reading = (async () => {
      let text = '';
      for await (const chunk of response.body!) text += Buffer.from(chunk).toString();
      for (const [, data] of text.matchAll(/^data: (.+)$/gm)) frames.push(JSON.parse(data!));
    })();
    await test.app.services.account.disable(accountId, { actorId: null, requestId: null });
    test.app.services.lab.ownBookings.hint([accountId]);
    await reading;
    expect(frames.slice(0, -1).every((frame) => JSON.stringify(frame).includes('"version":'))).toBe(true);
    expect(frames.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(frames.length).toBeLessThanOrEqual(2);
  });

  it('[API-04] the same subscription runs over sockets and over SSE', async () => {
    const { cookie } = await test.signedIn();
    const overSocket = watch<object>(test.socket(cookie), MINE);
    expect(await overSocket.next()).toMatchObject({ myBookings: { bookings: [] } });
    const controller = new AbortController();
    const overSse = await fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: MINE }),
      signal: controller.signal,
    });
    let text = '';
    for await (const chunk of overSse.body!) {
      text += Buffer.from(chunk).toString();
      if (text.includes('"bookings":[]')) break;
    }
    controller.abort();
    expect(text).toContain('event: next');
    overSocket.close();
  });
});

describe('when the server stops', () => {
  it('[OPS-04] sockets are closed with a code that makes clients connect again', async () => {
    const other = await startTestApp();
    const socket = new WebSocket(`${other.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { origin: OWN },
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = closeCode(socket);
    await other.stop();
    expect(await closed).toBe(1012);
  });
});

import { execute, getNamedType, parse, subscribe } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { tokenNeedOf } from '#server/graphql/token-scopes.ts';
import { sql } from '#server/platform/db/db.ts';
import { newAccessToken } from '#server/platform/tokens.ts';
import { schema } from '#server/schema.ts';
import {
  asksWhoReads,
  fieldsOf,
  operationFor,
  reachableFrom,
  rootFields,
  scopeOf,
} from '#test/architecture/schema-walk.ts';
import { type Answer, startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS, MINUTE_MS } from '#test/kit/clock.ts';

const CREATE = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
  __typename
  ... on CreateAccessTokenSuccess { token accessToken { id name prefix scopes state expiresAt lastUsedAt } }
  ... on TooManyAccessTokensError { most message }
  ... on InvalidInputError { issues { path message } }
} }`;
const REVOKE = `mutation ($id: ID!) { revokeAccessToken(id: $id) {
  __typename ... on RevokeAccessTokenSuccess { accessToken { state } } } }`;
const MINE = 'subscription { myBookings { version } }';

interface Made {
  __typename: string;
  token: string;
  accessToken: { id: string; name: string; prefix: string; scopes: string[]; state: string; expiresAt: string };
}

let test: TestApp;
const open: WebSocket[] = [];
beforeAll(async () => {
  test = await startTestApp();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});
afterAll(() => test.stop());

async function make(cookie: string, scopes: string[], more: object = {}): Promise<Made> {
  const input = { name: 'Programma di prova', scopes, expiresInDays: 30, ...more };
  return (await test.ask<{ createAccessToken: Made }>(CREATE, { input }, cookie)).createAccessToken;
}

async function holder(...scopes: string[]) {
  const person = await test.seed.person();
  const cookie = await test.cookieOf(person.accountId);
  const made = await make(cookie, scopes);
  return { ...person, cookie, ...made, id: made.accessToken.id };
}

function as<T = Record<string, never>>(token: string, document: string, headers: Record<string, string> = {}) {
  return test.send<T>(document, {}, { headers: { authorization: `Bearer ${token}`, ...headers } });
}

const codeOf = ({ errors }: Answer<unknown>): unknown => errors[0]?.extensions.code;

async function revoke(cookie: string, id: string): Promise<string> {
  type Revoked = { revokeAccessToken: { __typename: string } };
  return (await test.ask<Revoked>(REVOKE, { id }, cookie)).revokeAccessToken.__typename;
}

/** Opens a socket and sends the first message: `ack`, or the code that it is closed with, or the upgrade's status. */
async function connect(headers: Record<string, string>, payload?: object) {
  const socket = new WebSocket(`${test.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  open.push(socket);
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload })));
  const answer = await new Promise<unknown>((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse(String(data)).type === 'connection_ack' ? 'ack' : data));
    socket.once('close', resolve);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  return { socket, answer };
}

async function ask(socket: WebSocket, query: string): Promise<string> {
  socket.send(JSON.stringify({ id: 'q', type: 'subscribe', payload: { query } }));
  return await new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
}

describe('an access token', () => {
  it('[API-03] is named, scoped, expiring, shown once with its prefix, and rests as a hash alone', async () => {
    const { token, accessToken, cookie, accountId } = await holder('WRITE_BOOKINGS', 'READ_BOOKINGS', 'READ_BOOKINGS');
    expect(token).toMatch(/^spt_[\w-]{43}$/);
    expect(accessToken).toMatchObject({
      name: 'Programma di prova',
      prefix: token.slice(0, 8),
      scopes: ['READ_BOOKINGS', 'WRITE_BOOKINGS'],
      state: 'ACTIVE',
      expiresAt: new Date(test.clock.now().getTime() + 30 * DAY_MS).toISOString(),
      lastUsedAt: null,
    });
    const [row] = await test.app.db.query<{ text: string }>(
      sql`select t::text as text from access_token t where account_id = ${accountId}::uuid`,
    );
    expect(row!.text).not.toContain(token.slice(8));
    const listed = await test.ask('{ myAccessTokens { prefix name } }', {}, cookie);
    expect(listed).toEqual({ myAccessTokens: [{ prefix: token.slice(0, 8), name: 'Programma di prova' }] });
  });

  it('[API-03] opens what its scope says, over HTTP and SSE, and tells which scope is missing', async () => {
    const { token } = await holder('READ_BOOKINGS');
    expect((await as(token, '{ myBookings { id } }')).data).toEqual({ myBookings: [] });
    const missing = await as(token, '{ me { account { username } } }');
    expect([codeOf(missing), missing.errors[0]?.extensions.requiredScope]).toEqual(['FORBIDDEN', 'READ_PROFILE']);
    const sse = (query: string) =>
      fetch(`${test.url}/graphql`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ query }),
      });
    const stream = await sse(MINE);
    let text = '';
    for await (const chunk of stream.body!) {
      text += Buffer.from(chunk).toString();
      if (text.includes('"myBookings":{"version"')) break;
    }
    expect(text).toContain('event: next');
  });

  it('[API-03] reads personal fields below public ones by scope only', async () => {
    const campaign = await test.seed.campaign();
    await test.seed.session(await test.seed.lab(campaign.id));
    const query = `{ campaign(slug: "${campaign.slug}") { title myHeld } labSessions(filter: { campaign: "${campaign.slug}" }) { edges { node { myBooking { id } } } } }`;
    const bookings = await holder('READ_BOOKINGS');
    const profile = await holder('READ_PROFILE');
    expect((await as(bookings.token, query)).errors).toEqual([]);
    const refused = await as<{ campaign: { title: string; myHeld: null } }>(profile.token, query);
    expect(refused.data?.campaign).toEqual({ title: campaign.title, myHeld: null });
    expect(refused.errors.map(({ path, extensions }) => [path?.at(-1), extensions.requiredScope]).sort()).toEqual([
      ['myBooking', 'READ_BOOKINGS'],
      ['myHeld', 'READ_BOOKINGS'],
    ]);
  });

  it('[API-03] gives no right that its owner lacks', async () => {
    const person = await holder('READ_CAMPAIGNS', 'WRITE_CAMPAIGNS');
    expect(codeOf(await as(person.token, '{ officeCampaigns { id } }'))).toBe('FORBIDDEN');
    const officer = await test.seed.person();
    await test.seed.grant(officer.accountId, 'OFFICE');
    const { token } = await make(await test.cookieOf(officer.accountId), ['READ_CAMPAIGNS']);
    expect((await as(token, '{ officeCampaigns { id } }')).errors).toEqual([]);
    expect(codeOf(await as(token, operationFor(schema, rootField('Mutation.closeCampaign'))))).toBe('FORBIDDEN');
  });

  it('[API-03] never signs in, makes or sees tokens, changes the account or reads by id: closed unless opened', async () => {
    const closed: string[] = [];
    for (const walked of rootFields(schema)) {
      const document = parse(operationFor(schema, walked));
      const run = walked.path.startsWith('Subscription.') ? subscribe : execute;
      const result = await run({ schema, document, contextValue: contextOfToken() });
      const [error] = 'errors' in result ? (result.errors ?? []) : [];
      if (error?.message === 'error.tokenClosed') closed.push(walked.path);
    }
    const unopened = rootFields(schema).filter(({ field }) => tokenNeedOf(field) === undefined);
    expect(closed.sort()).toEqual(unopened.map(({ path }) => path).sort());
    expect(closed).toEqual(
      expect.arrayContaining([
        'Mutation.signIn',
        'Mutation.signOut',
        'Mutation.setLocale',
        'Mutation.createAccessToken',
        'Mutation.revokeAccessToken',
        'Query.myAccessTokens',
        'Query.node',
      ]),
    );
    const { token } = await holder('READ_PROFILE');
    expect((await as(token, '{ myAccessTokens { id } }')).errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('[API-03] what needs no scope is public, and below it every field that depends on who reads needs one', () => {
    const open = rootFields(schema).filter(({ field }) => tokenNeedOf(field) === 'NOTHING');
    expect(open.map(({ path }) => path)).toEqual(expect.arrayContaining(['Query.labSessions', 'Query.campaigns']));
    expect(open.filter(({ field }) => JSON.stringify(scopeOf(field)) !== '{"public":true}')).toEqual([]);
    const reached = new Set(open.flatMap(({ field }) => reachableFrom(schema, getNamedType(field.type))));
    const personal = [...reached]
      .filter(({ name }) => name !== 'Booking')
      .flatMap(fieldsOf)
      .filter((walked) => asksWhoReads(walked) && /viewer/.test(optionTexts(walked.field).join()));
    expect(personal.map(({ path, field }) => [path, tokenNeedOf(field)]).sort()).toEqual([
      ['Campaign.myHeld', 'READ_BOOKINGS'],
      ['LabSession.myBooking', 'READ_BOOKINGS'],
    ]);
  });

  it('[API-03] is refused aloud when it is wrong, expired, revoked or no token, never read as a visitor', async () => {
    const { token, cookie, id } = await holder('READ_PROFILE');
    const session = cookie.split('=')[1]!;
    for (const wrong of [newAccessToken().token, `${token}x`, session, 'spt_', `${token} ${token}`]) {
      const refused = await as(wrong, '{ serverTime }');
      expect([wrong, refused.status, codeOf(refused)]).toEqual([wrong, 401, 'UNAUTHENTICATED']);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
    // As a cookie it opens nothing, and a proxy's password is not ours to judge.
    expect(await test.ask('{ me { account { id } } }', {}, `__Host-sportello=${token}`)).toEqual({ me: null });
    const basic = await test.send('{ me { account { id } } }', {}, { headers: { authorization: 'Basic eDp5' } });
    expect(basic.data).toEqual({ me: null });
    expect(
      (await fetch(`${test.url}/graphql?query={serverTime}`, { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(400);

    expect((await as(token, '{ me { account { id } } }')).errors).toEqual([]);
    expect(await revoke(cookie, id)).toBe('RevokeAccessTokenSuccess');
    expect(codeOf(await as(token, '{ serverTime }'))).toBe('UNAUTHENTICATED');
    expect(await revoke(cookie, id)).toBe('AccessTokenNotFoundError');

    const short = await make(await test.cookieOf((await test.seed.person()).accountId), ['READ_PROFILE'], {
      expiresInDays: 1,
    });
    expect((await as(short.token, '{ serverTime }')).status).toBe(200);
    test.clock.advance(DAY_MS);
    expect(codeOf(await as(short.token, '{ serverTime }'))).toBe('UNAUTHENTICATED');
  });

  it('[API-03] wins over a cookie, and the rules of origins stand as they were', async () => {
    const one = await holder('READ_PROFILE');
    const other = await holder('READ_PROFILE');
    const query = '{ me { account { username } } }';
    const both = await as<{ me: { account: { username: string } } }>(one.token, query, { cookie: other.cookie });
    expect(both.data?.me.account.username).toBe(one.username);
    const foreign = await as(one.token, query, { cookie: other.cookie, origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
  });

  it('[API-03] tells its last use to the minute', async () => {
    const { token, cookie } = await holder('READ_PROFILE');
    const lastUse = async () =>
      (
        await test.ask<{ myAccessTokens: { lastUsedAt: string | null }[] }>(
          '{ myAccessTokens { lastUsedAt } }',
          {},
          cookie,
        )
      ).myAccessTokens[0]!.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await as(token, '{ serverTime }');
    const first = await lastUse();
    expect(first).toBe(test.clock.now().toISOString());
    test.clock.advance(MINUTE_MS / 2);
    await as(token, '{ serverTime }');
    expect(await lastUse()).toBe(first);
    test.clock.advance(MINUTE_MS);
    await as(token, '{ serverTime }');
    expect(await lastUse()).toBe(test.clock.now().toISOString());
  });

  it('[API-03] belongs to its owner: nobody else sees or revokes it', async () => {
    const { id, token } = await holder('READ_PROFILE');
    const other = await test.cookieOf((await test.seed.person()).accountId);
    expect(await revoke(other, id)).toBe('AccessTokenNotFoundError');
    expect(await revoke(other, 'sciocchezze')).toBe('AccessTokenNotFoundError');
    expect(await test.ask('{ myAccessTokens { id } }', {}, other)).toEqual({ myAccessTokens: [] });
    expect((await as(token, '{ serverTime }')).status).toBe(200);
  });

  it('[API-03] is made with a name, a scope and a time, at most 20 in force, also at once', async () => {
    const cookie = await test.cookieOf((await test.seed.person()).accountId);
    const input = { name: ' ', scopes: [], expiresInDays: 366 };
    expect(await test.ask(CREATE, { input }, cookie)).toMatchObject({
      createAccessToken: { issues: [{ path: 'name' }, { path: 'scopes' }, { path: 'expiresInDays' }] },
    });
    const outcomes = await Promise.all(Array.from({ length: 23 }, () => make(cookie, ['READ_PROFILE'])));
    const names = outcomes.map(({ __typename }) => __typename);
    expect(names.filter((name) => name === 'CreateAccessTokenSuccess')).toHaveLength(20);
    expect(names.filter((name) => name === 'TooManyAccessTokensError')).toHaveLength(3);
  });

  it('[API-03][OPS-06] leaves an audit row when it is made and when it is revoked, without the token', async () => {
    const { accountId, cookie, id, token } = await holder('READ_PROFILE');
    await revoke(cookie, id);
    const rows = await test.app.db.query<{ event: string; data: object }>(
      sql`select event, data from audit_event where subject_id = ${accountId}::uuid order by id`,
    );
    expect(rows.map(({ event }) => event)).toEqual(['account.accessTokenMade', 'account.accessTokenRevoked']);
    expect(JSON.stringify(rows)).not.toContain(token.slice(8));
  });
});

describe('an access token on a socket', () => {
  it('[API-03] is taken from the header or from the first message, and from nowhere else', async () => {
    const { token } = await holder('READ_BOOKINGS');
    const authorization = `Bearer ${token}`;
    for (const { socket, answer } of [await connect({ authorization }), await connect({}, { authorization })]) {
      expect(answer).toBe('ack');
      expect(await ask(socket, MINE)).toContain('"myBookings":{"version"');
    }
    const visitor = await connect({});
    expect(await ask(visitor.socket, MINE)).toContain('UNAUTHENTICATED');
    expect((await connect({ authorization: 'Bearer spt_x' })).answer).toBe(401);
    expect((await connect({}, { authorization: 'Bearer spt_x' })).answer).toBe(4403);
    expect((await connect({ origin: 'https://evil.example', authorization })).answer).toBe(403);
  });

  it('[API-03] keeps its scope there', async () => {
    const { token } = await holder('READ_PROFILE');
    const { socket } = await connect({}, { authorization: `Bearer ${token}` });
    expect(await ask(socket, MINE)).toContain('"requiredScope":"READ_BOOKINGS"');
  });

  it('[API-03][SEC-081] counts among its account’s five sockets', async () => {
    const { token } = await holder('READ_PROFILE');
    const authorization = `Bearer ${token}`;
    for (let n = 0; n < 5; n++) expect((await connect({}, { authorization })).answer).toBe('ack');
    expect((await connect({}, { authorization })).answer).toBe(4403);
    expect((await connect({ authorization })).answer).toBe(429);
  });

  it.each(['header', 'first message'])('[API-03] revocation closes its sockets: %s', async (where) => {
    const { token, cookie, id } = await holder('READ_BOOKINGS');
    const authorization = `Bearer ${token}`;
    const { socket } = where === 'header' ? await connect({ authorization }) : await connect({}, { authorization });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await revoke(cookie, id);
    expect(await closed).toBe(4499);
  });

  it('[API-03] a revocation or a disabled account that no hint tells of still closes sockets within 5 s', async () => {
    const one = await holder('READ_BOOKINGS');
    const two = await holder('READ_BOOKINGS');
    const begun = performance.now();
    const closed = await Promise.all(
      [one, two].map(async ({ token }) => {
        const { socket } = await connect({}, { authorization: `Bearer ${token}` });
        return { code: new Promise((resolve) => socket.once('close', resolve)) };
      }),
    );
    await test.app.db.query(sql`update access_token set revoked_at = now() where account_id = ${one.accountId}::uuid`);
    await test.app.db.query(sql`update account set state = 'DISABLED' where id = ${two.accountId}::uuid`);
    expect(await Promise.all(closed.map(({ code }) => code))).toEqual([4499, 4499]);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('[SEC-049] a disabled account’s token opens nothing from the next request on', async () => {
    const { token, accountId } = await holder('READ_PROFILE');
    expect((await as(token, '{ serverTime }')).status).toBe(200);
    await test.app.services.account.disable(accountId, { actorId: null, requestId: null });
    expect(codeOf(await as(token, '{ serverTime }'))).toBe('UNAUTHENTICATED');
  });
});

function rootField(path: string) {
  return rootFields(schema).find((walked) => walked.path === path)!;
}

/** Someone whose token has every scope; what lies behind the gate is not there. */
function contextOfToken(): object {
  const account = { id: '00000000-0000-4000-8000-000000000000', kind: 'PERSON' };
  const accessToken = {
    scopes: ['READ_PROFILE', 'READ_BOOKINGS', 'WRITE_BOOKINGS', 'READ_CAMPAIGNS', 'WRITE_CAMPAIGNS'],
  };
  return { viewer: { account, roles: [], accessToken }, say: (key: string) => key, services: {}, clock: test.clock };
}

function optionTexts(field: { extensions: unknown }): string[] {
  const options = (field.extensions as { pothosOptions?: Record<string, unknown> }).pothosOptions ?? {};
  return Object.values(options).map(String);
}

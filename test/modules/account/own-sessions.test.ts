import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { HOUR_MS, MINUTE_MS } from '#test/kit/clock.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
const SESSIONS =
  '{ myLoginSessions { id device { name browser system kind } createdAt lastUsedAt expiresAt remembered current } }';
const END = `mutation ($input: EndLoginSessionsInput!) { endLoginSessions(input: $input) {
  __typename ... on Error { message } ... on EndLoginSessionsSuccess { ended } } }`;
const EVENTS = `query ($first: Int, $after: String) { mySecurityEvents(first: $first, after: $after) {
  edges { cursor node { at kind text device { name } } } pageInfo { hasNextPage endCursor } } }`;
const LIVE = 'subscription { accountEvents { version at events { kind text } freshness { live } } }';

interface Listed {
  id: string;
  device: { name: string; browser: string | null; system: string | null; kind: string };
  current: boolean;
  lastUsedAt: string;
  expiresAt: string;
}

let test: TestApp;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(() => test.stop());

async function signInFrom(identifier: string, userAgent: string, password = PASSWORD): Promise<string> {
  const { headers } = await test.send(
    SIGN_IN,
    { input: { identifier, password } },
    { headers: { 'user-agent': userAgent } },
  );
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function onTwoDevices() {
  const person = await test.seed.person({ passwordHash });
  const computer = await signInFrom(person.username, FIREFOX);
  test.clock.advance(5 * MINUTE_MS);
  const phone = await signInFrom(person.username, IPHONE);
  return { ...person, computer, phone };
}

const listed = async (cookie: string) =>
  (await test.ask<{ myLoginSessions: Listed[] }>(SESSIONS, {}, cookie)).myLoginSessions;
const isSignedIn = async (cookie: string) =>
  (await test.ask<{ me: object | null }>('{ me { roles { role } } }', {}, cookie)).me !== null;
const end = async (input: object, cookie: string) =>
  (await test.ask<{ endLoginSessions: { __typename: string; ended?: number } }>(END, { input }, cookie))
    .endLoginSessions;
const kindsOf = async (cookie: string, variables: object = {}) =>
  (
    await test.ask<{ mySecurityEvents: { edges: { node: { kind: string } }[] } }>(EVENTS, variables, cookie)
  ).mySecurityEvents.edges.map(({ node }) => node.kind);

describe('own sign-ins', () => {
  it('[ACC-03][SEC-050] are listed with their device and last use, this one first', async () => {
    const { computer, phone } = await onTwoDevices();
    const seen = await listed(computer);
    expect(seen.map(({ device, current }) => [device.name, device.kind, current])).toEqual([
      ['Firefox su Windows', 'COMPUTER', true],
      ['Safari su iPhone', 'PHONE', false],
    ]);
    expect((await listed(phone)).map(({ current }) => current)).toEqual([true, false]);
    expect((await listed(phone))[0]?.device.kind).toBe('PHONE');
    expect(Date.parse(seen[0]?.expiresAt ?? '')).toBeGreaterThan(Date.parse(seen[0]?.lastUsedAt ?? ''));
  });

  it('[ACC-03] those of a browser that says nothing known are told as that, and never repeated raw', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const cookie = await signInFrom(username, '<b>prova</b>/1.0 (qualcosa)');
    const [session] = await listed(cookie);
    expect(session?.device).toEqual({
      name: 'Dispositivo non riconosciuto',
      browser: null,
      system: null,
      kind: 'OTHER',
    });
  });

  it('[ACC-03] those that ended by themselves, or belong to others, are not listed', async () => {
    const mine = await onTwoDevices();
    await onTwoDevices();
    test.clock.advance(24 * MINUTE_MS);
    expect(await listed(mine.phone)).toHaveLength(1);
    test.clock.advance(HOUR_MS);
    expect(await isSignedIn(mine.phone)).toBe(false);
  });

  it('[ACC-03][SEC-050] one is ended from another: its requests and its socket are over, the rest stays', async () => {
    const { computer, phone, accountId } = await onTwoDevices();
    const closed = new Promise<unknown>((resolve) => {
      const socket = test.socket(phone);
      socket.on('closed', (event) => resolve((event as CloseEvent).code));
      socket.subscribe({ query: LIVE }, { next: () => undefined, error: () => undefined, complete: () => undefined });
    });
    const other = (await listed(computer)).find(({ current }) => !current);
    await expect
      .poll(() => test.app.db.query(sql`select 1 from login_session where account_id = ${accountId}::uuid`))
      .toHaveLength(2);
    expect(await end({ id: other?.id }, computer)).toEqual({ __typename: 'EndLoginSessionsSuccess', ended: 1 });
    expect(await isSignedIn(phone)).toBe(false);
    expect(await isSignedIn(computer)).toBe(true);
    expect(await closed).toBe(4499);
    const [row] = await test.app.db.query<{ actor: string; data: object }>(sql`
      select actor_id as actor, data from audit_event
      where event = 'account.sessionsEnded' and subject_id = ${accountId}::uuid`);
    expect(row?.actor).toBe(accountId);
    expect(Object.keys(row?.data ?? {})).toEqual(['loginSessionIds']);
    expect(await end({ id: other?.id }, computer)).toMatchObject({ __typename: 'LoginSessionNotFoundError' });
  });

  it('[ACC-03][SEC-050] all the others are ended in one act', async () => {
    const { computer, phone, username } = await onTwoDevices();
    const third = await signInFrom(username, FIREFOX);
    expect(await end({ allOthers: true }, phone)).toMatchObject({ ended: 2 });
    expect(await Promise.all([computer, phone, third].map(isSignedIn))).toEqual([false, true, false]);
    expect(await end({ allOthers: true }, phone)).toMatchObject({ ended: 0 });
  });

  it('[SEC-050][SEC-058] nobody ends those of somebody else; a forged id is answered like none', async () => {
    const mine = await onTwoDevices();
    const theirs = await onTwoDevices();
    const [other] = await listed(theirs.computer);
    const refused = await end({ id: other?.id }, mine.computer);
    expect(refused).toMatchObject({ __typename: 'LoginSessionNotFoundError', message: 'Questo accesso è già chiuso.' });
    expect(await end({ id: 'non-è-un-id' }, mine.computer)).toEqual(refused);
    expect(await isSignedIn(theirs.computer)).toBe(true);
    const { errors } = await test.send(SESSIONS);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('the history of accesses', () => {
  it('[ACC-04] tells accesses and refusals in plain words, the newest first, and of the owner alone', async () => {
    const { computer, username } = await onTwoDevices();
    await signInFrom(username, FIREFOX, 'sbagliata');
    await end({ allOthers: true }, computer);
    const { mySecurityEvents: history } = await test.ask<{
      mySecurityEvents: { edges: { node: { kind: string; text: string; device: { name: string } | null } }[] };
    }>(EVENTS, {}, computer);
    expect(history.edges.map(({ node }) => [node.kind, node.text, node.device?.name ?? null])).toEqual([
      ['SESSIONS_ENDED', 'Chiuso 1 accesso', null],
      ['SIGN_IN_FAILED', 'Tentativo di accesso non riuscito', null],
      ['SIGNED_IN', 'Accesso riuscito', 'Safari su iPhone'],
      ['SIGNED_IN', 'Accesso riuscito', 'Firefox su Windows'],
    ]);
    const stranger = await onTwoDevices();
    expect(await kindsOf(stranger.phone)).toEqual(['SIGNED_IN', 'SIGNED_IN']);
  });

  it('[ACC-04] is read by pages, without a row twice or lost', async () => {
    const { computer, username } = await onTwoDevices();
    for (let n = 0; n < 3; n++) await signInFrom(username, FIREFOX);
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const {
        mySecurityEvents: page,
      }: { mySecurityEvents: { edges: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        await test.ask(EVENTS, { first: 2, after }, computer);
      seen.push(...page.edges.map((edge) => (edge as { cursor: string }).cursor));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    const codes: unknown[] = [];
    for (const variables of [{ first: 0 }, { after: 'zzz' }, { first: 101 }]) {
      const { errors } = await test.send(EVENTS, variables, { cookie: computer });
      codes.push(errors[0]?.extensions.code);
    }
    expect(codes).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'LIMIT_EXCEEDED']);
  });
});

describe('events of the account, live', () => {
  it('[ACC-04] what happens elsewhere arrives by itself, once, and nothing of before', async () => {
    const { computer, phone, username } = await onTwoDevices();
    const live = watch<{ accountEvents: { version: number; events: { kind: string }[] } }>(test.socket(computer), LIVE);
    expect((await live.next()).accountEvents).toMatchObject({ version: 1, events: [] });
    for (let n = 0; n < 6; n++) await signInFrom(username, FIREFOX, 'sbagliata');
    const kinds: string[] = [];
    while (!kinds.includes('LOCKED')) kinds.push(...(await live.next()).accountEvents.events.map(({ kind }) => kind));
    expect(kinds).toEqual([...Array(6).fill('SIGN_IN_FAILED'), 'LOCKED']);
    const [, other] = await listed(computer);
    await end({ id: other?.id }, computer);
    expect((await live.next()).accountEvents.events).toEqual([{ kind: 'SESSIONS_ENDED', text: 'Chiuso 1 accesso' }]);
    expect(await isSignedIn(phone)).toBe(false);
    await live.close();
  });

  it('[SEC-048][SEC-050] end with the sign-in that asked for them', async () => {
    const { computer, phone } = await onTwoDevices();
    const live = watch(test.socket(phone), LIVE);
    await live.next();
    await end({ allOthers: true }, computer);
    await expect(live.next()).rejects.toThrow();
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#test/kit/clock.ts';

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename
  ... on SignInSuccess { viewer { account { username } roles { role office } sessionExpiresAt } }
  ... on Error { message }
} }`;

let test: TestApp;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(() => test.stop());

async function signIn(username: string, options: { remember?: boolean; cookie?: string } = {}) {
  const input = { identifier: username, password: PASSWORD, remember: options.remember ?? false };
  const { data, headers } = await test.send(SIGN_IN, { input }, { cookie: options.cookie ?? null });
  const header = headers.getSetCookie()[0] ?? '';
  return { data, header, cookie: header.split(';')[0] ?? '' };
}

async function isSignedIn(cookie: string): Promise<boolean> {
  const { me } = await test.ask<{ me: object | null }>('{ me { sessionExpiresAt } }', {}, cookie);
  return me !== null;
}

describe('the session cookie', () => {
  it('[SEC-044][SEC-046] holds 256 random bits, for this host and HTTP alone', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const { header } = await signIn(username);
    expect(header).toMatch(/^__Host-sportello=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const tokens = new Set<string>();
    for (let n = 0; n < 5; n++) tokens.add((await signIn(username)).cookie);
    expect(tokens.size).toBe(5);
  });

  it('[ACC-03][SEC-010] rests in the database as a hash, and the password as argon2id', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const { cookie } = await signIn(username);
    const token = cookie.split('=')[1]!;
    const tables = await test.app.db.query<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`);
    for (const { name } of tables) {
      const { rows } = await test.app.db.pool.query(`select t::text as row from "${name}" t`);
      const text = rows.map(({ row }) => row).join('\n');
      expect(text).not.toContain(token);
      expect(text).not.toContain(Buffer.from(token).toString('hex'));
      expect(text).not.toContain(PASSWORD);
    }
    const [account] = await test.app.db.query<{ hash: string }>(
      sql`select password_hash as hash from account where username = ${username}`,
    );
    expect(account?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
    expect(await test.app.passwords.hash(PASSWORD)).not.toBe(await test.app.passwords.hash(PASSWORD));
  });

  it('[SEC-045] changes at every sign-in; the one before is dead, and one that was planted is never taken', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const first = await signIn(username);
    const second = await signIn(username, { cookie: first.cookie });
    expect(second.cookie).not.toBe(first.cookie);
    expect(await isSignedIn(first.cookie)).toBe(false);
    expect(await isSignedIn(second.cookie)).toBe(true);

    const planted = `__Host-sportello=${'A'.repeat(43)}`;
    const after = await signIn(username, { cookie: planted });
    expect(after.cookie).not.toBe(planted);
    expect(await isSignedIn(planted)).toBe(false);
  });

  it('[SEC-048] is removed at sign-out, with what the browser keeps', async () => {
    const { cookie } = await test.signedIn();
    const { headers } = await test.send('mutation { signOut { ok } }', {}, { cookie });
    expect(headers.getSetCookie()).toEqual(['__Host-sportello=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0']);
    expect(headers.get('clear-site-data')).toBe('"storage"');
    expect(await isSignedIn(cookie)).toBe(false);
    const events = await test.app.db.query(sql`select event from audit_event where event = 'account.signedOut'`);
    expect(events.length).toBe(1);
  });
});

describe('how long a session lasts', () => {
  it('[SEC-047][ACC-03] ends after 30 minutes without use', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const { cookie } = await signIn(username);
    test.clock.advance(30 * MINUTE_MS - 1);
    expect(await isSignedIn(cookie)).toBe(true);
    test.clock.advance(30 * MINUTE_MS - 1);
    expect(await isSignedIn(cookie)).toBe(true);
    test.clock.advance(30 * MINUTE_MS);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('[SEC-047][ACC-03] ends after 12 hours, however much it is used', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const begun = test.clock.now().getTime();
    const { cookie } = await signIn(username);
    for (let used = 0; used < 36; used++) {
      test.clock.set(new Date(begun + used * 20 * MINUTE_MS));
      expect(await isSignedIn(cookie)).toBe(true);
    }
    test.clock.set(new Date(begun + 12 * HOUR_MS));
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('[ACC-03] lasts 30 days with «Ricordami», used or not', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const begun = test.clock.now().getTime();
    const { cookie, header } = await signIn(username, { remember: true });
    expect(header).toContain(`Max-Age=${30 * 24 * 3600}`);
    test.clock.set(new Date(begun + 30 * DAY_MS - 1));
    expect(await isSignedIn(cookie)).toBe(true);
    test.clock.set(new Date(begun + 30 * DAY_MS));
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('[ACC-03] is never remembered for desk, office, helpdesk and security, a role received later included', async () => {
    for (const role of ['DESK', 'OFFICE', 'HELPDESK', 'SECURITY'] as const) {
      const { username, accountId } = await test.seed.person({ passwordHash });
      await test.seed.grant(accountId, role);
      const { cookie, header } = await signIn(username, { remember: true });
      expect(header).not.toContain('Max-Age');
      test.clock.advance(30 * MINUTE_MS);
      expect(await isSignedIn(cookie)).toBe(false);
    }
    const { username, accountId } = await test.seed.person({ passwordHash });
    const { cookie } = await signIn(username, { remember: true });
    await test.seed.grant(accountId, 'OFFICE');
    const roles = async () =>
      (await test.ask<{ me: { roles: object[] } }>('{ me { roles { role } } }', {}, cookie)).me.roles;
    await expect.poll(roles, { timeout: 10_000 }).toEqual([{ role: 'OFFICE' }]);
    test.clock.advance(30 * MINUTE_MS);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('[ACC-03] writes its last use at most once a minute', async () => {
    const { cookie } = await test.signedIn();
    const writes = async (act: () => Promise<unknown>) => {
      const before = test.queries.length;
      await act();
      return test.queries.slice(before).filter((statement) => /update login_session/i.test(statement)).length;
    };
    test.clock.advance(59_000);
    expect(await writes(() => isSignedIn(cookie))).toBe(0);
    test.clock.advance(1_000);
    const rush = () => Promise.all(Array.from({ length: 5 }, () => isSignedIn(cookie)));
    expect(await writes(rush)).toBe(1);
  });

  it('[ACC-03] gives the roles held now: not those to come, not those over', async () => {
    const { username, accountId } = await test.seed.person({ passwordHash });
    const now = test.clock.now();
    const later = new Date(now.getTime() + 10 * MINUTE_MS);
    await test.app.db.query(sql`
      insert into role_grant (account_id, role, starts_at, ends_at) values
        (${accountId}::uuid, 'OFFICE', ${now}, ${later}), (${accountId}::uuid, 'SECURITY', ${later}, null)`);
    const { cookie } = await signIn(username);
    const roles = async () =>
      (await test.ask<{ me: { roles: object[] } }>('{ me { roles { role office school { code } } } }', {}, cookie)).me
        .roles;
    expect(await roles()).toEqual([{ role: 'OFFICE', office: true, school: null }]);
    test.clock.advance(10 * MINUTE_MS);
    expect(await roles()).toEqual([{ role: 'SECURITY', office: true, school: null }]);
  });
});

describe('the account in the API', () => {
  it('[SEC-058] node answers about no account but one’s own', async () => {
    const mine = await test.signedIn();
    const other = await test.signedIn();
    const node = async (id: string, cookie: string | null) =>
      (await test.send('query ($id: ID!) { node(id: $id) { id } }', { id }, { cookie })).data;
    const globalId = (key: string) => Buffer.from(`Account:${key}`).toString('base64');
    expect(await node(globalId(mine.accountId), mine.cookie)).toEqual({ node: { id: globalId(mine.accountId) } });
    const nothing = await node(globalId('00000000-0000-0000-0000-000000000009'), mine.cookie);
    expect(nothing).toEqual({ node: null });
    expect(await node(globalId(other.accountId), mine.cookie)).toEqual(nothing);
    expect(await node(globalId(mine.accountId), null)).toEqual(nothing);
  });

  it('[API-04] sets the language of the account, for the signed in alone', async () => {
    const { cookie } = await test.signedIn();
    const document = 'mutation { setLocale(locale: EN) { locale } }';
    expect(await test.ask(document, {}, cookie)).toEqual({ setLocale: { locale: 'EN' } });
    expect(await test.ask('{ me { account { locale } } }', {}, cookie)).toEqual({ me: { account: { locale: 'EN' } } });
    expect((await test.send(document)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

const LISTED = 'https://partner.example';
const FOREIGN = 'https://evil.example';
const SET_LOCALE = 'mutation { setLocale(locale: EN) { locale } }';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ config: { allowedOrigins: ['http://localhost:4000', LISTED] } });
});
afterAll(() => test.stop());

function post(body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${test.url}/graphql`, { method: 'POST', body, headers });
}

async function localeOf(cookie: string): Promise<string> {
  const { me } = await test.ask<{ me: { account: { locale: string } } }>('{ me { account { locale } } }', {}, cookie);
  return me.account.locale;
}

describe('headers', () => {
  it('[SEC-051] stand on every answer', async () => {
    const answers = await Promise.all(
      ['/', '/laboratori', '/graphql?query={__typename}', '/health/live', '/health/ready', '/nulla.js'].map((path) =>
        fetch(test.url + path),
      ),
    );
    answers.push(
      await post('{', { 'content-type': 'application/json' }),
      await post('x', { 'content-type': 'text/plain' }),
    );
    for (const { headers } of answers) {
      expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      const policy = headers.get('content-security-policy');
      for (const part of [
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('upgrade-insecure-requests');
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('[SEC-053] personal answers are kept by nobody', async () => {
    const { cookie } = await test.signedIn();
    const { headers } = await test.send('{ me { account { id } } }', {}, { cookie });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('[SEC-055] CORS names listed origins only, and never the one that asks because it asks', async () => {
    const ask = (origin: string, method: string) =>
      fetch(`${test.url}/graphql`, {
        method,
        headers: { origin, 'content-type': 'application/json', 'access-control-request-method': 'POST' },
        ...(method === 'POST' ? { body: '{"query":"{__typename}"}' } : {}),
      });
    for (const method of ['OPTIONS', 'POST']) {
      expect((await ask(LISTED, method)).headers.get('access-control-allow-origin')).toBe(LISTED);
      for (const origin of [FOREIGN, 'null', `${LISTED}.evil.example`, 'http://partner.example']) {
        const { headers } = await ask(origin, method);
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
    }
  });
});

describe('requests of other sites', () => {
  it('[SEC-052] forms, GET and foreign origins do nothing, cookie or not', async () => {
    const { cookie } = await test.signedIn();
    const json = JSON.stringify({ query: SET_LOCALE });
    const form = new URLSearchParams({ query: SET_LOCALE }).toString();
    const multipart = `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${json}\r\n--x--`;
    const refused = [
      await post(json, { cookie, 'content-type': 'text/plain' }),
      await post(form, { cookie, 'content-type': 'application/x-www-form-urlencoded' }),
      await post(multipart, { cookie, 'content-type': 'multipart/form-data; boundary=x' }),
      await post(SET_LOCALE, { cookie, 'content-type': 'application/graphql' }),
      await fetch(`${test.url}/graphql?${form}`, { headers: { cookie } }),
      await post(json, { cookie, 'content-type': 'application/json', origin: FOREIGN }),
      await post(json, { cookie, 'content-type': 'application/json', origin: 'null' }),
    ];
    expect(refused.map((answer) => answer.status)).toEqual([415, 415, 415, 415, 405, 403, 403]);
    expect(await localeOf(cookie)).toBe('IT');
    await post(json, { cookie, 'content-type': 'application/json', origin: test.url });
    expect(await localeOf(cookie)).toBe('EN');
  });

  it('[DEC-23] GET reads as a visitor, whatever cookie it carries', async () => {
    const { cookie } = await test.signedIn();
    const answer = await fetch(`${test.url}/graphql?query={me{account{id}}}`, { headers: { cookie } });
    expect(await answer.json()).toEqual({ data: { me: null } });
  });

  it('[SEC-056] an address that an untrusted peer claims is not believed', async () => {
    for (const n of [1, 2, 3]) {
      await test.send(
        'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
        { input: { identifier: `nessuno.${n}`, password: 'sbagliata' } },
        { headers: { 'x-forwarded-for': `203.0.113.${n}` } },
      );
    }
    // Three identifiers were tried once each; only their common address has three failures.
    const rows = await test.app.db.query(sql`select failures from sign_in_throttle where failures > 1`);
    expect(rows).toEqual([{ failures: 3 }]);
  });
});

describe('limits', () => {
  it('[SEC-070] a large body is 413 and endless braces are never 500', async () => {
    const large = JSON.stringify({ query: `{ __typename ${' '.repeat(100_001)}}` });
    expect((await post(large, { 'content-type': 'application/json' })).status).toBe(413);
    const nested = await test.send(`${'{a'.repeat(20_000)}`);
    expect(nested.status).toBe(400);
    expect(nested.errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  });

  it('[SEC-027] one request checks one password, by alias, fragment or batch', async () => {
    const one = (alias: string) => `${alias}: signIn(input: { identifier: "x", password: "y" }) { __typename }`;
    const hashed = test.app.passwords.load.hashed;
    const documents = [
      `mutation { ${one('a')} ${one('b')} }`,
      `mutation { ${one('a')} ...F } fragment F on Mutation { ${one('b')} }`,
      `mutation { ... on Mutation { ${one('a')} } ... { ${one('b')} } }`,
    ];
    for (const document of documents) {
      const { status, errors } = await test.send(document);
      expect([status, errors[0]?.extensions.code]).toEqual([400, 'LIMIT_EXCEEDED']);
    }
    const batch = JSON.stringify([{ query: `mutation { ${one('a')} }` }, { query: `mutation { ${one('a')} }` }]);
    expect((await post(batch, { 'content-type': 'application/json' })).status).toBe(400);
    expect(test.app.passwords.load.hashed).toBe(hashed);
  });

  it('[SEC-069] depth, aliases and fields are bounded; [SEC-071] aliases of __typename too', async () => {
    const aliases = Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ');
    const deep = `{ campaigns ${'{ labs { campaign '.repeat(7)}{ id }${'} }'.repeat(7)} }`;
    const spread = `{ ${'...F '.repeat(300)} } fragment F on Query { serverTime __typename ...G } fragment G on Query { office { name shortName } }`;
    for (const document of [`{ ${aliases} }`, deep, spread]) {
      const { status, errors } = await test.send(document);
      expect([status, errors[0]?.extensions.code]).toEqual([400, 'LIMIT_EXCEEDED']);
    }
  });
});

describe('faults', () => {
  it('[SEC-075] nothing of an unforeseen error leaves the server, on any transport', async () => {
    const owner = new pg.Client({ connectionString: test.database.ownerUrl });
    await owner.connect();
    await owner.query(`create function fail() returns trigger language plpgsql as
      $$ begin raise exception 'segreto-9f3 at %', current_user; end $$`);
    await owner.query('create trigger fail before update of locale on account for each row execute function fail()');
    await owner.end();
    const { cookie } = await test.signedIn();
    const overHttp = await test.send(SET_LOCALE, {}, { cookie });
    const client = test.socket(cookie);
    const { value: overSocket } = await client.iterate({ query: SET_LOCALE }).next();
    for (const answer of [{ data: overHttp.data, errors: overHttp.errors }, overSocket]) {
      expect(answer?.errors).toHaveLength(1);
      expect(answer?.errors?.[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
      expect(answer?.errors?.[0]?.extensions?.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.stringify(answer)).not.toMatch(/segreto|sportello_app|update account|stack/i);
    }
    expect(overHttp.errors[0]?.extensions.requestId).toBe(overHttp.headers.get('x-request-id'));
  });
});

describe('the log', () => {
  it('[SEC-066] has one line for every refusal, with who and what and nothing of what was sent', async () => {
    const lines: Record<string, unknown>[] = [];
    const write = (data: object, message: string) => lines.push({ ...data, message });
    const logger = { debug: () => undefined, info: write, warn: write, error: write };
    const other = await startTestApp({ overrides: { logger } });
    try {
      const { cookie, accountId, username } = await other.signedIn();
      await other.send('{ myBookings { id } }');
      await other.send('{ officeCampaigns { id } }', {}, { cookie });
      await other.send('{ __typename }', {}, { cookie, headers: { origin: FOREIGN } });
      await other.signIn(username, 'sbagliata davvero').catch(() => undefined);
      const refused = lines.filter(({ message }) => /was refused$/.test(String(message)));
      expect(refused).toMatchObject([
        { code: 'UNAUTHENTICATED', accountId: null, path: ['myBookings'] },
        { code: 'FORBIDDEN', accountId, path: ['officeCampaigns'] },
        { code: 'FORBIDDEN' },
        { reason: 'PASSWORD', accountId },
      ]);
      for (const { requestId } of refused) expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(JSON.stringify(lines)).not.toMatch(/sbagliata|prova\./);
    } finally {
      await other.stop();
    }
  });
});

describe('health', () => {
  it('[OPS-01] is live, and ready with its database, migrations and bus', async () => {
    expect(await (await fetch(`${test.url}/health/live`)).json()).toEqual({ live: true });
    const ready = await fetch(`${test.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ ready: true, database: 'up', migrations: 'up', bus: 'up' });
  });
});

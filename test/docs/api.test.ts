// docs/api.md is run as it stands, against a server with the demo data.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts, seedDemoData } from '#server/demo/demo.ts';
import { tokenNeedOf } from '#server/graphql/token-scopes.ts';
import { examples } from '#server/http/graphiql-examples.ts';
import { LIMITS } from '#server/http/limits.ts';
import { COST } from '#server/http/limits-cost.ts';
import { LIVE_LIMITS } from '#server/http/limits-live.ts';
import { SOCKET_LIMITS } from '#server/http/sockets.ts';
import { schema } from '#server/schema.ts';
import { rootFields } from '#test/architecture/schema-walk.ts';
import { projectDir, readSource } from '#test/architecture/sources.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

const page = readSource('docs/api.md').text;
const blocks = [...page.matchAll(/^```(js|sh)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
const programs = blocks.filter(({ language }) => language === 'js').map(({ code }) => code);
const ACCOUNT = { identifier: 'anna.prova', password: 'girasole-blu-42' };

let test: TestApp;
let token: string;
beforeAll(async () => {
  test = await startTestApp({ realTime: true });
  await seedDemoData(test.app);
  const cookie = await test.signIn(ACCOUNT.identifier, ACCOUNT.password);
  const { createAccessToken } = await test.ask<{ createAccessToken: { token: string } }>(
    `mutation { createAccessToken(input: { name: "Prova", scopes: [READ_BOOKINGS], expiresInDays: 1 }) {
      ... on CreateAccessTokenSuccess { token } } }`,
    {},
    cookie,
  );
  token = createAccessToken.token;
}, 120_000);
afterAll(() => test.stop());

async function run(
  command: string,
  args: string[],
  code: string,
): Promise<{ code: number | null; out: string; err: string }> {
  const here = code.replaceAll('localhost:4000', new URL(test.url).host);
  const child = spawn(command, [...args, here], {
    cwd: projectDir,
    env: { PATH: process.env.PATH, SPORTELLO_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code: exit, out, err };
}

describe('docs/api.md', () => {
  it('[API-04] has a client for fetch, urql, access tokens, sockets and event streams, each in some ten lines', () => {
    const marks = ['await response.json()', '@urql/core', 'Bearer', 'graphql-ws', 'graphql-sse'];
    expect(programs.map((code) => marks.findIndex((mark) => code.includes(mark)))).toEqual([0, 1, 2, 3, 4]);
    for (const code of programs)
      expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(12);
  });

  it.each(programs.map((code, index) => [index + 1, code] as const))(
    '[API-02][API-04] program %i runs',
    async (_index, code) => {
      const { code: exit, out, err } = await run(process.execPath, ['--input-type=module', '--eval'], code);
      expect([exit, err]).toEqual([0, '']);
      expect(out.trim()).not.toBe('');
      expect(out).not.toMatch(/undefined|NaN/);
    },
    60_000,
  );

  it('tells the limits that hold', () => {
    const rows = Object.fromEntries(
      [...page.matchAll(/^\| `([A-Z_]+)` \| (\d+) \|/gm)].map(([, name, max]) => [name, Number(max)]),
    );
    expect(rows).toEqual({
      BODY: LIMITS.bodyBytes,
      TOKENS: LIMITS.tokens,
      DEPTH: LIMITS.depth,
      FIELDS: LIMITS.fields,
      ALIASES: LIMITS.aliases,
      DIRECTIVES: LIMITS.directives,
      FRAGMENTS: LIMITS.fragments,
      REPEATS: LIMITS.repeats,
      CREDENTIAL_FIELDS: LIMITS.credentialFields,
      PAGE: LIMITS.page,
      COST: LIMITS.cost,
    });
    for (const said of [
      `a mutation ${COST.mutation}`,
      `(${COST.page} when not given)`,
      `another list as ${COST.list}`,
      `${SOCKET_LIMITS.perAccount} sockets of one account and 2,000 from one address`,
      `${SOCKET_LIMITS.operations} operations on one socket`,
      `${LIVE_LIMITS.perAccount} subscriptions of one account and 10,000`,
    ]) {
      expect(page).toContain(said);
    }
    expect([SOCKET_LIMITS.perAddress, LIVE_LIMITS.perAddress, SOCKET_LIMITS.payloadBytes]).toEqual([
      2_000, 10_000, 65_536,
    ]);
  });

  it('[API-03] tells what every scope opens', () => {
    for (const { path, field } of rootFields(schema)) {
      const need = tokenNeedOf(field);
      if (!need || need === 'NOTHING') continue;
      const row = page.split('\n').find((line) => line.startsWith(`| \`${need}\` |`));
      expect([path, row?.includes(`\`${path.split('.')[1]}\``)]).toEqual([path, true]);
    }
  });
});

describe('the examples of GraphiQL', () => {
  it('[API-02] run against the demo data', async () => {
    let cookie = await test.signIn(ACCOUNT.identifier, ACCOUNT.password);
    const live = async (query: string, given: Record<string, unknown>) =>
      (await test.socket(cookie).iterate({ query, variables: given }).next()).value ?? {};
    const act = async (query: string, given: object) => {
      const answer = await test.send(query, given, { cookie });
      // A new sign-in on the same device ends the one before.
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return answer;
    };
    for (const { query, variables = '{}' } of examples) {
      const given = JSON.parse(variables);
      if (query.includes('mutation SignIn')) given.input = ACCOUNT;
      const { data, errors } = await (query.includes('subscription') ? live(query, given) : act(query, given));
      expect([query, errors ?? []]).toEqual([query, []]);
      expect(JSON.stringify(data)).not.toMatch(/Error"|"edges":\[\]|"sessions":\[\]|"me":null/);
    }
    expect(demoAccounts.length).toBeGreaterThan(0);
  });
});

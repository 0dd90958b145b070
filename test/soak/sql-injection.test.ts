// sqlmap against what people send into SQL: some thousand requests for each operation, minutes each.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { sqlmapOrSkip } from '#test/kit/external.ts';

let test: TestApp;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-sqlmap-'));
  test = await startTestApp();
});
afterAll(async () => {
  await test.stop();
  rmSync(folder, { recursive: true });
});

const NOT_FOUND = 'all tested parameters do not appear to be injectable';
const FOUND = /identified the following injection point/;

interface Target {
  url: string;
  body: object;
  cookie?: string;
}

/** What sqlmap says after it tried every value that ends in an asterisk. */
async function sqlmap(program: string, { url, body, cookie }: Target): Promise<string> {
  const args = [
    ...['--batch', '--disable-coloring', '--flush-session', '--level', '3', '--risk', '2', '--threads', '4'],
    ...['--dbms', 'PostgreSQL', '--timeout', '30', '--time-sec', '2', '--ignore-code', '400,401,429'],
    ...['--output-dir', folder, '--url', url, '--method', 'POST', '--data', JSON.stringify(body)],
    ...['--headers', 'content-type: application/json'],
    // Only the marked value: its own tries on headers and cookies would multiply the time.
    ...['--skip', 'user-agent,referer,host,cookie', ...(cookie ? ['--cookie', cookie] : [])],
  ];
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 1e8 }).catch(
    (failure: { stdout?: string }) => ({ stdout: failure.stdout ?? '' }),
  );
  return stdout;
}

const OPERATIONS: [name: string, query: string, variables: object][] = [
  ['campaign', 'query ($v: String!) { campaign(slug: $v) { id } }', { v: 'campagna*' }],
  ['lab', 'query ($v: String!) { lab(code: $v) { id } }', { v: 'LB-1*' }],
  [
    'labSessions',
    'query ($f: LabSessionFilter) { labSessions(first: 3, filter: $f) { edges { node { id } } } }',
    { f: { text: 'prova*' } },
  ],
  [
    'signIn',
    'mutation ($i: SignInInput!) { signIn(input: $i) { __typename } }',
    { i: { identifier: 'nome.cognome*', password: 'sbagliata' } },
  ],
  ['officeRoles', 'query ($v: String!) { officeRoles(username: $v) { id } }', { v: 'nome.cognome*' }],
];

sqlmapOrSkip('sqlmap', (program) => {
  it.each(OPERATIONS)('[SEC-086] at level 3 finds nothing in %s', async (_operation, query, variables) => {
    const { accountId } = await test.seed.person();
    await test.seed.grant(accountId, 'OFFICE');
    await test.seed.session(await test.seed.lab((await test.seed.campaign()).id));
    const before = test.queries.length;
    const target = { url: `${test.url}/graphql`, body: { query, variables }, cookie: await test.cookieOf(accountId) };
    const said = await sqlmap(program, target);
    expect(said).toContain(NOT_FOUND);
    expect(said).not.toMatch(FOUND);
    // They came as far as the database.
    expect(test.queries.length - before).toBeGreaterThan(100);
  });

  it('[SEC-086] finds what is there to be found, in the same way', async () => {
    const careless = await startCareless();
    try {
      const said = await sqlmap(program, { url: careless.url, body: { variables: { v: 'campagna*' } } });
      expect(said).toMatch(FOUND);
    } finally {
      await careless.stop();
    }
  });
});

/** A server that writes what came in into its statement. */
async function startCareless(): Promise<{ url: string; stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: test.database.url, max: 4 });
  const server = createServer((request, response) => {
    void (async () => {
      const { variables } = (await json(request)) as { variables: { v: string } };
      const rows = await pool.query(`select slug from campaign where slug = '${variables.v}'`).then(
        (result) => result.rows,
        () => [],
      );
      response.end(JSON.stringify({ rows }));
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await pool.end();
    },
  };
}

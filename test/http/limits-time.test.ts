import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bounded } from '#server/http/limits-time.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

const TWICE = 'mutation { a: setLocale(locale: EN) { locale } b: setLocale(locale: EN) { locale } }';

let test: TestApp;
let owner: pg.Client;
beforeAll(async () => {
  test = await startTestApp();
  owner = new pg.Client({ connectionString: test.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await test.stop();
});

/** Statements of the application that wait for a lock at this moment. */
async function waiting(): Promise<number> {
  const rows = await test.app.db.query(sql`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length;
}

describe('time', () => {
  it('[SEC-077] a statement ends by itself after 3 s, and the answer says to try again', async () => {
    const { accountId } = await test.seed.person();
    const cookie = await test.cookieOf(accountId);
    await owner.query('begin');
    await owner.query('select from account where id = $1 for update', [accountId]);
    const begun = performance.now();
    const { errors } = await test.send('mutation { setLocale(locale: EN) { locale } }', {}, { cookie });
    await owner.query('rollback');
    expect(errors[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 2 });
    expect(performance.now() - begun).toBeLessThan(9_000);
    expect(await test.app.db.query(sql`show statement_timeout`)).toEqual([{ statement_timeout: '3s' }]);
  });

  it('[SEC-077] when whoever asked goes away, nothing more is begun and no statement stays', async () => {
    const { accountId } = await test.seed.person();
    const cookie = await test.cookieOf(accountId);
    // Whoever comes second would be seen: it waits for the same row.
    await owner.query('begin');
    await owner.query('select from account where id = $1 for update', [accountId]);
    const controller = new AbortController();
    const asked = fetch(`${test.url}/graphql`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ query: TWICE }),
      signal: controller.signal,
    }).catch((error: Error) => error.name);
    await expect.poll(waiting, { timeout: 3_000, interval: 20 }).toBe(1);
    const before = test.queries.length;
    controller.abort();
    expect(await asked).toBe('AbortError');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await owner.query('commit');
    await expect.poll(waiting, { timeout: 5_000 }).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(test.queries.slice(before).filter((statement) => /update account/i.test(statement))).toEqual([]);
  });

  it('[SEC-077] an operation that takes too long is answered, and told so', async () => {
    let ended = false;
    const slow = bounded(async (args) => {
      const { signal } = args as unknown as { signal: AbortSignal };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      ended = true;
      throw signal.reason;
    }, 50);
    const result = await slow({ contextValue: {} } as Parameters<typeof slow>[0]);
    expect(result).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', limit: 'TIME', retryAfter: 2 } }],
    });
    await expect.poll(() => ended).toBe(true);
  });
});

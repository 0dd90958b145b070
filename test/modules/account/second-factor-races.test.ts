import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { type SecondFactorBench, secondFactorBench } from './second-factor-kit.ts';

const RACERS = 50;
const PERIOD_MS = 30_000;

let test: TestApp;
let bench: SecondFactorBench;
beforeAll(async () => {
  test = await startTestApp();
  bench = secondFactorBench(test);
});
afterAll(() => test.stop());

async function withApp() {
  const person = await test.signedIn();
  const app = await bench.addApp(person.cookie);
  test.clock.advance(PERIOD_MS);
  return { ...person, ...app };
}
const times = <T>(count: number, act: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => act(n)));
const openSessions = async (accountId: string) => {
  const [row] = await test.app.db.query<{ open: number }>(sql`
    select count(*)::int as open from login_session where account_id = ${accountId}::uuid and ended_at is null`);
  return row?.open;
};
const count = (outcomes: readonly { result: { __typename: string } }[], name: string) =>
  outcomes.filter(({ result }) => result.__typename === name).length;

describe('many at once', () => {
  it('[ACC-07][SEC-028] 50 racers with one code and one step: one is signed in', async () => {
    const { username, accountId, secret } = await withApp();
    const { step } = await bench.password(username);
    const code = bench.code(secret);
    const outcomes = await times(RACERS, () => bench.confirm({ code }, step));
    expect(count(outcomes, 'SignInSuccess')).toBe(1);
    expect(await openSessions(accountId)).toBe(2);
  });

  it('[ACC-07][SEC-028] four sign-ins at once with one recovery code: one is signed in, the others can go on', async () => {
    const { username, codes, accountId } = await withApp();
    const steps = await times(4, async () => (await bench.password(username)).step);
    const outcomes = await times(4, (n) => bench.confirm({ recoveryCode: codes[0]! }, steps[n]!));
    expect(count(outcomes, 'SignInSuccess')).toBe(1);
    const [row] = await test.app.db.query<{ used: number }>(sql`
      select count(used_at)::int as used from second_factor_code where account_id = ${accountId}::uuid`);
    expect(row?.used).toBe(1);
    const left = steps[outcomes.findIndex(({ result }) => result.__typename !== 'SignInSuccess')]!;
    expect((await bench.confirm({ recoveryCode: codes[1]! }, left)).result.__typename).toBe('SignInSuccess');
  });

  it('[SEC-028] control: read first and written after, racers with one code go on together', async () => {
    const { accountId } = await withApp();
    const { db } = test.app;
    let opened = 0;
    await times(RACERS, async () => {
      const rows = await db.query(sql`
        select code_hash from second_factor_code where account_id = ${accountId}::uuid and used_at is null limit 1`);
      if (rows.length === 0) return;
      await db.query(sql`select pg_sleep(0.01)::text`);
      opened++;
    });
    expect(opened).toBeGreaterThan(1);
  });

  it('[ACC-07][SEC-022] of 100 wrong codes at once five are looked at, and then the right one is not', async () => {
    const { username, accountId, secret } = await withApp();
    const { step } = await bench.password(username);
    const outcomes = await times(100, () => bench.confirm({ recoveryCode: 'AAAAAAAAAA' }, step));
    expect(count(outcomes, 'WrongSecondFactorError')).toBe(4);
    expect(count(outcomes, 'SecondFactorLockedError')).toBe(96);
    const [row] = await test.app.db.query<{ looked: number }>(sql`
      select count(*)::int as looked from audit_event
      where subject_id = ${accountId}::uuid and event = 'account.secondFactorRefused'`);
    expect(row?.looked).toBe(5);
    const { result } = await bench.confirm({ code: bench.code(secret) }, step);
    expect(result.__typename).toBe('SecondFactorLockedError');
  });

  it('[ACC-07][SEC-043] a sign-in beside the adding of the first factor: none that the password alone opened is left', async () => {
    for (let round = 0; round < 5; round++) {
      const { username, cookie, accountId } = await test.signedIn();
      const setup = await bench.start(cookie, 'TOTP');
      const code = bench.code(setup.secret);
      const [added] = await Promise.all([
        bench.add(cookie, { id: setup.id, name: 'Telefono', code }),
        ...Array.from({ length: 4 }, () => bench.password(username, PASSWORD)),
      ]);
      expect(added.result.__typename).toBe('SecondFactorAdded');
      expect(await openSessions(accountId)).toBe(1);
      expect(await bench.isSignedIn(added.session)).toBe(true);
    }
  });

  it('[ACC-07] a set-up confirmed twice at once stands once', async () => {
    const { cookie } = await test.signedIn();
    const { id, secret } = await bench.start(cookie, 'TOTP');
    const adding = () => bench.add(cookie, { id, name: 'Telefono', code: bench.code(secret) }).catch(() => null);
    const outcomes = (await times(10, adding)).filter((one) => one !== null);
    expect(count(outcomes, 'SecondFactorAdded')).toBe(1);
  });
});

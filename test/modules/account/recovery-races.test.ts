import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SqlRunner, sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { NEW_PASSWORD, type RecoveryBench, recoveryBench } from './recovery-kit.ts';
import { raceForLinks, recoverBesideOldPassword, recoverBesideWrongPasswords } from './recovery-stories.ts';

let test: TestApp;
let bench: RecoveryBench;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  bench = recoveryBench(test);
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(async () => {
  await bench.dispose();
  await test.stop();
});

const person = () => test.seed.person({ passwordHash });
const times = <T>(count: number, act: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => act(n)));
const rowOf = async (number: number) => {
  const [row] = await test.app.db.query<{ attempts: number; confirmed: boolean }>(sql`
    select attempts, confirmed_at is not null as confirmed from recovery_request where number = ${number}`);
  return row!;
};

describe('many at once', () => {
  it('[SEC-028][FLT-25] on every link, 50 racers: one goes on', async () => {
    expect(await raceForLinks(test, bench, 4)).toEqual({ confirmed: 4, used: 4 * 49 });
  }, 60_000);

  it('[SEC-028] control: read first and written after, the same racers go on together', async () => {
    const asked = await bench.ask((await person()).username);
    const { db } = test.app;
    let confirmed = 0;
    await times(50, async () => {
      const [row] = await db.query<{ free: boolean }>(sql`
        select completed_at is null as free from recovery_request where number = ${asked.number}`);
      if (!row?.free) return;
      await db.query(sql`select pg_sleep(0.01)::text`);
      confirmed++;
    });
    expect(confirmed).toBeGreaterThan(1);
  });

  it('[SEC-028] the link, the code and the password of one request: one of each', async () => {
    const asked = await bench.ask((await person()).username);
    const taken = await Promise.all([
      ...Array.from({ length: 20 }, () => bench.link(asked.link)),
      ...Array.from({ length: 5 }, () => bench.code(asked.number, asked.code, asked.cookie)),
    ]);
    const won = taken.filter(({ outcome }) => outcome.__typename === 'RecoveryConfirmed');
    expect(won).toHaveLength(1);
    const chosen = await times(10, (n) => bench.choose(`${NEW_PASSWORD} ${n}`, won[0]!.cookie));
    expect(chosen.filter(({ outcome }) => outcome.__typename === 'PasswordRecovered')).toHaveLength(1);
  });

  it('[SEC-031] 100 parallel wrong codes: five are looked at, and the request is dead', async () => {
    const asked = await bench.ask((await person()).username);
    const outcomes = await times(100, async () => (await bench.code(asked.number, 'ABCDEFGHJK', asked.cookie)).outcome);
    const lefts = outcomes.flatMap(({ attemptsLeft }) => attemptsLeft ?? []).sort();
    expect(lefts).toEqual([1, 2, 3, 4]);
    expect(outcomes.filter(({ reason }) => reason === 'DEAD')).toHaveLength(96);
    expect(await rowOf(asked.number)).toEqual({ attempts: 5, confirmed: false });
    expect((await bench.code(asked.number, asked.code, asked.cookie)).outcome).toMatchObject({ reason: 'DEAD' });
  });

  it('[SEC-031] a look that fails afterwards is not given back', async () => {
    const asked = await bench.ask((await person()).username);
    await failingAudit(async () => {
      for (let n = 0; n < 5; n++) {
        const { errors } = await test.send(
          'mutation ($input: RecoveryCodeInput!) { confirmRecoveryCode(input: $input) { __typename } }',
          { input: { number: asked.number, code: n === 4 ? asked.code : 'ABCDEFGHJK' } },
          { cookie: asked.cookie },
        );
        expect(errors[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      }
    });
    expect(await rowOf(asked.number)).toEqual({ attempts: 5, confirmed: false });
    expect((await bench.code(asked.number, asked.code, asked.cookie)).outcome).toMatchObject({ reason: 'DEAD' });
  });

  it('[SEC-031] control: counted in the transaction that fails, a code can be tried for ever', async () => {
    const asked = await bench.ask((await person()).username);
    const count = (tx: SqlRunner) =>
      tx.query(sql`update recovery_request set attempts = attempts + 1 where number = ${asked.number}`);
    for (let n = 0; n < 5; n++) {
      await test.app.db
        .sqlTransaction(async (tx) => {
          await count(tx);
          throw new Error('wrong code');
        })
        .catch(() => undefined);
    }
    expect(await rowOf(asked.number)).toMatchObject({ attempts: 0 });
  });
});

describe('a recovery beside sign-ins', () => {
  it('[SEC-043][FLT-26] beside wrong passwords: one audit row, and once no lock stands the new password opens', async () => {
    expect(await recoverBesideWrongPasswords(test, bench, 5)).toEqual({ recovered: 5, audited: 5, opened: 5 });
  }, 60_000);

  it('[SEC-043][FLT-27] beside a sign-in with the old password: no session of it is left', async () => {
    expect(await recoverBesideOldPassword(test, bench, 5)).toEqual({ recovered: 5, leftOpen: 0 });
  }, 60_000);
});

/** While `act` runs no audit row can be written: a fault after the code was counted. */
async function failingAudit(act: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: test.database.ownerUrl });
  await client.connect();
  try {
    await client.query(
      `alter table audit_event add constraint no_audit check (event not like 'account.recovery%') not valid`,
    );
    await act();
  } finally {
    await client.query('alter table audit_event drop constraint no_audit');
    await client.end();
  }
}

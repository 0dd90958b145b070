import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweeps } from '#server/jobs.ts';
import { createDb, type Db, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { DAY_MS, MINUTE_MS } from '#test/kit/clock.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { createSeed } from '#test/kit/seed.ts';
import { type CliKit, cliOn } from './cli-kit.ts';

let database: TestDatabase;
let db: Db;
let cli: CliKit;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.url, poolSize: 2, logger: createLogger('silent') });
  cli = cliOn(database.url, database.ownerUrl);
  await seedOneOldAndOneNew();
});

afterAll(async () => {
  cli.dispose();
  await db.dispose();
  await database.drop();
});

const ago = (ms: number) => new Date(Date.now() - ms);

/** For every rule that removes something: one row past its time, and one not yet. */
async function seedOneOldAndOneNew(): Promise<void> {
  const { accountId } = await createSeed(db).person();
  for (const at of [ago(8 * DAY_MS), ago(6 * DAY_MS)]) {
    await db.query(sql`
      insert into accepted_act (account_id, key, act, input_hash, outcome, at)
      values (${accountId}::uuid, ${randomUUID()}::uuid, 'lab.bookSeat', ${randomBytes(32)}, '{}', ${at})`);
  }
  for (const at of [ago(16 * MINUTE_MS), ago(14 * MINUTE_MS)]) {
    await db.query(sql`insert into sign_in_throttle (key, failures, window_at) values (${randomBytes(32)}, 1, ${at})`);
  }
  for (const createdAt of [ago(16 * MINUTE_MS), ago(MINUTE_MS)]) {
    await db.prisma.mail.create({
      data: {
        ...{
          id: randomUUID(),
          template: 'lab.booked',
          accountId,
          params: {},
          locale: 'IT',
          recipient: 'a@posta.example',
          createdAt,
        },
      },
    });
  }
}

async function rowsLeft(): Promise<Record<string, number>> {
  const [row] = await db.query<Record<string, number>>(sql`
    select (select count(*)::int from accepted_act) as acts,
           (select count(*)::int from sign_in_throttle) as attempts,
           (select count(*)::int from graphile_worker._private_jobs) as jobs`);
  return row!;
}

describe('sweep', () => {
  it('[OPS-03] tells for every sweep its rule and what it would change, and changes nothing', async () => {
    const ran = await cli.run('sweep', '--dry-run');
    expect(ran).toMatchObject({ code: 0, complained: '' });
    expect(ran.said).toMatch(/^Prova delle pulizie: niente viene cambiato\.\n/);
    for (const { job, cron, rule } of sweeps)
      expect(ran.said).toContain(`\n${job} (${cron} UTC)\n  Regola: ${rule}.\n`);
    expect(ran.said).toContain('accepted_act: righe cancellate 1\n');
    expect(ran.said).toContain('sign_in_throttle: righe cancellate 1\n');
    expect(ran.said).toContain('graphile_worker._private_jobs: righe aggiunte 1\n');
    expect(await rowsLeft()).toEqual({ acts: 2, attempts: 2, jobs: 0 });
  });

  it('[OPS-03][LAB-08] does one by its name, and tells what it did', async () => {
    const ran = await cli.run('sweep', 'lab.forgetActs');
    expect(ran).toMatchObject({ code: 0, complained: '' });
    expect(ran.said).toContain('Pulizie eseguite ora:\n\nlab.forgetActs (53 * * * * UTC)');
    expect(ran.said).toContain('accepted_act: righe cancellate 1');
    expect(await rowsLeft()).toEqual({ acts: 1, attempts: 2, jobs: 0 });
    expect((await cli.run('sweep', 'lab.forgetActs')).said).toContain('Non c’era niente da cambiare.');
  });

  it('[OPS-03] does all of them, each row past its time and no other', async () => {
    expect(await cli.run('sweep')).toMatchObject({ code: 0, complained: '' });
    expect(await rowsLeft()).toEqual({ acts: 1, attempts: 1, jobs: 1 });
  });

  it('[OPS-03] names the sweeps there are when it knows none of that name', async () => {
    expect(await cli.run('sweep', 'lab.vola')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Non conosco la pulizia «lab.vola». Ci sono: mail.findForgotten, '),
    });
  });
});

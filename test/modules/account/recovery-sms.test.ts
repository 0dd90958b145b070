import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { type ContactWorld, startContactWorld } from './contact-kit.ts';
import { startOwnWorld } from './own-kit.ts';
import { NEW_PASSWORD, type RecoveryBench, recoveryBench } from './recovery-kit.ts';

let world: ContactWorld;
let bench: RecoveryBench;
beforeAll(async () => {
  world = await startContactWorld(await startOwnWorld());
  bench = recoveryBench(world);
});
afterAll(async () => {
  await bench.dispose();
  await world.stop();
});

const ask = async (identifier: string) => {
  const { outcome, cookie } = await bench.start(identifier, { channel: 'SMS' });
  return { ...outcome, number: outcome.recovery?.number ?? 0, cookie };
};
/** It was decided, at once or by its job, that nothing goes out. */
async function isSilent(number: number): Promise<void> {
  const read = async () => {
    const [row] = await world.app.db.query<{ silent: boolean }>(sql`
      select silent from recovery_request where number = ${number}`);
    return row?.silent;
  };
  await expect.poll(read, { timeout: 15_000 }).toBe(true);
}

describe('a recovery by SMS', () => {
  it('[ACC-06] goes to the validated mobile number, with the code that opens it', async () => {
    const { cookie, code, number: mobile, username } = await world.withCode();
    await world.confirm(cookie, code);
    const asked = await ask(username);
    const { text } = await world.smsTo(mobile, 2);
    expect(text).toContain(`richiesta ${asked.number}`);
    expect(text.length).toBeLessThanOrEqual(160);
    const typed = /\b[A-Z2-9]{10}\b/.exec(text)?.[0] ?? '';
    const taken = await bench.code(asked.number, typed, asked.cookie);
    expect(taken.outcome).toMatchObject({ __typename: 'RecoveryConfirmed' });
    const chosen = await bench.choose(NEW_PASSWORD, taken.cookie);
    expect(chosen.outcome).toMatchObject({ __typename: 'PasswordRecovered' });
    expect(await world.signIn(username, NEW_PASSWORD)).toBeTruthy();
  });

  it('[ACC-06][DEC-04] to a number that is not validated, or to nobody, is answered alike and sends nothing', async () => {
    const { username, number: mobile } = await world.withCode();
    const without = await world.person();
    const answers = [await ask(username), await ask(without.username), await ask('nessuno.prova')];
    // The number stands in the subject too.
    const shapes = answers.map(({ recovery }) => JSON.stringify(recovery).replace(/("number":|numero )\d+/g, '$1N'));
    expect(new Set(shapes).size).toBe(1);
    await isSilent(answers[0]!.number);
    await isSilent(answers[1]!.number);
    const [sent] = await world.app.db.query<{ count: number }>(sql`
      select count(*)::int as count from sms where recipient = ${`+39${mobile}`} and template = 'account.recoveryCode'`);
    expect(sent?.count).toBe(0);
  });

  it('[SEC-015] five an hour to one number; the sixth is answered and not sent', async () => {
    const { cookie, code, number: mobile, username } = await world.withCode();
    await world.confirm(cookie, code);
    for (let n = 0; n < 5; n++) {
      await ask(username);
      await world.smsTo(mobile, 2 + n);
      world.clock.advance(MINUTE_MS);
    }
    await isSilent((await ask(username)).number);
  });

  it('[ACC-06] an installation says which kinds it can write to, to everybody alike', async () => {
    expect(await world.ask('{ recoveryChannels }')).toEqual({
      recoveryChannels: ['MAIN_EMAIL', 'INSTITUTIONAL_EMAIL', 'SMS'],
    });
  });
});

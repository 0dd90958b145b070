import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { type OwnWorld, startOwnWorld } from '#test/modules/account/own-kit.ts';
import { type SecondFactorBench, secondFactorBench } from '#test/modules/account/second-factor-kit.ts';
import { type CliKit, cliOn } from './cli-kit.ts';

let world: OwnWorld;
let bench: SecondFactorBench;
let cli: CliKit;
beforeAll(async () => {
  world = await startOwnWorld();
  bench = secondFactorBench(world);
  cli = cliOn(world.database.url, world.database.ownerUrl);
});
afterAll(async () => {
  cli.dispose();
  await world.stop();
});

it('[ACC-07][ACC-05] the operator takes the second factor of who lost everything away: audited, and told by mail', async () => {
  const { username, email, accountId, cookie } = await world.person();
  const app = await bench.addApp(cookie);
  await bench.addPasskey(app.cookie);
  const half = await bench.password(username);
  const ran = await cli.run('second-factor', 'reset', '--username', username.toUpperCase());
  expect(ran).toMatchObject({ code: 0, said: expect.stringContaining('Modi di verifica: 2. Accessi chiusi: 1.') });

  const late = await bench.confirm({ recoveryCode: app.codes[0]! }, half.step);
  expect(late.result.__typename).toBe('SecondStepOverError');
  const { result, session } = await bench.password(username);
  expect(result.__typename).toBe('SignInSuccess');
  expect(await bench.mine(session)).toEqual({ factors: [], recoveryCodesLeft: 0, required: false });
  await expect.poll(() => world.isSignedIn(app.cookie), { timeout: 10_000 }).toBe(false);
  const rows = await world.app.db.query(sql`
    select actor_id as actor, data from audit_event
    where subject_id = ${accountId}::uuid and event = 'account.secondFactorsReset'`);
  expect(rows).toEqual([{ actor: null, data: { removed: 2, sessionsEnded: 1 } }]);
  await world.mailOf(email, /^La verifica in due passaggi è stata tolta$/);
});

it('[ACC-07] does nothing for who has no second factor or is not there, and says so', async () => {
  const { username, cookie } = await world.person();
  const none = await cli.run('second-factor', 'reset', '--username', username);
  expect(none).toMatchObject({ code: 1, complained: expect.stringContaining('non c’è nulla da togliere') });
  expect(await world.isSignedIn(cookie)).toBe(true);
  const nobody = await cli.run('second-factor', 'reset', '--username', 'nessuno.conosciuto');
  expect(nobody).toMatchObject({ code: 1, complained: expect.stringContaining('Nessun account attivo') });
  expect((await cli.run('second-factor', 'reset')).code).toBe(1);
});

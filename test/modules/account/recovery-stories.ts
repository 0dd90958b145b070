// Races that the tests run a few times and the soak many.
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, type TestApp } from '#test/kit/api.ts';
import { HOUR_MS, MINUTE_MS } from '#test/kit/clock.ts';
import { NEW_PASSWORD, type RecoveryBench } from './recovery-kit.ts';

const RACERS = 50;

async function person(test: TestApp) {
  return await test.seed.person({ passwordHash: await test.app.passwords.hash(PASSWORD) });
}

/** Fifty browsers press the button of one link at once, for each of `links`. */
export async function raceForLinks(test: TestApp, bench: RecoveryBench, links: number) {
  let confirmed = 0;
  let used = 0;
  for (let n = 0; n < links; n++) {
    if (n % 20 === 0) test.clock.advance(HOUR_MS);
    const { link } = await bench.ask((await person(test)).username);
    const outcomes = await Promise.all(Array.from({ length: RACERS }, () => bench.link(link)));
    confirmed += outcomes.filter(({ outcome }) => outcome.__typename === 'RecoveryConfirmed').length;
    used += outcomes.filter(({ outcome }) => outcome.reason === 'USED').length;
  }
  return { confirmed, used };
}

/** Six wrong passwords while the new one is chosen: the lock comes before and is lifted, or comes after. */
export async function recoverBesideWrongPasswords(test: TestApp, bench: RecoveryBench, count: number) {
  const ends = { recovered: 0, audited: 0, opened: 0 };
  for (let n = 0; n < count; n++) {
    if (n % 20 === 0) test.clock.advance(HOUR_MS);
    const { username, accountId } = await person(test);
    const { cookie } = await bench.link((await bench.ask(username)).link);
    const wrong = Array.from({ length: 6 }, (_, each) => test.signIn(username, `sbagliata ${each}`).catch(() => null));
    const [chosen] = await Promise.all([bench.choose(NEW_PASSWORD, cookie), ...wrong]);
    if (chosen.outcome.__typename === 'PasswordRecovered') ends.recovered++;
    const [row] = await test.app.db.query<{ count: number }>(sql`
      select count(*)::int as count from audit_event
      where subject_id = ${accountId}::uuid and event = 'account.passwordRecovered'`);
    ends.audited += row?.count ?? 0;
    test.clock.advance(16 * MINUTE_MS);
    if (await test.signIn(username, NEW_PASSWORD).catch(() => null)) ends.opened++;
  }
  return ends;
}

/** A sign-in with the old password while the new one is chosen: it fails, or its session ends. */
export async function recoverBesideOldPassword(test: TestApp, bench: RecoveryBench, count: number) {
  const ends = { recovered: 0, leftOpen: 0 };
  for (let n = 0; n < count; n++) {
    if (n % 20 === 0) test.clock.advance(HOUR_MS);
    const { username, accountId } = await person(test);
    const { cookie } = await bench.link((await bench.ask(username)).link);
    const [chosen] = await Promise.all([bench.choose(NEW_PASSWORD, cookie), test.signIn(username).catch(() => null)]);
    if (chosen.outcome.__typename === 'PasswordRecovered') ends.recovered++;
    const [open] = await test.app.db.query<{ count: number }>(sql`
      select count(*)::int as count from login_session where account_id = ${accountId}::uuid and ended_at is null`);
    ends.leftOpen += open?.count ?? 0;
  }
  return ends;
}

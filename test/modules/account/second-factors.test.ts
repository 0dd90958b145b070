import { Secret } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { type OwnWorld, startOwnWorld } from './own-kit.ts';
import { NEW_PASSWORD, recoveryBench } from './recovery-kit.ts';
import { type SecondFactorBench, secondFactorBench } from './second-factor-kit.ts';

const PERIOD_MS = 30_000;
const EVENTS = '{ mySecurityEvents(first: 50) { edges { node { kind text device { name } } } } }';

let world: OwnWorld;
let bench: SecondFactorBench;
beforeAll(async () => {
  world = await startOwnWorld();
  bench = secondFactorBench(world);
});
afterAll(() => world.stop());

async function kindsOf(cookie: string): Promise<string[]> {
  type Answer = { mySecurityEvents: { edges: { node: { kind: string } }[] } };
  const { mySecurityEvents } = await world.ask<Answer>(EVENTS, {}, cookie);
  return mySecurityEvents.edges.map(({ node }) => node.kind);
}

describe('the second factors of an account', () => {
  it('[ACC-07] an app is added by the code that it shows, with recovery codes; until then sign-in asks for nothing', async () => {
    const { username, cookie } = await world.person();
    expect(await bench.mine(cookie)).toEqual({ factors: [], recoveryCodesLeft: 0, required: false });
    const setup = await bench.start(cookie, 'TOTP');
    expect(setup.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(setup.uri).toBe(
      `otpauth://totp/UP:${username}?issuer=UP&secret=${setup.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await bench.password(username)).result.__typename).toBe('SignInSuccess');
    const wrong = await bench.add(cookie, { id: setup.id, name: 'Telefono', code: '000000' });
    expect(wrong.result.__typename).toBe('WrongSecondFactorError');
    const code = bench.code(setup.secret);
    const { result, session } = await bench.add(cookie, { id: setup.id, name: '  Il mio   telefono ', code });
    expect(result.recoveryCodes).toHaveLength(10);
    expect(new Set(result.recoveryCodes).size).toBe(10);
    for (const one of result.recoveryCodes ?? []) expect(one).toMatch(/^[A-HJKMNP-Z2-9]{5}-[A-HJKMNP-Z2-9]{5}$/);
    expect(await bench.mine(session)).toMatchObject({
      factors: [{ kind: 'TOTP', name: 'Il mio telefono', lastUsedAt: null }],
      recoveryCodesLeft: 10,
    });
    expect((await bench.password(username)).result.__typename).toBe('SecondFactorRequired');
    // The code that proved the app is used up.
    expect((await bench.signIn(username, () => ({ code }))).result.__typename).toBe('WrongSecondFactorError');
  });

  it('[ACC-07][SEC-045] the first one ends what the password alone had opened, and this device goes on under another cookie', async () => {
    const { username, cookie } = await world.person();
    const other = await world.elsewhere(username);
    const setup = await bench.start(cookie, 'TOTP');
    const added = await bench.add(cookie, { id: setup.id, name: 'Telefono', code: bench.code(setup.secret) });
    expect(added.result.sessionsEnded).toBe(1);
    expect(await Promise.all([cookie, other, added.session].map(world.isSignedIn))).toEqual([false, false, true]);
    const second = await bench.start(added.session, 'PASSKEY');
    expect(second.__typename).toBe('SecondFactorSetup');
    const more = await bench.addPasskey(added.session);
    expect(more).toMatchObject({ codes: [], cookie: added.session });
    expect(await world.isSignedIn(added.session)).toBe(true);
  });

  it('[ACC-07][SEC-005] adding, removing and new codes ask for the password, and a wrong one counts towards the lock', async () => {
    const { username, cookie } = await world.person();
    const { id, cookie: kept } = await bench.addApp(cookie);
    const wrong = 'sbagliata';
    const tries = [
      () => bench.start(kept, 'PASSKEY', wrong),
      () => bench.remove(kept, id, wrong),
      () => bench.renew(kept, wrong),
    ];
    for (const attempt of [...tries, ...tries.slice(0, 2)])
      expect((await attempt()).__typename).toBe('WrongPasswordError');
    expect((await bench.renew(kept, wrong)).__typename).toBe('LockedError');
    expect((await bench.password(username)).result.__typename).toBe('LockedError');
    expect((await bench.mine(kept)).factors).toHaveLength(1);
  });

  it('[ACC-07] a set-up is of one account, for 15 minutes, the newest only, and once', async () => {
    const { cookie } = await world.person();
    const over = 'SecondFactorSetupOverError';
    const first = await bench.start(cookie, 'TOTP');
    const setup = await bench.start(cookie, 'TOTP');
    const add = (who: string, id: string, secret: string) =>
      bench.add(who, { id, name: 'Telefono', code: bench.code(secret) });
    expect((await add(cookie, first.id, first.secret)).result.__typename).toBe(over);
    const stranger = await world.person();
    expect((await add(stranger.cookie, setup.id, setup.secret)).result.__typename).toBe(over);
    expect((await add(cookie, 'bWFkZSB1cA', setup.secret)).result.__typename).toBe(over);
    world.clock.advance(15 * MINUTE_MS);
    expect((await add(cookie, setup.id, setup.secret)).result.__typename).toBe(over);
    const last = await bench.start(cookie, 'TOTP');
    const { session } = await add(cookie, last.id, last.secret);
    world.clock.advance(PERIOD_MS);
    expect((await add(session, last.id, last.secret)).result.__typename).toBe(over);
  });

  it('[ACC-07] names are asked for, and there are at most ten factors', async () => {
    const { cookie, accountId } = await world.person();
    const { cookie: kept } = await bench.addApp(cookie);
    const setup = await bench.start(kept, 'TOTP');
    for (const name of ['', ' \u200b ', 'x'.repeat(61)]) {
      const { result } = await bench.add(kept, { id: setup.id, name, code: bench.code(setup.secret) });
      expect(result.issues?.map(({ path }) => path)).toEqual(['name']);
    }
    await world.app.db.query(sql`
      insert into second_factor (id, account_id, kind, name, created_at, confirmed_at, last_step)
      select gen_random_uuid(), ${accountId}::uuid, 'TOTP', 'Altro', now(), now(), 1 from generate_series(1, 9)`);
    expect((await bench.start(kept, 'TOTP')).__typename).toBe('TooManySecondFactorsError');
    const { result } = await bench.add(kept, { id: setup.id, name: 'Undicesimo', code: bench.code(setup.secret) });
    expect(result.__typename).toBe('TooManySecondFactorsError');
  });

  it('[ACC-07] one is removed by its owner alone, and other sign-ins end; with the last one the codes are gone', async () => {
    const { username, cookie } = await world.person();
    const app = await bench.addApp(cookie);
    const key = await bench.addPasskey(app.cookie);
    const { session: other } = await bench.signIn(username, () => ({ recoveryCode: app.codes[0]! }));
    const stranger = await world.person();
    expect((await bench.remove(stranger.cookie, app.id)).__typename).toBe('SecondFactorNotFoundError');
    expect(await bench.remove(app.cookie, app.id)).toMatchObject({ left: 1, sessionsEnded: 1 });
    expect(await world.isSignedIn(other)).toBe(false);
    const { result } = await bench.password(username);
    expect(result.step?.methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
    const half = await bench.password(username);
    expect(await bench.remove(app.cookie, key.id)).toMatchObject({ left: 0, sessionsEnded: 0 });
    const late = await bench.confirm({ recoveryCode: app.codes[1]! }, half.step);
    expect(late.result.__typename).toBe('SecondStepOverError');
    expect((await bench.password(username)).result.__typename).toBe('SignInSuccess');
    expect((await bench.mine(app.cookie)).recoveryCodesLeft).toBe(0);
    expect((await bench.renew(app.cookie)).__typename).toBe('SecondFactorNotFoundError');
  });

  it('[ACC-07] new recovery codes put those of before out of force', async () => {
    const { username, cookie } = await world.person();
    const { codes, cookie: kept } = await bench.addApp(cookie);
    const renewed = await bench.renew(kept);
    expect(renewed.recoveryCodes).toHaveLength(10);
    const shown = (recoveryCode = '') => bench.signIn(username, () => ({ recoveryCode }));
    expect((await shown(codes[0])).result.__typename).toBe('WrongSecondFactorError');
    expect((await shown(renewed.recoveryCodes?.[0])).result.__typename).toBe('SignInSuccess');
  });

  it('[ACC-05][ACC-04] the owner is told by mail of each change, and finds it in the history', async () => {
    const { username, cookie, email } = await world.person();
    const app = await bench.addApp(cookie, 'Telefono di prova');
    const mail = await world.mailOf(email, /^Verifica in due passaggi: aggiunto «Telefono di prova»$/);
    expect(mail.text).toContain('http://localhost:4000/recupero');
    for (const code of app.codes) expect(mail.text).not.toContain(code);
    await bench.signIn(username, () => ({ code: '000000' }));
    await bench.renew(app.cookie);
    await world.mailOf(email, /^Nuovi codici di recupero$/);
    await bench.remove(app.cookie, app.id);
    await world.mailOf(email, /^Verifica in due passaggi: tolto «Telefono di prova»$/);
    expect(new Set(await kindsOf(app.cookie))).toEqual(
      new Set([
        'SIGNED_IN',
        'SECOND_FACTOR_ADDED',
        'SECOND_STEP_BEGUN',
        'SECOND_FACTOR_REFUSED',
        'RECOVERY_CODES_RENEWED',
        'SECOND_FACTOR_REMOVED',
      ]),
    );
  });

  it('[SEC-010] neither the key of an app nor a recovery code rests anywhere in the database', async () => {
    const { cookie, accountId } = await world.person();
    const { secret, codes } = await bench.addApp(cookie);
    const tables = await world.app.db.query<{ name: string }>(sql`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await world.app.db.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      for (const { row } of rows) {
        const hex = bytesOf(secret).toString('hex');
        if ([secret, hex, ...codes, ...codes.map((code) => code.replace('-', ''))].some((one) => row.includes(one)))
          found.push(name);
      }
    }
    expect(found).toEqual([]);
    // Control: what does rest there is found in the same way.
    const { rows } = await world.app.db.pool.query<{ row: string }>('select t::text as row from second_factor t');
    expect(rows.some(({ row }) => row.includes(accountId))).toBe(true);
  });

  it('[SEC-037] a recovered password signs nobody in and takes no second factor away', async () => {
    const { username, cookie } = await world.person();
    const { secret } = await bench.addApp(cookie);
    const recovery = recoveryBench(world);
    const asked = await recovery.ask(username);
    const confirmed = await recovery.link(asked.link);
    const chosen = await recovery.choose(NEW_PASSWORD, confirmed.cookie);
    expect(chosen.outcome.__typename).toBe('PasswordRecovered');
    expect(chosen.headers.getSetCookie().some((one) => one.startsWith('__Host-sportello='))).toBe(false);
    await recovery.dispose();
    world.clock.advance(PERIOD_MS);
    expect((await bench.password(username, NEW_PASSWORD)).result.__typename).toBe('SecondFactorRequired');
    const shown = () => ({ code: bench.code(secret) });
    expect((await bench.signIn(username, shown, NEW_PASSWORD)).result.__typename).toBe('SignInSuccess');
  });
});

function bytesOf(secret: string): Buffer {
  return Buffer.from(Secret.fromBase32(secret).bytes);
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { type OwnWorld, startOwnWorld } from './own-kit.ts';
import { type SecondFactorBench, SIGN_IN, secondFactorBench } from './second-factor-kit.ts';

const PERIOD_MS = 30_000;
const WRONG = 'WrongSecondFactorError';

let world: OwnWorld;
let bench: SecondFactorBench;
beforeAll(async () => {
  world = await startOwnWorld();
  bench = secondFactorBench(world);
});
afterAll(() => world.stop());

/** A person with an app, at the beginning of a period whose code was not shown yet. */
async function withApp() {
  const person = await world.person();
  const app = await bench.addApp(person.cookie);
  world.clock.advance(PERIOD_MS);
  return { ...person, ...app };
}
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('the second step of a sign-in', () => {
  it('[ACC-07] the right password opens nothing; the code of the app completes it', async () => {
    const { username, secret, accountId } = await withApp();
    const first = await bench.password(username);
    expect(first.result).toMatchObject({
      __typename: 'SecondFactorRequired',
      message: expect.stringContaining('secondo passaggio'),
      step: { methods: ['TOTP', 'RECOVERY_CODE'], passkeyOptions: null },
    });
    expect(first.set).toHaveLength(1);
    expect(first.set[0]).toMatch(
      /^__Host-sportello-passo=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    expect(await bench.isSignedIn(first.step)).toBe(false);
    expect(await bench.isSignedIn(first.step.replace('-passo', ''))).toBe(false);
    expect(await bench.step(first.step)).toMatchObject({ methods: ['TOTP', 'RECOVERY_CODE'] });

    const spaced = bench.code(secret).replace(/^(...)/, '$1 ');
    const second = await bench.confirm({ code: spaced }, first.step);
    expect(second.result).toMatchObject({ __typename: 'SignInSuccess' });
    expect(await bench.isSignedIn(second.session)).toBe(true);
    expect(second.set.some((cookie) => /^__Host-sportello-passo=; .*Max-Age=0/.test(cookie))).toBe(true);
    const sessions = await world.app.db.query<{ open: number }>(sql`
      select count(*)::int as open from login_session where account_id = ${accountId}::uuid and ended_at is null`);
    expect(sessions).toEqual([{ open: 2 }]);
  });

  it('[ACC-07] a wrong password answers the same whether or not there is a second factor', async () => {
    const { username } = await withApp();
    const plain = await world.person();
    const answers = async (identifier: string) => {
      const { status, headers, data } = await world.send(SIGN_IN, { input: { identifier, password: 'sbagliata' } });
      const changing = /^(x-request-id|date|ratelimit-.*)$/;
      return { status, data, headers: [...headers].filter(([name]) => !changing.test(name)) };
    };
    expect(await answers(username)).toEqual(await answers(plain.username));
    expect((await bench.password(plain.username)).result.__typename).toBe('SignInSuccess');
  });

  it('[ACC-07] a code opens once: not again in another sign-in, nor one older than it', async () => {
    const { username, secret } = await withApp();
    const older = bench.code(secret);
    world.clock.advance(PERIOD_MS);
    const code = bench.code(secret);
    expect((await bench.signIn(username, () => ({ code }))).result.__typename).toBe('SignInSuccess');
    expect((await bench.signIn(username, () => ({ code }))).result.__typename).toBe(WRONG);
    expect((await bench.signIn(username, () => ({ code: older }))).result.__typename).toBe(WRONG);
    world.clock.advance(PERIOD_MS);
    expect((await bench.signIn(username, () => ({ code: bench.code(secret) }))).result.__typename).toBe(
      'SignInSuccess',
    );
  });

  it('[ACC-07] a code of the period before or after is taken, of two away it is not', async () => {
    const { username, secret } = await withApp();
    const code = bench.code(secret);
    world.clock.advance(2 * PERIOD_MS);
    expect((await bench.signIn(username, () => ({ code }))).result.__typename).toBe(WRONG);
    world.clock.advance(-PERIOD_MS);
    expect((await bench.signIn(username, () => ({ code }))).result.__typename).toBe('SignInSuccess');
  });

  it('[ACC-07] a recovery code opens once, and its owner is told how many are left', async () => {
    const { username, email, codes } = await withApp();
    expect(codes).toHaveLength(10);
    const typed = ` ${codes[3]?.toLowerCase().replace('-', ' ')} `;
    const { session, result } = await bench.signIn(username, () => ({ recoveryCode: typed }));
    expect(result.__typename).toBe('SignInSuccess');
    expect((await bench.mine(session)).recoveryCodesLeft).toBe(9);
    expect((await bench.signIn(username, () => ({ recoveryCode: typed }))).result.__typename).toBe(WRONG);
    const mail = await world.mailOf(email, /^Accesso con un codice di recupero$/);
    expect(mail.text).toContain('Codici rimasti: 9');
    expect(mail.text).not.toContain(codes[4]);
  });

  it('[ACC-07] the fifth wrong answer locks for 15 minutes, whichever sign-ins they come from; the owner is told', async () => {
    const { username, email, secret, codes } = await withApp();
    const wrong = { code: other(bench.code(secret)) };
    for (let n = 0; n < 4; n++) expect((await bench.signIn(username, () => wrong)).result.__typename).toBe(WRONG);
    const locked = { __typename: 'SecondFactorLockedError', retryAfter: 900 };
    expect((await bench.signIn(username, () => ({ recoveryCode: 'AAAAAAAAAA' }))).result).toMatchObject(locked);
    expect((await bench.signIn(username, () => ({ code: bench.code(secret) }))).result).toMatchObject(locked);
    expect((await bench.signIn(username, () => ({ recoveryCode: codes[0]! }))).result).toMatchObject(locked);
    const mail = await world.mailOf(email, /^Secondo passaggio sospeso per 15 minuti$/);
    expect(mail.text).toContain('http://localhost:4000/recupero');
    world.clock.advance(15 * MINUTE_MS);
    const { result } = await bench.signIn(username, () => ({ code: bench.code(secret) }));
    expect(result.__typename).toBe('SignInSuccess');
  });

  it('[ACC-07] a right answer forgets the wrong ones before it, a right password does not', async () => {
    const { username, secret } = await withApp();
    const wrong = { code: other(bench.code(secret)) };
    for (let n = 0; n < 4; n++) await bench.signIn(username, () => wrong);
    expect((await bench.signIn(username, () => ({ code: bench.code(secret) }))).result.__typename).toBe(
      'SignInSuccess',
    );
    for (let n = 0; n < 4; n++) expect((await bench.signIn(username, () => wrong)).result.__typename).toBe(WRONG);
    expect((await bench.signIn(username, () => wrong)).result.__typename).toBe('SecondFactorLockedError');
  });

  it('[ACC-07] the step is of one browser, for 10 minutes, once', async () => {
    const { username, secret } = await withApp();
    const stranger = await withApp();
    const over = 'SecondStepOverError';
    const { step } = await bench.password(username);
    const code = () => ({ code: bench.code(secret) });
    expect((await bench.confirm(code(), null)).result.__typename).toBe(over);
    expect((await bench.confirm(code(), `__Host-sportello-passo=${'a'.repeat(43)}`)).result.__typename).toBe(over);
    const { step: strangers } = await bench.password(stranger.username);
    expect((await bench.confirm(code(), strangers)).result.__typename).toBe(WRONG);
    expect((await bench.confirm(code(), step)).result.__typename).toBe('SignInSuccess');
    world.clock.advance(PERIOD_MS);
    expect((await bench.confirm(code(), step)).result.__typename).toBe(over);

    const late = await bench.password(username);
    world.clock.advance(10 * MINUTE_MS);
    expect(await bench.step(late.step)).toBeNull();
    expect((await bench.confirm(code(), late.step)).result.__typename).toBe(over);
  });

  it('[SEC-043][ACC-07] a password changed meanwhile, or an account disabled, makes the step worthless', async () => {
    const { username, secret, cookie } = await withApp();
    const { step } = await bench.password(username);
    const change = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }`;
    const newPassword = 'quattro barche e un faro spento';
    await world.ask(change, { input: { currentPassword: PASSWORD, newPassword } }, cookie);
    const shown = () => ({ code: bench.code(secret) });
    expect((await bench.confirm(shown(), step)).result.__typename).toBe('SecondStepOverError');
    expect((await bench.signIn(username, shown, newPassword)).result.__typename).toBe('SignInSuccess');

    const disabled = await withApp();
    const half = await bench.password(disabled.username);
    await world.app.services.account.disable(disabled.accountId, { actorId: null, requestId: null });
    const answer = await bench.confirm({ code: bench.code(disabled.secret) }, half.step);
    expect(answer.result.__typename).toBe('SecondStepOverError');
  });

  it('[ACC-03] «Ricordami» counts from the second step on', async () => {
    const { username, secret } = await withApp();
    const { step } = await bench.password(username, PASSWORD, { remember: true });
    const { set } = await bench.confirm({ code: bench.code(secret) }, step);
    expect(set.find((cookie) => cookie.startsWith('__Host-sportello='))).toContain(`Max-Age=${30 * 24 * 3600}`);
  });

  it('[SEC-027] is asked for once a request, and names what was typed amiss', async () => {
    const { username } = await withApp();
    const { step } = await bench.password(username);
    const one = 'confirmSecondFactor(input: { code: "123456" }) { __typename }';
    const { errors } = await world.send(`mutation { a: ${one} b: ${one} }`, {}, { cookie: step });
    expect(errors[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'CREDENTIAL_FIELDS' });
    expect((await bench.confirm({ code: '12345' }, step)).result.issues).toEqual([
      { path: 'code', message: expect.stringContaining('6 cifre') },
    ]);
    expect((await bench.confirm({ recoveryCode: 'ABC' }, step)).result.issues?.[0]?.path).toBe('recoveryCode');
    for (const passkey of ['', '{', '{}', '[]', 'null']) {
      expect((await bench.confirm({ passkey }, step)).result.issues?.[0]?.path).toBe('passkey');
    }
  });
});

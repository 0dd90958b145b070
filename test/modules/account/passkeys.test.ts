import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { type Lies, testPasskey } from '#test/kit/authenticator.ts';
import { type SecondFactorBench, secondFactorBench } from './second-factor-kit.ts';

const WRONG = 'WrongSecondFactorError';
const LIES: [what: string, lies: Lies][] = [
  ['on another site', { origin: 'https://sportello.example.net' }],
  ['on another port of this host', { origin: 'http://localhost:4001' }],
  ['for another host', { host: 'example.net' }],
  ['by an authenticator that asked nobody', { userVerified: false }],
  ['for a challenge that was not given', { challenge: 'bm9uIGRhdGE' }],
];

let test: TestApp;
let bench: SecondFactorBench;
beforeAll(async () => {
  test = await startTestApp();
  bench = secondFactorBench(test);
});
afterAll(() => test.stop());

describe('passkeys', () => {
  it('[ACC-07] one is added and completes a sign-in', async () => {
    const { username, cookie } = await test.signedIn();
    const { passkey, codes, ...added } = await bench.addPasskey(cookie, 'Chiave blu');
    expect(codes).toHaveLength(10);
    test.clock.advance(1_000);
    const { result, session } = await bench.signIn(username, ({ methods, passkeyOptions }) => {
      expect(methods).toEqual(['PASSKEY', 'RECOVERY_CODE']);
      expect(JSON.parse(passkeyOptions ?? '')).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
      return { passkey: passkey.use(passkeyOptions ?? '') };
    });
    expect(result.__typename).toBe('SignInSuccess');
    const { factors } = await bench.mine(session);
    expect(factors).toMatchObject([{ id: added.id, kind: 'PASSKEY', name: 'Chiave blu' }]);
    expect(factors[0]?.lastUsedAt).toBe(test.clock.now().toISOString());
  });

  it.each(LIES)('[ACC-07] one used %s is refused', async (_what, lies) => {
    const { username, cookie } = await test.signedIn();
    const { passkey } = await bench.addPasskey(cookie);
    const lying = await bench.signIn(username, ({ passkeyOptions }) => ({
      passkey: passkey.use(passkeyOptions!, lies),
    }));
    expect(lying.result.__typename).toBe(WRONG);
    expect(lying.session).toBe('');
    const honest = await bench.signIn(username, ({ passkeyOptions }) => ({ passkey: passkey.use(passkeyOptions!) }));
    expect(honest.result.__typename).toBe('SignInSuccess');
  });

  it.each(LIES)('[ACC-07] one made %s is not added', async (_what, lies) => {
    const { cookie } = await test.signedIn();
    const { id, passkeyOptions } = await bench.start(cookie, 'PASSKEY');
    const passkey = testPasskey();
    const lying = await bench.add(cookie, { id, name: 'Chiave', passkey: passkey.make(passkeyOptions, lies) });
    expect(lying.result.__typename).toBe(WRONG);
    expect((await bench.mine(cookie)).factors).toEqual([]);
    const honest = await bench.add(cookie, { id, name: 'Chiave', passkey: passkey.make(passkeyOptions) });
    expect(honest.result.__typename).toBe('SecondFactorAdded');
  });

  it('[ACC-07] what one answered opens no second sign-in, and one of somebody else opens none', async () => {
    const { username, cookie } = await test.signedIn();
    const { passkey } = await bench.addPasskey(cookie);
    let answered = '';
    await bench.signIn(username, ({ passkeyOptions }) => {
      answered = passkey.use(passkeyOptions!);
      return { passkey: answered };
    });
    expect((await bench.signIn(username, () => ({ passkey: answered }))).result.__typename).toBe(WRONG);
    const stranger = await bench.addPasskey((await test.signedIn()).cookie);
    const theirs = await bench.signIn(username, ({ passkeyOptions }) => ({
      passkey: stranger.passkey.use(passkeyOptions!),
    }));
    expect(theirs.result.__typename).toBe(WRONG);
  });

  it('[ACC-07] a copy that counts fewer uses than the original is refused', async () => {
    const { username, cookie } = await test.signedIn();
    const { passkey } = await bench.addPasskey(cookie);
    const using = (count: number) =>
      bench.signIn(username, ({ passkeyOptions }) => ({ passkey: passkey.use(passkeyOptions!, { count }) }));
    expect((await using(7)).result.__typename).toBe('SignInSuccess');
    expect((await using(7)).result.__typename).toBe(WRONG);
    expect((await using(3)).result.__typename).toBe(WRONG);
    expect((await using(8)).result.__typename).toBe('SignInSuccess');
  });

  it('[ACC-07] one that counts nothing is taken again and again', async () => {
    const { username, cookie } = await test.signedIn();
    const { id, passkeyOptions } = await bench.start(cookie, 'PASSKEY');
    const passkey = testPasskey();
    await bench.add(cookie, { id, name: 'Telefono', passkey: passkey.make(passkeyOptions, { count: 0 }) });
    for (let n = 0; n < 2; n++) {
      const { result } = await bench.signIn(username, (step) => ({
        passkey: passkey.use(step.passkeyOptions!, { count: 0 }),
      }));
      expect(result.__typename).toBe('SignInSuccess');
    }
  });

  it('[ACC-07] one is of one account, and the browser is told which the account has', async () => {
    const { cookie } = await test.signedIn();
    const { passkey, ...mine } = await bench.addPasskey(cookie);
    const again = await bench.start(mine.cookie, 'PASSKEY');
    expect(JSON.parse(again.passkeyOptions).excludeCredentials).toHaveLength(1);
    const other = (await test.signedIn()).cookie;
    for (const [holder, setup] of [
      [mine.cookie, again],
      [other, await bench.start(other, 'PASSKEY')],
    ] as const) {
      const made = passkey.make(setup.passkeyOptions);
      expect((await bench.add(holder, { id: setup.id, name: 'Copia', passkey: made })).result.__typename).toBe(WRONG);
    }
  });
});

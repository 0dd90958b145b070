import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }`;
const DEVICE = '__Host-sportello-dispositivo';

let test: TestApp;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(() => test.stop());

async function signIn(identifier: string, password: string, device: string | null = null) {
  const cookie = device && `${DEVICE}=${device}`;
  const { data, headers } = await test.send<{ signIn: { __typename: string } }>(
    SIGN_IN,
    { input: { identifier, password } },
    { cookie },
  );
  const line = headers.getSetCookie().find((text) => text.startsWith(`${DEVICE}=`));
  return { kind: data!.signIn.__typename, line, device: line?.split(';')[0]?.slice(DEVICE.length + 1) ?? null };
}

async function tryWrong(identifier: string, times: number, device: string | null = null): Promise<string[]> {
  const kinds: string[] = [];
  for (let n = 0; n < times; n++) kinds.push((await signIn(identifier, `sbagliata ${n}`, device)).kind);
  return kinds;
}

async function person() {
  const { username } = await test.seed.person({ passwordHash });
  const { device, line } = await signIn(username, PASSWORD);
  return { username, device: device!, line: line! };
}

describe('the cookie of a device', () => {
  it('[SEC-026][SEC-046] is given at a sign-in, for this host alone, and stays the same for its owner', async () => {
    const { username, device, line } = await person();
    expect(line).toMatch(
      /^__Host-sportello-dispositivo=[\w-]{43}\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000$/,
    );
    expect((await signIn(username, PASSWORD, device)).device).toBe(device);
    expect((await signIn(username, 'sbagliata', device)).line).toBeUndefined();
  });

  it('[SEC-026] while strangers have locked the account its owner signs in from there, and they stay locked', async () => {
    const { username, device } = await person();
    expect((await tryWrong(username, 6)).at(-1)).toBe('LockedError');
    expect((await signIn(username, PASSWORD)).kind).toBe('LockedError');
    expect((await signIn(username, PASSWORD, device)).kind).toBe('SignInSuccess');
    expect((await signIn(username, PASSWORD)).kind).toBe('LockedError');
  });

  it('[SEC-026][POL-603] has a quota of its own, of six, that locks there alone', async () => {
    const { username, device } = await person();
    expect(await tryWrong(username, 6, device)).toEqual([...Array(5).fill('WrongCredentialsError'), 'LockedError']);
    expect((await signIn(username, PASSWORD, device)).kind).toBe('LockedError');
    expect((await signIn(username, PASSWORD)).kind).toBe('SignInSuccess');
    test.clock.advance(15 * MINUTE_MS);
    expect((await signIn(username, PASSWORD, device)).kind).toBe('SignInSuccess');
  });

  it('[SEC-026] one that was made up, or for somebody else, counts for nothing', async () => {
    const { username, device } = await person();
    const other = await person();
    const [name] = device.split('.');
    await tryWrong(username, 6);
    const forged = [
      other.device,
      `${name}.${randomBytes(32).toString('base64url')}`,
      `${randomBytes(32).toString('base64url')}.${device.split('.')[1]}`,
      device.slice(1),
      'x',
    ];
    for (const made of forged)
      expect([made, (await signIn(username, PASSWORD, made)).kind]).toEqual([made, 'LockedError']);
  });

  it('[SEC-026] an attacker who holds one of their own gets no more tries at another’s account', async () => {
    const victim = await person();
    const attacker = await person();
    expect(await tryWrong(victim.username, 6, attacker.device)).toEqual([
      ...Array(5).fill('WrongCredentialsError'),
      'LockedError',
    ]);
    expect((await signIn(victim.username, PASSWORD)).kind).toBe('LockedError');
  });
});

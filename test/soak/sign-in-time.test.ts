import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { median, separability } from '#test/modules/account/separability.ts';

const SAMPLES = 2_000;
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.stop());

it('[SEC-012] 2,000 interleaved samples do not tell known names from unknown ones by time', async () => {
  const passwordHash = await test.app.passwords.hash(PASSWORD);
  const people = await test.seed.people(SAMPLES, { passwordHash });
  const known: number[] = [];
  const unknown: number[] = [];
  const timed = async (identifier: string): Promise<number> => {
    const begun = performance.now();
    const { signIn } = await test.ask<{ signIn: { __typename: string } }>(SIGN_IN, {
      input: { identifier, password: 'sbagliata' },
    });
    expect(signIn.__typename).toBe('WrongCredentialsError');
    return performance.now() - begun;
  };
  for (const [n, { username }] of people.entries()) {
    // Before the address reaches its limit.
    if (n % 40 === 0) test.clock.advance(16 * MINUTE_MS);
    if (n % 2 === 0) known.push(await timed(username));
    unknown.push(await timed(`nessuno.${n}`));
    if (n % 2 === 1) known.push(await timed(username));
  }
  const auc = separability(known, unknown);
  const apartMs = Math.abs(median(known) - median(unknown));
  process.stdout.write(`sign-in time: AUC ${auc.toFixed(3)}, medians ${apartMs.toFixed(2)} ms apart\n`);
  expect(auc).toBeGreaterThan(0.45);
  expect(auc).toBeLessThan(0.55);
  expect(apartMs).toBeLessThan(5);
});

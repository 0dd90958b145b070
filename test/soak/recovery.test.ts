import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { HOUR_MS } from '#test/kit/clock.ts';
import { type RecoveryBench, recoveryBench } from '#test/modules/account/recovery-kit.ts';
import {
  raceForLinks,
  recoverBesideOldPassword,
  recoverBesideWrongPasswords,
} from '#test/modules/account/recovery-stories.ts';
import { median, separability } from '#test/modules/account/separability.ts';

const SAMPLES = 300;
const count = 250;

let test: TestApp;
let bench: RecoveryBench;
beforeAll(async () => {
  test = await startTestApp();
  bench = recoveryBench(test);
});
afterAll(async () => {
  await bench.dispose();
  await test.stop();
});

it('[SEC-028] 20 links, 50 racers each: 20 go on', async () => {
  expect(await raceForLinks(test, bench, 20)).toEqual({ confirmed: 20, used: 20 * 49 });
});

it('[SEC-043] 250 recoveries beside wrong passwords end as one after the other would', async () => {
  expect(await recoverBesideWrongPasswords(test, bench, count)).toEqual({
    ...{ recovered: count, audited: count, opened: count },
  });
});

it('[SEC-043] 250 recoveries beside sign-ins with the old password leave none open', async () => {
  expect(await recoverBesideOldPassword(test, bench, count)).toEqual({ recovered: count, leftOpen: 0 });
});

it('[SEC-033] interleaved samples do not tell known names from unknown ones by time', async () => {
  const people = await test.seed.people(SAMPLES);
  const known: number[] = [];
  const unknown: number[] = [];
  const timed = async (identifier: string): Promise<number> => {
    const securityCheck = await bench.proof();
    const begun = performance.now();
    const { outcome } = await bench.startWith({ identifier, securityCheck });
    const took = performance.now() - begun;
    expect(outcome.__typename).toBe('RecoveryStarted');
    return took;
  };
  for (const [n, { username }] of people.entries()) {
    // Before the address reaches its limit.
    if (n % 25 === 0) test.clock.advance(HOUR_MS);
    if (n % 2 === 0) known.push(await timed(username));
    unknown.push(await timed(`nessuno.${n}`));
    if (n % 2 === 1) known.push(await timed(username));
  }
  const auc = separability(known, unknown);
  const apartMs = Math.abs(median(known) - median(unknown));
  process.stdout.write(`recovery time: AUC ${auc.toFixed(3)}, medians ${apartMs.toFixed(2)} ms apart\n`);
  expect(auc).toBeGreaterThan(0.42);
  expect(auc).toBeLessThan(0.58);
  expect(apartMs).toBeLessThan(5);
});

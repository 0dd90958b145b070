import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf } from '#server/modules/account/policy-jobs.ts';
import { dueStep, monthsAfter, passwordEnd, revocationPlan } from '#server/modules/account/time-rules.ts';
import { newId } from '#server/platform/ids.ts';
import { DAY_MS } from '#test/kit/clock.ts';

const NOW = new Date('2026-11-23T11:00:00Z');

describe('the end of a password', () => {
  it('[DEC-12][NFR-05] is a time of its own for each account, evenly over the window, and can always be announced', () => {
    const policy = { days: 180, spreadDays: 60 };
    const days = Array.from({ length: 6_000 }, () => {
      const end = passwordEnd(new Date('2017-03-01T00:00:00Z'), shareOf(newId()), policy, NOW);
      return Math.floor((end.getTime() - NOW.getTime()) / DAY_MS);
    });
    expect(Math.min(...days)).toBeGreaterThanOrEqual(31);
    expect(Math.max(...days)).toBeLessThan(31 + 60);
    const onDay = (day: number) => days.filter((one) => one === day).length;
    const counts = Array.from({ length: 60 }, (_, index) => onDay(31 + index));
    // 100 a day are due: no day has twice as many, none is left out.
    expect(Math.max(...counts)).toBeLessThan(200);
    expect(Math.min(...counts)).toBeGreaterThan(30);
  });

  it('[DEC-12] of a young password comes after its time, not before', () => {
    const policy = { days: 180, spreadDays: 60 };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share) => {
        const left = passwordEnd(NOW, share, policy, NOW).getTime() - NOW.getTime();
        return left >= 180 * DAY_MS && left < 240 * DAY_MS;
      }),
    );
  });
});

describe('the plan of a revocation', () => {
  it('[DEC-11][POL-801] counts 12, 14, 14.5 and 15 months by the calendar of Rome', () => {
    const plan = revocationPlan(new Date('2026-11-23T11:00:00Z'), { months: 15 });
    expect(plan.steps.map((at) => at.toISOString())).toEqual([
      '2027-11-23T11:00:00.000Z',
      '2028-01-23T11:00:00.000Z',
      '2028-02-07T11:00:00.000Z',
    ]);
    expect(plan.revokeAt.toISOString()).toBe('2028-02-23T11:00:00.000Z');
  });

  it('[FLT-23] 29 February and 15 months, the night in which summer begins, and the last of a month', () => {
    expect(monthsAfter(new Date('2028-02-29T10:00:00Z'), 30).toISOString()).toBe('2029-05-29T09:00:00.000Z');
    expect(monthsAfter(new Date('2026-11-30T10:00:00Z'), 30).toISOString()).toBe('2028-02-29T10:00:00.000Z');
    expect(monthsAfter(new Date('2025-12-28T01:30:00Z'), 30).toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });
});

describe('the step that is due', () => {
  const steps = [10, 20, 30].map((day) => new Date(NOW.getTime() + day * DAY_MS));
  const at = (day: number) => new Date(NOW.getTime() + day * DAY_MS);

  it('[DEC-11][DEC-12] is the last whose time has come, once, and stands for those that were missed', () => {
    expect(dueStep(steps, [], at(9))).toBeNull();
    expect(dueStep(steps, [], at(10))).toEqual({ step: 0, missed: [] });
    expect(dueStep(steps, [0], at(19))).toBeNull();
    expect(dueStep(steps, [0], at(35))).toEqual({ step: 2, missed: [1] });
    expect(dueStep(steps, [], at(35))).toEqual({ step: 2, missed: [0, 1] });
    expect(dueStep(steps, [2], at(99))).toBeNull();
  });
});

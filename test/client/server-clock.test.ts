import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../client/src/lib/server-clock.ts';

function clockAt(start: number) {
  let elapsed = start;
  const clock = createServerClock(() => elapsed);
  return {
    clock,
    pass: (ms: number) => {
      elapsed += ms;
    },
  };
}

describe('the server clock on the page', () => {
  it('[DEC-18] knows no time before the server has told one', () => {
    expect(clockAt(0).clock.now()).toBeNull();
  });

  it('[LAB-21] is the server’s instant plus the time elapsed since', () => {
    const { clock, pass } = clockAt(100);
    clock.syncFromAnswer(1_000_000, 100);
    pass(2_500);
    expect(clock.now()).toBe(1_002_500);
  });

  it('never runs ahead: a slow answer is taken at its latest', () => {
    const { clock, pass } = clockAt(0);
    pass(800);
    clock.syncFromAnswer(1_000_000, 0);
    expect(clock.now()).toBe(1_000_000);
  });

  it('grows more exact with every faster answer, and does not get worse with a slow one', () => {
    const { clock, pass } = clockAt(0);
    pass(800);
    clock.syncFromAnswer(1_000_400, 0);
    pass(10);
    clock.syncFromAnswer(1_000_805, 800);
    expect(clock.now()).toBe(1_000_805);
    pass(1_000);
    clock.syncFromPush(1_001_500);
    expect(clock.now()).toBe(1_001_805);
  });

  it('catches up after a sleep in which the monotonic clock stood still', () => {
    const { clock, pass } = clockAt(0);
    clock.syncFromAnswer(1_000_000, 0);
    pass(1_000);
    clock.syncFromPush(4_600_000);
    expect(clock.now()).toBe(4_600_000);
  });

  it('comes back when it had run ahead of the server', () => {
    const { clock, pass } = clockAt(0);
    clock.syncFromPush(2_000_000);
    pass(10);
    clock.syncFromAnswer(1_000_000, 0);
    expect(clock.now()).toBe(1_000_010);
  });
});

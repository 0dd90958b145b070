/** A clock that stands still until it is moved. */
export interface TestClock {
  now(): Date;
  set(at: Date): void;
  advance(ms: number): void;
}

export function createTestClock(start: Date): TestClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set(to) {
      at = to.getTime();
    },
    advance(ms) {
      at += ms;
    },
  };
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

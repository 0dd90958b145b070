import { useEffect, useReducer } from 'react';
import { serverClock } from './server-clock.ts';

const LONGEST_TIMER_MS = 2_000_000_000;

/** The server's time, read again every `everyMs`; null until the first answer of the server. */
export function useServerNow(everyMs = 1000): number | null {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return serverClock.now();
}

/** Draws again when the first of these instants passes, by the server's clock. */
export function useRedrawAt(instants: readonly string[]): void {
  const [count, tick] = useReducer((before: number) => before + 1, 0);
  const key = instants.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every redraw looks for the next instant
  useEffect(() => {
    const now = serverClock.now();
    if (now === null) return;
    const ahead = key
      .split(',')
      .map((instant) => Date.parse(instant) - now)
      .filter((ms) => ms > 0);
    if (ahead.length === 0) return;
    const timer = setTimeout(tick, Math.min(LONGEST_TIMER_MS, Math.min(...ahead) + 20));
    return () => clearTimeout(timer);
  }, [key, count]);
}

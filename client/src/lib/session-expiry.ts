import { serverClock } from './server-clock.ts';

// Every request prolongs the session by its idle window, so the end is counted from the last one sent.
let lastActivityMs: number | null = null;

export function noteActivity(): void {
  lastActivityMs = serverClock.now();
}

/** The instant at which the session ends if the person does nothing more, in server milliseconds. */
export function expectedExpiry(expiresAt: string, readAtMs: number): number {
  const told = Date.parse(expiresAt);
  const idleWindow = told - readAtMs;
  return Math.max(told, (lastActivityMs ?? readAtMs) + idleWindow);
}

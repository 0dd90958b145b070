/** What a live page knows about its connection. All `…At` are monotonic milliseconds. */
export interface LiveFacts {
  online: boolean;
  paused: boolean;
  startedAt: number;
  /** Last message or pong on a connection that carries our subscription; null before the first snapshot. */
  heardAt: number | null;
  /** Last answer obtained by asking, where no socket can be had. */
  polledAt: number | null;
  freshness: { live: boolean; everySeconds: number } | null;
}

export type LiveKind = 'connecting' | 'live' | 'stale' | 'polling' | 'offline' | 'paused';

export interface LiveState {
  kind: LiveKind;
  everySeconds: number;
}

export const STALE_AFTER_MS = 10_000;
export const POLL_EVERY_SECONDS = 15;
/** A poll may be a little late without the page being called stale. */
const POLL_GRACE_MS = 5_000;

/** The state of the connection as the person is told it. */
export function decideLive(facts: LiveFacts, now: number): LiveState {
  const state = (kind: LiveKind, everySeconds = 0): LiveState => ({ kind, everySeconds });
  if (facts.paused) return state('paused');
  if (!facts.online) return state('offline');
  if (facts.heardAt !== null && now - facts.heardAt < STALE_AFTER_MS) {
    return facts.freshness && !facts.freshness.live ? state('polling', facts.freshness.everySeconds) : state('live');
  }
  if (facts.polledAt !== null && now - facts.polledAt < POLL_EVERY_SECONDS * 1000 + POLL_GRACE_MS) {
    return state('polling', POLL_EVERY_SECONDS);
  }
  const neverHeard = facts.heardAt === null && facts.polledAt === null;
  return neverHeard && now - facts.startedAt < STALE_AFTER_MS ? state('connecting') : state('stale');
}

/** True when the page must ask by itself now: no socket speaks, and the last question is old enough. */
export function shouldPoll(facts: LiveFacts, now: number): boolean {
  if (facts.paused || !facts.online) return false;
  const silentSince = facts.heardAt ?? facts.startedAt;
  if (now - silentSince < STALE_AFTER_MS) return false;
  return facts.polledAt === null || now - facts.polledAt >= POLL_EVERY_SECONDS * 1000;
}

/** True when this change of state deserves «Di nuovo in diretta». */
export function cameBack(before: LiveKind, after: LiveKind): boolean {
  return after === 'live' && (before === 'stale' || before === 'polling' || before === 'offline');
}

/** Wait before the next attempt: 1, 2, 4 … 30 s, each between half and the whole of it so that people do not return in step. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const whole = Math.min(30_000, 1000 * 2 ** Math.min(attempt, 5));
  return whole / 2 + (whole / 2) * random();
}

export interface Versioned {
  sessionId: string;
  version: number;
}

/** Replaces by session id, never going back to an older version. A snapshot replaces all that is known. */
export function mergeSeats<Seats extends Versioned>(
  known: ReadonlyMap<string, Seats>,
  update: { kind: 'SNAPSHOT' | 'CHANGES'; sessions: readonly Seats[] },
): ReadonlyMap<string, Seats> {
  const merged = update.kind === 'SNAPSHOT' ? new Map<string, Seats>() : new Map(known);
  for (const seats of update.sessions) {
    const before = known.get(seats.sessionId);
    merged.set(seats.sessionId, before && before.version > seats.version ? before : seats);
  }
  return merged;
}

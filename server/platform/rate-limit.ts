import type { Clock } from './clock.ts';

/** Counters that several servers share; null in place of a count when they cannot be reached. */
export interface SharedCounters {
  /** Adds to each counter and answers what it holds then. */
  add(counts: readonly (readonly [key: string, by: number])[], lifeMs: number): Promise<number[]>;
  dispose(): Promise<void>;
}

export interface RateVerdict {
  allowed: boolean;
  /** How many in a window. */
  limit: number;
  windowSeconds: number;
  remaining: number;
  /** Whole seconds until more is allowed: until the next one when refused, else until all of it is. */
  resetSeconds: number;
}

export interface RateLimiter {
  /** Counts one, unless it is refused; never waits for anything. */
  take(key: string): RateVerdict;
  dispose(): void;
}

interface Entry {
  window: number;
  /** Those of the window before, of all servers. */
  previous: number;
  /** Those of this server in this window, and how many of them the others do not know yet. */
  current: number;
  unsent: number;
  /** Those of the other servers in this window, as far as known. */
  others: number;
}

interface Options {
  /** Apart for every limiter that shares counters. */
  name: string;
  limit: number;
  windowMs: number;
  clock: Clock;
  /** null: this server alone, as also whenever the shared ones do not answer; it is never without limit (FLT-13). */
  shared: SharedCounters | null;
}

const SHARE_MS = 1_000;
const MOST_KEYS = 100_000;

/**
 * A window that slides: the window before counts by the part of it that is not over yet. Exact within one server;
 * servers tell each other once a second, so that no request waits for another machine.
 */
export function createRateLimiter(options: Options): RateLimiter {
  const { name, limit, windowMs, clock, shared } = options;
  const entries = new Map<string, Entry>();

  function entryOf(key: string, window: number): Entry {
    const known = entries.get(key);
    if (known?.window === window) return known;
    const previous = known?.window === window - 1 ? known.current + known.others : 0;
    const entry = { window, previous, current: 0, unsent: 0, others: 0 };
    // Set anew at the end: the map stays in order of use, and what goes first is the oldest.
    entries.delete(key);
    entries.set(key, entry);
    const oldest = entries.size > MOST_KEYS ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    return entry;
  }

  async function share(counters: SharedCounters): Promise<void> {
    const waiting = [...entries].filter(([, entry]) => entry.unsent > 0);
    if (waiting.length === 0) return;
    const counts = waiting.map(([key, entry]) => [`${name}:${entry.window}:${key}`, entry.unsent] as const);
    const sent = waiting.map(([, entry]) => entry.unsent);
    const totals = await counters.add(counts, 2 * windowMs).catch(() => null);
    if (!totals) return;
    for (const [index, [, entry]] of waiting.entries()) {
      entry.unsent -= sent[index] ?? 0;
      entry.others = Math.max(0, (totals[index] ?? 0) - (entry.current - entry.unsent));
    }
  }

  function sweep(): void {
    const window = Math.floor(clock.now().getTime() / windowMs);
    for (const [key, entry] of entries) if (entry.window < window - 1) entries.delete(key);
  }

  let sharing = false;
  const timer = setInterval(() => {
    sweep();
    if (!shared || sharing) return;
    sharing = true;
    void share(shared).finally(() => {
      sharing = false;
    });
  }, SHARE_MS);
  timer.unref();

  return {
    take(key) {
      const now = clock.now().getTime();
      const window = Math.floor(now / windowMs);
      const entry = entryOf(key, window);
      const part = (now % windowMs) / windowMs;
      const here = entry.current + entry.others;
      const used = here + entry.previous * (1 - part);
      const base = { limit, windowSeconds: windowMs / 1000 };
      if (used + 1 > limit) {
        const wait = waitingParts({ here, previous: entry.previous, limit }) - part;
        return { ...base, allowed: false, remaining: 0, resetSeconds: seconds(wait * windowMs) };
      }
      entry.current++;
      entry.unsent++;
      const remaining = Math.max(0, Math.floor(limit - used - 1));
      return { ...base, allowed: true, remaining, resetSeconds: seconds((1 - part) * windowMs) };
    },
    dispose: () => clearInterval(timer),
  };
}

/** At which part of this window, or past its end, one more is allowed. */
function waitingParts({ here, previous, limit }: { here: number; previous: number; limit: number }): number {
  if (here + 1 <= limit) return 1 - (limit - 1 - here) / previous;
  return 2 - (limit - 1) / here;
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

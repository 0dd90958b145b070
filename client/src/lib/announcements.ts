export const ANNOUNCE_EVERY_MS = 5_000;

export interface Announcements {
  add(text: string): void;
  /** The sentence to say now, or how long to wait for the next. */
  take(now: number): { text: string | null; waitMs: number | null };
}

/** Sentences at least five seconds apart: the newest wins, and the same one is not said twice in a row. */
export function createAnnouncements(): Announcements {
  let waiting: string | null = null;
  let said = '';
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    add(text) {
      waiting = text === said ? null : text;
    },
    take(now) {
      if (waiting === null) return { text: null, waitMs: null };
      const waitMs = saidAt + ANNOUNCE_EVERY_MS - now;
      if (waitMs > 0) return { text: null, waitMs };
      said = waiting;
      saidAt = now;
      waiting = null;
      return { text: said, waitMs: null };
    },
  };
}

import type { Pool } from 'pg';

/**
 * The one clock of the system (DEC-18): database time, so that every server of an installation agrees.
 * SQL receives instants from here and never calls now(), so tests can move time.
 */
export interface Clock {
  now(): Date;
}

export interface DatabaseClock extends Clock {
  /** Measures the offset again. */
  measure(): Promise<void>;
}

const MEASURES = 3;

/**
 * Database time as this process's monotonic clock plus an offset. The offset of the fastest of a few
 * round trips is kept: its error is at most half that trip.
 */
export function createDatabaseClock(pool: Pool): DatabaseClock {
  let offsetMs: number | null = null;
  return {
    now() {
      if (offsetMs === null) throw new Error('clock used before its first measure');
      return new Date(Math.round(performance.now() + offsetMs));
    },
    async measure() {
      let best = { tripMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
      for (let i = 0; i < MEASURES; i++) {
        const before = performance.now();
        const { rows } = await pool.query<{ ms: number }>(
          'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
        );
        const after = performance.now();
        const ms = rows[0]?.ms ?? 0;
        if (after - before < best.tripMs) best = { tripMs: after - before, offsetMs: ms - (before + after) / 2 };
      }
      offsetMs = best.offsetMs;
    },
  };
}

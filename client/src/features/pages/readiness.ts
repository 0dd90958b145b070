/** What the server says of its own parts at /health/ready. */
export interface Readiness {
  ready: boolean;
  database: boolean;
  bus: boolean;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Null for anything else than the server's own words, such as the page of a proxy. */
export function readinessOf(answer: unknown): Readiness | null {
  if (!isRecord(answer) || typeof answer.ready !== 'boolean') return null;
  return { ready: answer.ready, database: answer.database === 'up', bus: answer.bus === 'up' };
}

export async function readReadiness(): Promise<Readiness | null> {
  try {
    const answer = await fetch('/health/ready', { cache: 'no-store', credentials: 'omit' });
    return readinessOf(await answer.json());
  } catch {
    return null;
  }
}

export type PartState = 'good' | 'slow' | 'bad' | 'unknown';

export interface StatusFacts {
  /** Milliseconds the last question to the API took; null when it did not answer. */
  answerMs: number | null;
  asked: boolean;
  readiness: Readiness | null;
  live: 'connecting' | 'live' | 'stale' | 'polling' | 'offline' | 'paused' | null;
}

export interface PartStates {
  api: PartState;
  database: PartState;
  bus: PartState;
  live: PartState;
}

const SLOW_MS = 1_500;

/** One word a part; what nobody told us is «unknown», never «good». */
export function partStates({ answerMs, asked, readiness, live }: StatusFacts): PartStates {
  const told = (up: boolean | undefined, down: PartState): PartState =>
    up === undefined ? 'unknown' : up ? 'good' : down;
  const lines: Record<NonNullable<StatusFacts['live']>, PartState> = {
    live: 'good',
    polling: 'slow',
    stale: 'bad',
    offline: 'bad',
    connecting: 'unknown',
    paused: 'unknown',
  };
  return {
    api: !asked ? 'unknown' : answerMs === null ? 'bad' : answerMs > SLOW_MS ? 'slow' : 'good',
    database: told(readiness?.database, 'bad'),
    bus: told(readiness?.bus, 'slow'),
    live: live === null ? 'unknown' : lines[live],
  };
}

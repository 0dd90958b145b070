import { BusyError } from '../errors.ts';

/** What PostgreSQL said, whichever road the error took: pg itself, or Prisma over its driver adapter. */
export interface PostgresFault {
  code: string;
  constraint: string | null;
}

interface ErrorShape {
  code?: unknown;
  constraint?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: unknown; constraint?: unknown } } };
}

export function postgresFault(error: unknown): PostgresFault | null {
  if (typeof error !== 'object' || error === null) return null;
  const shape = error as ErrorShape;
  const adapter = shape.meta?.driverAdapterError?.cause;
  if (typeof adapter?.originalCode === 'string') {
    return { code: adapter.originalCode, constraint: constraintName(adapter.constraint) };
  }
  if (typeof shape.code === 'string' && /^[0-9A-Z]{5}$/.test(shape.code)) {
    return { code: shape.code, constraint: constraintName(shape.constraint) };
  }
  return shape.cause === undefined ? null : postgresFault(shape.cause);
}

function constraintName(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'index' in value && typeof value.index === 'string') {
    return value.index;
  }
  return null;
}

/** A constraint had the last word: unique 23505, foreign key 23503, check 23514, exclusion 23P01. */
export function isConstraint(error: unknown, name: string): boolean {
  return postgresFault(error)?.constraint === name;
}

/** Serialisation failure, deadlock or a lock that could not be had at once: the same act may be tried again. */
export function isRetryable(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes(postgresFault(error)?.code ?? '');
}

// Class 08: connection; 53: out of resources; 57014: statement timeout; 57P0x: being shut down or starting.
const UNAVAILABLE = /^(08|53|57014|57P0)/;
const UNAVAILABLE_WORDS =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client (has encountered a|was closed))/;

/** The database could not be reached, or had no connection to give in time. Nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  const code = postgresFault(error)?.code;
  if (code !== undefined) return UNAVAILABLE.test(code);
  if (!(error instanceof Error)) return false;
  const system = (error as { code?: unknown }).code;
  if (
    typeof system === 'string' &&
    /^(E(CONN|PIPE|TIMEDOUT|HOSTUNREACH)|P1001|P1002|P1008|P1017|P2024|P2037)/.test(system)
  )
    return true;
  return UNAVAILABLE_WORDS.test(error.message) || isUnavailable(error.cause);
}

/** Unavailable in a way that leaves nothing to expect of the connection, not even a rollback. */
export function isConnectionLost(error: unknown): boolean {
  return isUnavailable(error) && postgresFault(error)?.code !== '57014';
}

const TRIES = 5;

/**
 * Runs an act again while the database answers that it may succeed if repeated (FLT-10). Bounded: then it is too busy,
 * and nothing was done.
 */
export async function retrying<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (attempt === TRIES) throw new BusyError(1);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    }
  }
}

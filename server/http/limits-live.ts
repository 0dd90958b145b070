import { type ExecutionResult, GraphQLError } from 'graphql';
import { createCrowd, type Full, type Place } from './crowd.ts';

/** Subscriptions at once, over sockets and event streams together (API-06). A whole school sits behind one address. */
export const LIVE_LIMITS = { perAccount: 50, perAddress: 10_000 } as const;

export interface LiveReads {
  enter(place: Place): { refusal: GraphQLError } | LiveRead;
}

export interface LiveRead {
  leave(): void;
  /** The same stream; it leaves when it ends, however it does. */
  around(source: AsyncIterable<ExecutionResult>): AsyncGenerator<ExecutionResult, undefined>;
}

export function createLiveReads(): LiveReads {
  const crowd = createCrowd(LIVE_LIMITS);
  return {
    enter(place) {
      const full = crowd.full(place);
      if (full) return { refusal: tooMany('SUBSCRIPTIONS', full) };
      const leave = crowd.enter(place);
      return { leave, around: (source) => leaving(source, leave) };
    },
  };
}

/** Too many of something at once: by how much is always one, since the next one is refused. */
export function tooMany(
  what: 'SUBSCRIPTIONS' | 'OPERATIONS',
  { of, max }: Full | { of: 'SOCKET'; max: number },
): GraphQLError {
  const place = of === 'SOCKET' ? 'on one socket' : of === 'ADDRESS' ? 'from one network address' : 'by one account';
  return new GraphQLError(`At most ${max} ${what.toLowerCase()} at once ${place}.`, {
    extensions: { code: 'RATE_LIMITED', limit: `${what}_PER_${of}`, max, found: max + 1, http: { status: 429 } },
  });
}

function leaving(
  source: AsyncIterable<ExecutionResult>,
  leave: () => void,
): AsyncGenerator<ExecutionResult, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    leave();
    await iterator.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      try {
        const step = await iterator.next();
        if (step.done) leave();
        return step.done ? { done: true, value: undefined } : step;
      } catch (error) {
        leave();
        throw error;
      }
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}

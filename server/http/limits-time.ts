import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';

/** How long one operation may take; a statement of it ends after 3 s by itself (SEC-077). */
export const OPERATION_MS = 10_000;
const RETRY_AFTER_SECONDS = 2;

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

const LATE = 'late';
const GONE = 'gone';

function overdue(): GraphQLError {
  return new GraphQLError(`It took more than ${OPERATION_MS / 1000} s: what was not done yet will not be.`, {
    extensions: {
      code: 'SERVICE_UNAVAILABLE',
      limit: 'TIME',
      max: OPERATION_MS / 1000,
      retryAfter: RETRY_AFTER_SECONDS,
      http: { status: 503 },
    },
  });
}

/** Nothing more of an operation is begun once its time is over, or whoever asked over HTTP went away. */
export function bounded(execute: Execute, ms: number = OPERATION_MS): Execute {
  return async (args) => {
    const client = (args.contextValue as { request?: Request }).request?.signal;
    const controller = new AbortController();
    const { signal } = controller;
    const leave = (): void => controller.abort(GONE);
    const timer = setTimeout(() => controller.abort(LATE), ms);
    client?.addEventListener('abort', leave, { once: true });
    const stopped = new Promise<ExecutionResult>((resolve) => {
      signal.addEventListener('abort', () => resolve({ errors: [signal.reason === LATE ? overdue() : abandoned()] }));
    });
    try {
      if (client?.aborted) return { errors: [abandoned()] };
      const work = execute({ ...args, signal } as ExecutionArgs);
      return await Promise.race([Promise.resolve(work).catch(rethrowUnless(signal)), stopped]);
    } finally {
      clearTimeout(timer);
      client?.removeEventListener('abort', leave);
    }
  };
}

/** What fails because it was stopped has its answer already. */
function rethrowUnless(signal: AbortSignal): (error: unknown) => ExecutionResult {
  return (error) => {
    if (signal.aborted) return { errors: [signal.reason === LATE ? overdue() : abandoned()] };
    throw error;
  };
}

/** Nobody reads it. */
function abandoned(): GraphQLError {
  return new GraphQLError('Whoever asked went away.', { extensions: { code: 'CANCELLED' } });
}

import type { FastifyInstance } from 'fastify';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import type { TraceSpan, Tracing } from '../platform/tracing.ts';
import { outcomeOf, typeOf } from './metrics-plugin.ts';

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/** One span a request, named by its route's pattern, and one below it for the operation that it carried. */
export function traceRequests(server: FastifyInstance, tracing: Tracing): Plugin {
  const running = new Map<string, TraceSpan>();
  server.addHook('onRequest', async (request) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    running.set(request.id, tracing.start(`HTTP ${route}`));
  });
  const finish = (requestId: string, status: number): void => {
    const span = running.get(requestId);
    running.delete(requestId);
    span?.set({ 'http.response.status_code': status, 'sportello.request_id': requestId });
    span?.end(status >= 500);
  };
  server.addHook('onResponse', async (request, reply) => finish(request.id, reply.statusCode));
  server.addHook('onRequestAbort', async (request) => finish(request.id, 499));

  const traced =
    (execute: Execute): Execute =>
    async (args) => {
      const { requestId } = args.contextValue as Context;
      const span = tracing.start(`GraphQL ${typeOf(args)}`, running.get(requestId) ?? null);
      span.set({ 'sportello.request_id': requestId });
      try {
        const result = await execute(args);
        const outcome = isAsyncIterable(result) ? 'ok' : outcomeOf(result);
        span.set({ 'sportello.outcome': outcome });
        span.end(outcome === 'INTERNAL_SERVER_ERROR' || outcome === 'SERVICE_UNAVAILABLE');
        return result;
      } catch (error) {
        span.end(true);
        throw error;
      }
    };
  return {
    onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn(traced(executeFn as Execute) as typeof executeFn),
    onSubscribe: ({ subscribeFn, setSubscribeFn }) =>
      setSubscribeFn(traced(subscribeFn as Execute) as typeof subscribeFn),
  };
}

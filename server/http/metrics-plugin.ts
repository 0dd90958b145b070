import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { Counter, Histogram, type Registry } from 'prom-client';

const BUCKETS = [0.002, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
/** The codes that an answer may carry (docs/api.md); anything else is counted together. */
const CODES = new Set([
  ...['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'LIMIT_EXCEEDED', 'RATE_LIMITED', 'NOT_FOUND'],
  ...['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'],
]);

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/**
 * Operations by their type and what came of them, on every transport. Names of operations come from clients and are
 * no label. A subscription counts until its stream stands.
 */
export function metricsPlugin(registry: Registry): Plugin {
  const durations = new Histogram({
    name: 'sportello_graphql_operation_duration_seconds',
    help: 'Operations by type and outcome: ok, or the code of their first error.',
    labelNames: ['type', 'outcome'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const refused = new Counter({
    name: 'sportello_graphql_documents_refused_total',
    help: 'Documents that were not executed, by code.',
    labelNames: ['code'],
    registers: [registry],
  });

  const measured =
    (execute: Execute): Execute =>
    async (args) => {
      const end = durations.startTimer({ type: typeOf(args) });
      try {
        const result = await execute(args);
        end({ outcome: isAsyncIterable(result) ? 'ok' : outcomeOf(result) });
        return result;
      } catch (error) {
        end({ outcome: 'INTERNAL_SERVER_ERROR' });
        throw error;
      }
    };
  return {
    onParse: () => (step) => {
      if (step.result instanceof Error) refused.inc({ code: 'BAD_USER_INPUT' });
    },
    onValidate: () => (step) => {
      const [first] = step.result;
      if (first) refused.inc({ code: known((first as { extensions?: { code?: unknown } }).extensions?.code) });
    },
    onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn(measured(executeFn as Execute) as typeof executeFn),
    onSubscribe: ({ subscribeFn, setSubscribeFn }) =>
      setSubscribeFn(measured(subscribeFn as Execute) as typeof subscribeFn),
  };
}

/** query, mutation or subscription. */
export function typeOf({ document, operationName }: ExecutionArgs): string {
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') continue;
    if (!operationName || definition.name?.value === operationName) return definition.operation;
  }
  return 'none';
}

/** ok, or the code of the first error. */
export function outcomeOf({ errors }: ExecutionResult): string {
  const [first] = errors ?? [];
  return first ? known(first.extensions.code) : 'ok';
}

/** A fault of syntax or validation has no code before it is masked. */
function known(code: unknown): string {
  if (code === undefined) return 'BAD_USER_INPUT';
  return CODES.has(String(code)) ? String(code) : 'OTHER';
}

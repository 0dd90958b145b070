import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  parse,
  type ValidationRule,
  validate,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import type { HttpDeps } from './deps.ts';
import { documentFaults, extraRules, hasNul, LIMITS, longTextFault, withoutSuggestions } from './limits.ts';
import { costFault } from './limits-cost.ts';
import { createLiveReads, type LiveReads } from './limits-live.ts';
import { bounded } from './limits-time.ts';
import type { Scene } from './request-context.ts';

/** Faults of one document that are told; every one costs time to word. */
const MOST_FAULTS = 20;

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/** What every operation must keep, whatever the transport: its text, its document, its cost, how many run at once. */
export function limitsPlugin({ config, logger }: Pick<HttpDeps, 'config' | 'logger'>): Plugin {
  const rules = extraRules(config);
  const live = createLiveReads();
  /** Refusals before there is anybody to name (SEC-066). */
  function told(context: object): void {
    const { requestId } = (context as Partial<{ scene: Scene }>).scene ?? {};
    logger.info({ requestId, code: 'LIMIT_EXCEEDED' }, 'a request was refused');
  }
  return {
    onParse({ context, setParseFn }) {
      setParseFn((source: string, options: object) => {
        const fault = longTextFault(String(source));
        if (fault) {
          told(context);
          throw fault;
        }
        return parse(source, { ...options, maxTokens: LIMITS.tokens });
      });
    },
    onValidate({ context, addValidationRule, setValidationFn }) {
      for (const rule of rules) addValidationRule(rule);
      setValidationFn((schema, document, all) => {
        const faults = documentFaults(schema, document);
        if (faults.length > 0) told(context);
        return faults.length > 0
          ? faults
          : validate(schema, document, all as ValidationRule[], { maxErrors: MOST_FAULTS });
      });
      return ({ result, setResult }) => {
        if (!config.introspection) setResult(result.map((error) => withoutSuggestions(error as GraphQLError)));
      };
    },
    onExecute: ({ executeFn, setExecuteFn }) =>
      setExecuteFn(affordable(bounded(executeFn as Execute)) as typeof executeFn),
    onSubscribe: ({ subscribeFn, setSubscribeFn }) =>
      setSubscribeFn(affordable(counted(subscribeFn as Execute, live)) as typeof subscribeFn),
  };
}

function affordable(execute: Execute): Execute {
  return async (args) => {
    const { schema, document, operationName, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    const fault = operation && costFault(schema, document, operation, variableValues ?? {});
    if (fault) return { errors: [fault] };
    return hasNul(document, variableValues) ? { errors: [nulRefused()] } : await execute(args);
  };
}

function nulRefused(): GraphQLError {
  return new GraphQLError('A text may not hold the character U+0000.', {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

function counted(subscribe: Execute, live: LiveReads): Execute {
  return async (args) => {
    const { clientAddress, viewer } = args.contextValue as Context;
    const entry = live.enter({ clientAddress, accountId: viewer?.account.id ?? null });
    if ('refusal' in entry) return { errors: [entry.refusal] };
    let result: ExecutionResult | AsyncIterable<ExecutionResult> | null = null;
    try {
      result = await subscribe(args);
      return isAsyncIterable<ExecutionResult>(result) ? entry.around(result) : result;
    } finally {
      if (!isAsyncIterable<ExecutionResult>(result)) entry.leave();
    }
  };
}

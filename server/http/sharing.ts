import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { isShared } from '../graphql/sharing.ts';
import { isUnavailable } from '../platform/db/db-errors.ts';

type Results = ExecutionResult | AsyncIterable<ExecutionResult>;
type Execute = (args: ExecutionArgs) => Promise<Results>;

/** An answer is never made of what was read longer ago than this, however slow the reading. */
const JOIN_MS = 100;

/**
 * What everybody may see is executed once for all who ask the same: the events of public live reads once a change,
 * however many watch, and equal queries of visitors once while they are under way. Nothing is kept afterwards. Must be
 * the innermost plugin: limits, masking and counting are each request's own.
 */
export function sharingPlugin(): Plugin {
  const running = new Map<string, Running>();
  return {
    onExecute: ({ executeFn, setExecuteFn }) =>
      setExecuteFn(singleFlight(executeFn as Execute, running) as typeof executeFn),
    onSubscribe: ({ subscribeFn, setSubscribeFn }) =>
      setSubscribeFn(renderedOnce(subscribeFn as Execute) as typeof subscribeFn),
  };
}

interface Running {
  work: Promise<Results>;
  since: number;
}

/** Everything that an answer of shared fields depends on; null when a field is not for sharing. */
function keyOf({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): string | null {
  if (!asksSharedAlone(schema, document, operationName)) return null;
  const { locale } = contextValue as Context;
  return JSON.stringify([locale, operationName ?? null, variableValues ?? null, document.loc?.source.body ?? null]);
}

const judged = new WeakMap<DocumentNode, Map<string, boolean>>();

/** Whether every root field of the operation says that it is the same for everybody. */
function asksSharedAlone(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): boolean {
  const known = judged.get(document) ?? new Map<string, boolean>();
  judged.set(document, known);
  const name = operationName ?? '';
  const before = known.get(name);
  if (before !== undefined) return before;
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation)?.getFields();
  const shared =
    document.loc !== undefined &&
    (operation?.selectionSet.selections.every((selection) => {
      const field = selection.kind === Kind.FIELD ? root?.[selection.name.value] : undefined;
      return field !== undefined && isShared(field);
    }) ??
      false);
  known.set(name, shared);
  return shared;
}

function isOutage({ originalError }: GraphQLError): boolean {
  return isUnavailable(originalError);
}

/** Equal queries of visitors wait for the first of them. */
function singleFlight(executeOne: Execute, running: Map<string, Running>): Execute {
  return async (args) => {
    const { viewer } = args.contextValue as Context;
    const key = viewer === null ? keyOf(args) : null;
    if (key === null) return await executeOne(args);
    const first = running.get(key);
    const young = first && performance.now() - first.since < JOIN_MS;
    const answer = young ? await first.work.catch(() => null) : null;
    // A fault is one request's own: its number, or its client that went away. But nobody waits for a database that does
    // not answer a second time (FLT-08).
    if (answer && !isAsyncIterable<ExecutionResult>(answer) && (!answer.errors || answer.errors.some(isOutage)))
      return answer;
    const work = Promise.resolve(executeOne(args));
    const own = { work, since: performance.now() };
    running.set(key, own);
    try {
      return await work;
    } finally {
      if (running.get(key) === own) running.delete(key);
    }
  };
}

/** The answers to one event, by what was asked of it. They last as long as the event. */
const rendered = new WeakMap<object, Map<string, Promise<ExecutionResult>>>();

function renderedOnce(subscribeOne: Execute): Execute {
  return async (args) => {
    const key = keyOf(args);
    if (key === null) return await subscribeOne(args);
    const source = await createSourceEventStream(args);
    return isAsyncIterable(source) ? renderEach(source, args, key) : source;
  };
}

function renderEach(source: AsyncIterable<unknown>, args: ExecutionArgs, key: string): AsyncGenerator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  const end = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const step = await events.next();
      return step.done ? { done: true, value: undefined } : { done: false, value: await render(step.value, args, key) };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}

async function render(event: unknown, args: ExecutionArgs, key: string): Promise<ExecutionResult> {
  const renderNow = async (): Promise<ExecutionResult> => await execute({ ...args, rootValue: event });
  if (typeof event !== 'object' || event === null) return await renderNow();
  const answers = rendered.get(event) ?? new Map<string, Promise<ExecutionResult>>();
  rendered.set(event, answers);
  const answer = answers.get(key) ?? renderNow();
  answers.set(key, answer);
  const result = await answer;
  return result.errors ? await renderNow() : result;
}

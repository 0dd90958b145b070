import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, isAsyncIterable, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { maskError } from '../graphql/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Front, HttpDeps } from './deps.ts';
import { createDocumentCache, NOTHING_KEPT } from './document-cache.ts';
import { LIMITS, limitExceeded } from './limits.ts';
import { limitsPlugin } from './limits-plugin.ts';
import { type MaskOne, maskResult, maskStream } from './masking.ts';
import { metricsPlugin } from './metrics-plugin.ts';
import { contextFor, localeOf, type Scene } from './request-context.ts';
import { sharingPlugin } from './sharing.ts';
import { unavailablePlugin } from './unavailable.ts';

export interface ServerContext {
  scene: Scene;
}

/** One GraphQL server for every transport: HTTP goes through its handler, sockets through its enveloped functions. */
export type GraphQLServer = YogaServerInstance<ServerContext, Context>;

/** How errors leave the server for somebody; before a context exists, the scene alone tells the language. */
export function maskerFor(deps: HttpDeps, scene: Scene): MaskOne {
  const locale = localeOf(scene, null);
  const { requestId } = scene;
  return (error) =>
    maskError(error, { requestId, say: (key, params) => deps.words.say(locale, key, params), logger: deps.logger });
}

export function createGraphQL(deps: Front, more: readonly Plugin[] = []): GraphQLServer {
  return createYoga<ServerContext, Context>({
    schema: deps.schema,
    graphqlEndpoint: '/graphql',
    context: ({ scene }) =>
      contextFor(deps, scene).catch((error: unknown) => {
        throw maskerFor(deps, scene)(error);
      }),
    plugins: [
      ...[
        sharingPlugin(),
        limitsPlugin(deps),
        maskingPlugin(deps),
        metricsPlugin(deps.metrics.registry),
        unavailablePlugin(),
      ],
      ...more,
    ],
    // Every error was masked by the plugin or by the caller; this is for a fault of the machinery itself.
    maskedErrors: { maskError: (error) => faultOfMachinery(deps, error) },
    maxRequestBodySize: LIMITS.bodyBytes,
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: NOTHING_KEPT },
    batching: false,
    multipart: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
  });
}

/** Of a body sent in pieces only this is known: that it is longer. */
export function bodyTooLarge(bytes: number): GraphQLError {
  return limitExceeded('BODY', LIMITS.bodyBytes, bytes, 413);
}

function faultOfMachinery(deps: HttpDeps, error: unknown): GraphQLError {
  if (error instanceof GraphQLError && (!error.originalError || error.originalError instanceof GraphQLError)) {
    const { originalError, ...extensions } = error.extensions;
    if (extensions.code === 'REQUEST_ENTITY_TOO_LARGE') return bodyTooLarge(LIMITS.bodyBytes + 1);
    if (originalError === undefined) return error;
    // A body that is not JSON: Yoga repeats a piece of it, and takes that for the reason to answer 400.
    return new GraphQLError(error.message, { extensions: { ...extensions, http: { status: 400 } } });
  }
  const requestId = newId();
  deps.logger.error({ err: error, requestId }, 'a request failed outside its resolvers');
  return new GraphQLError(deps.words.say('IT', 'error.internal', { requestId }), {
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId, http: { status: 500 } },
  });
}

/** Logged one by one: who, what, when; never what was sent (SEC-066). */
const REFUSALS = new Set<unknown>(['UNAUTHENTICATED', 'FORBIDDEN', 'LIMIT_EXCEEDED', 'RATE_LIMITED']);

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;

/** Masks with the request's own id and language, and whatever the transport. */
function maskingPlugin(deps: HttpDeps): Plugin {
  const masked =
    (execute: Execute): Execute =>
    async (args) => {
      const { requestId, say, viewer } = args.contextValue as Context;
      const mask: MaskOne = (error) => {
        const told = maskError(error, { requestId, say, logger: deps.logger });
        const { code } = told.extensions;
        if (REFUSALS.has(code)) {
          const accountId = viewer?.account.id ?? null;
          deps.logger.info({ requestId, accountId, path: told.path, code }, 'a request was refused');
        }
        return told;
      };
      const result = await execute(args);
      return isAsyncIterable<ExecutionResult>(result) ? maskStream(result, mask) : maskResult(result, mask);
    };
  return {
    onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn(masked(executeFn as Execute) as typeof executeFn),
    onSubscribe: ({ subscribeFn, setSubscribeFn }) =>
      setSubscribeFn(masked(subscribeFn as Execute) as typeof subscribeFn),
  };
}

import { type AuthFailure, AuthScopeFailureType } from '@pothos/plugin-scope-auth';
import { GraphQLError } from 'graphql';
import { isUnavailable } from '../platform/db/db-errors.ts';
import { DomainError, ForbiddenError, InvalidInputError, UnauthenticatedError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import type { Context } from './context.ts';

type Say = Context['say'];

/** When an answer that the database was away for may be asked for again. */
export const RETRY_AFTER_SECONDS = 2;

function coded(code: string, message: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/**
 * What a field's scope answers: UNAUTHENTICATED before sign-in, FORBIDDEN after; SECOND_FACTOR_REQUIRED to who holds the
 * role and lacks what the operator asks of it (ACC-07).
 */
export function refusalOfScope({ viewer, say }: Context, failure: AuthFailure): GraphQLError {
  if (!viewer) return coded('UNAUTHENTICATED', say('error.unauthenticated'));
  const missed = rolesMissed(failure);
  return viewer.withheldRoles.some(({ role }) => missed.includes(role))
    ? coded('SECOND_FACTOR_REQUIRED', say('error.secondFactorRequired'))
    : coded('FORBIDDEN', say('error.forbidden'));
}

/** The roles whose scope let nobody through, however scopes are combined. */
function rolesMissed(failure: AuthFailure): unknown[] {
  if ('failures' in failure) return failure.failures.flatMap(rolesMissed);
  return failure.kind === AuthScopeFailureType.AuthScope && failure.scope === 'role' ? [failure.parameter] : [];
}

/**
 * What may leave the server. Errors that a transport or a scope made on purpose pass; everything else is logged
 * and answered by its request id alone (SEC-075).
 */
export function maskError(error: unknown, scene: { requestId: string; say: Say; logger: Logger }): GraphQLError {
  const { requestId, say, logger } = scene;
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (original instanceof UnauthenticatedError) return relocated(error, coded('UNAUTHENTICATED', say(original.key)));
  if (original instanceof ForbiddenError) return relocated(error, coded('FORBIDDEN', say(original.key)));
  if (original instanceof InvalidInputError) {
    const issues = original.issues.map(({ path, key, params }) => ({ path, message: say(key, params) }));
    return relocated(error, coded('BAD_USER_INPUT', say(original.key), { issues }));
  }
  if (error instanceof GraphQLError && original instanceof GraphQLError) {
    // Syntax and validation faults have no code of their own: the request is at fault, not the server.
    return error.extensions.code === undefined
      ? relocated(error, coded('BAD_USER_INPUT', error.message, error.extensions))
      : error;
  }
  if (isUnavailable(original)) {
    logger.warn({ err: original, requestId }, 'the database did not answer in time');
    return relocated(
      error,
      coded('SERVICE_UNAVAILABLE', say('error.unavailable'), { requestId, retryAfter: RETRY_AFTER_SECONDS }),
    );
  }
  const name = original instanceof DomainError ? 'a domain refusal reached the transport' : 'a resolver failed';
  logger.error({ err: original, requestId, path: error instanceof GraphQLError ? error.path : undefined }, name);
  return relocated(error, coded('INTERNAL_SERVER_ERROR', say('error.internal', { requestId }), { requestId }));
}

/** `to` at the place in the document where `from` happened. */
function relocated(from: unknown, to: GraphQLError): GraphQLError {
  if (!(from instanceof GraphQLError)) return to;
  return new GraphQLError(to.message, {
    ...(from.nodes ? { nodes: from.nodes } : {}),
    ...(from.source ? { source: from.source } : {}),
    ...(from.positions ? { positions: from.positions } : {}),
    ...(from.path ? { path: from.path } : {}),
    extensions: to.extensions,
  });
}

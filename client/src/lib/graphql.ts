import {
  type AnyVariables,
  Client,
  cacheExchange,
  fetchExchange,
  type OperationResult,
  subscriptionExchange,
} from 'urql';
import { socket } from './connection.ts';
import { currentLanguage } from './i18n.ts';
import { noteActivity } from './session-expiry.ts';

async function request(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  noteActivity();
  return answer;
}

/** A client of its own after sign-in and sign-out: nothing read for one person can be shown to the next. */
export function createGraphqlClient(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetch: request,
    fetchOptions: () => ({ credentials: 'same-origin', headers: { 'accept-language': currentLanguage() } }),
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables = {} }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe<Record<string, unknown>, Record<string, unknown>>(
              { query, variables },
              {
                next: ({ data = null, errors, extensions = {} }) =>
                  sink.next({ data, extensions, ...(errors ? { errors } : {}) }),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
  });
}

export type FailureCode = 'NETWORK' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'RATE_LIMITED' | 'MUST_CHANGE' | 'OTHER';

export interface Failure {
  code: FailureCode;
  requestId: string | null;
  retryAfter: number | null;
}

const TOLD_APART = ['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'MUST_CHANGE'] as const;

/** What went wrong in an answer, in the few kinds a screen tells apart; null when nothing did. */
export function failureOf<Data, Variables extends AnyVariables>(
  result: Pick<OperationResult<Data, Variables>, 'error'>,
): Failure | null {
  const { error } = result;
  if (!error) return null;
  if (error.networkError) return { code: 'NETWORK', requestId: null, retryAfter: null };
  const extensions = error.graphQLErrors[0]?.extensions ?? {};
  const known = TOLD_APART.find((code) => code === extensions.code) ?? 'OTHER';
  const { requestId, retryAfter } = extensions;
  return {
    code: known,
    requestId: typeof requestId === 'string' ? requestId : null,
    retryAfter: typeof retryAfter === 'number' ? retryAfter : null,
  };
}

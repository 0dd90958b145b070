import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type AnyVariables, type Client, useClient } from 'urql';
import { type Failure, failureOf } from './graphql.ts';
import { type ActEnvironment, type ActPhase, type Attempt, performOnce } from './idempotent-act.ts';
import { retryDelayMs } from './live.ts';
import { newUuid } from './uuid.ts';

const SLOW_AFTER_MS = 4_000;
const GIVE_UP_WAITING_MS = 20_000;
const LONGEST_PAUSE_MS = 8_000;

export type ActOutcome<Data> = { data: Data; failure: null } | { data: null; failure: Failure };

const browser: ActEnvironment = {
  newKey: newUuid,
  beforeRetry: (attempt) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, Math.min(LONGEST_PAUSE_MS, retryDelayMs(attempt, Math.random)));
      function done(): void {
        clearTimeout(timer);
        window.removeEventListener('online', done);
        resolve();
      }
      window.addEventListener('online', done);
    }),
  whenSlow: (tell) => {
    const timer = setTimeout(tell, SLOW_AFTER_MS);
    return () => clearTimeout(timer);
  },
};

async function attempt<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Attempt<ActOutcome<Data>>> {
  // An answer that does not come is a lost one: the same key makes the repetition harmless.
  const lost = new Promise<null>((resolve) => setTimeout(resolve, GIVE_UP_WAITING_MS, null));
  const result = await Promise.race([client.mutation(document, variables).toPromise(), lost]);
  if (result === null) return { known: false };
  if (result.data) return { known: true, outcome: { data: result.data, failure: null } };
  const failure = failureOf(result) ?? { code: 'OTHER' as const, requestId: null, retryAfter: null };
  return failure.code === 'NETWORK' ? { known: false } : { known: true, outcome: { data: null, failure } };
}

/** An act of the person that counts once, whatever the network does. */
export function useAct<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): { phase: ActPhase; act: (variablesFor: (key: string) => Variables) => Promise<ActOutcome<Data> | null> } {
  const client = useClient();
  const [phase, setPhase] = useState<ActPhase>('idle');
  const alive = useRef(true);
  const busy = useRef(false);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const act = useCallback(
    async (variablesFor: (key: string) => Variables) => {
      if (busy.current) return null;
      busy.current = true;
      const outcome = await performOnce(
        {
          perform: (key) => attempt(client, document, variablesFor(key)),
          onPhase: setPhase,
          isStopped: () => !alive.current,
        },
        browser,
      );
      busy.current = false;
      return outcome;
    },
    [client, document],
  );
  return { phase, act };
}

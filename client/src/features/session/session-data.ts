import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { SessionPageQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';

const SESSION = graphql(`
  query SessionPage($lab: String!, $number: Int!) {
    serverTime
    labSession(lab: $lab, number: $number) {
      ...SessionRow
      room
      cancelUntil
      venue { name address municipality province }
      lab {
        id code title description topic audience trainers creditedHours
        campaign { id slug title opensAt closesAt personalLimit myHeld }
        sessions { ...SessionRow }
      }
      myBooking { ...BookingParts }
    }
  }
`);

export type SessionDetail = NonNullable<SessionPageQuery['labSession']>;

interface SessionState {
  status: 'loading' | 'ready' | 'missing' | 'failed';
  session: SessionDetail | null;
  failure: Failure | null;
  at: string | null;
}

export interface SessionView extends SessionState {
  /** Reads the page again; answers the server's instant, or null when it failed. Earlier data stay on screen. */
  reload: () => Promise<string | null>;
}

const LOADING: SessionState = { status: 'loading', session: null, failure: null, at: null };

export function useSession(lab: string, number: number): SessionView {
  const client = useClient();
  const [state, setState] = useState<SessionState>(LOADING);
  const asked = useRef('');

  const reload = useCallback(async () => {
    const key = `${lab} ${number}`;
    if (asked.current !== key) setState(LOADING);
    asked.current = key;
    const sentAt = performance.now();
    const result = await client.query(SESSION, { lab, number }, { requestPolicy: 'network-only' }).toPromise();
    if (asked.current !== key) return null;
    if (!result.data) {
      setState((before) => (before.session ? before : { ...LOADING, status: 'failed', failure: failureOf(result) }));
      return null;
    }
    const { serverTime, labSession } = result.data;
    serverClock.syncFromAnswer(Date.parse(serverTime), sentAt);
    setState({ status: labSession ? 'ready' : 'missing', session: labSession ?? null, failure: null, at: serverTime });
    return serverTime;
  }, [client, lab, number]);

  useEffect(() => {
    void reload();
  }, [reload]);
  return { ...state, reload };
}

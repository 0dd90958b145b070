import { useMemo, useState } from 'react';
import type { AvailabilitySubscription } from '../gql/graphql.ts';
import { graphql } from '../gql/index.ts';
import { type LiveView, useLiveFeed } from './use-live-feed.ts';

const AVAILABILITY = graphql(`
  subscription Availability($of: AvailabilityScope!) {
    availability(of: $of) {
      kind
      at
      freshness { live everySeconds }
      sessions { sessionId capacity free waiting state version }
    }
  }
`);
/** The server's limit on one subscription. */
const MOST_SESSIONS = 100;

export type SeatsNow = AvailabilitySubscription['availability']['sessions'][number];

interface AvailabilityOptions {
  /** Ids of the sessions on screen. */
  ids: readonly string[];
  /** Reads the same numbers by query where no socket can be had; answers the server's instant. */
  poll: () => Promise<string | null>;
  onBack?: () => void;
}

/** The seats of these sessions, live. Numbers are kept, with their instant, when the line falls. */
export function useAvailability({ ids, poll, onBack }: AvailabilityOptions): {
  seats: ReadonlyMap<string, SeatsNow>;
  live: LiveView;
} {
  const [seats, setSeats] = useState<ReadonlyMap<string, SeatsNow>>(new Map());
  const variables = useMemo(() => {
    const sorted = [...ids].sort();
    const chunks: { of: { sessions: string[] } }[] = [];
    for (let from = 0; from < sorted.length; from += MOST_SESSIONS)
      chunks.push({ of: { sessions: sorted.slice(from, from + MOST_SESSIONS) } });
    return chunks;
  }, [ids]);
  const live = useLiveFeed({
    document: AVAILABILITY,
    variables: variables.length > 0 ? variables : null,
    pick: (data) => data.availability,
    onUpdate: ({ sessions }) => setSeats((known) => newestOf(known, sessions)),
    poll,
    ...(onBack ? { onBack } : {}),
  });
  return { seats, live };
}

function newestOf(known: ReadonlyMap<string, SeatsNow>, sessions: readonly SeatsNow[]): ReadonlyMap<string, SeatsNow> {
  const fresh = sessions.filter((seats) => seats.version > (known.get(seats.sessionId)?.version ?? -1));
  return fresh.length === 0 ? known : new Map([...known, ...fresh.map((seats) => [seats.sessionId, seats] as const)]);
}

/** The newer of what was read with the page and what came live. */
export function seatsNow(read: SeatsNow, live: ReadonlyMap<string, SeatsNow>): SeatsNow {
  const pushed = live.get(read.sessionId);
  return pushed && pushed.version >= read.version ? pushed : read;
}

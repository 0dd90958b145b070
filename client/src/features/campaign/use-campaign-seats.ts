import { useRef, useState } from 'react';
import type { CampaignAvailabilitySubscription } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { mergeSeats } from '../../lib/live.ts';
import { type LiveView, useLiveFeed } from '../../lib/use-live-feed.ts';

const AVAILABILITY = graphql(`
  subscription CampaignAvailability($campaign: String!) {
    availability(of: { campaign: $campaign }) {
      kind
      at
      freshness { live everySeconds }
      sessions { sessionId capacity free waiting state version }
    }
  }
`);

export type CampaignSeats = CampaignAvailabilitySubscription['availability']['sessions'][number];

export interface CampaignSeatsFeed {
  seats: ReadonlyMap<string, CampaignSeats>;
  live: LiveView;
  /** Monotonic instant at which a session's number last changed before the watcher's eyes. */
  changedAt: ReadonlyMap<string, number>;
}

/** The seats of a whole campaign, live; null while there is no campaign to follow. */
export function useCampaignSeats(slug: string | null, poll: () => Promise<string | null>): CampaignSeatsFeed {
  const [seats, setSeats] = useState<ReadonlyMap<string, CampaignSeats>>(new Map());
  const known = useRef<ReadonlyMap<string, CampaignSeats>>(new Map());
  const changedAt = useRef(new Map<string, number>());
  const live = useLiveFeed({
    document: AVAILABILITY,
    variables: slug === null ? null : { campaign: slug },
    pick: (data) => data.availability,
    onUpdate: (update) => {
      const merged = mergeSeats(known.current, update);
      for (const [id, { free }] of merged) {
        const before = known.current.get(id);
        if (before && before.free !== free) changedAt.current.set(id, performance.now());
      }
      known.current = merged;
      setSeats(merged);
    },
    poll,
  });
  return { seats, live, changedAt: changedAt.current };
}

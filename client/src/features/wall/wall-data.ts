import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Client, useClient } from 'urql';
import { graphql } from '../../gql/index.ts';
import { retryDelayMs } from '../../lib/live.ts';
import { readableName } from '../../lib/registry-names.ts';
import { serverClock } from '../../lib/server-clock.ts';
import type { LiveView } from '../../lib/use-live-feed.ts';
import { type CampaignSeats, useCampaignSeats } from '../campaign/use-campaign-seats.ts';
import { chooseCampaign, nextCampaign, type WallSession } from './wall-model.ts';

const CAMPAIGNS = graphql(`
  query WallCampaigns {
    serverTime
    office { siteUrl }
    campaigns { slug title opensAt closesAt state }
  }
`);

const SESSIONS = graphql(`
  query WallSessions($campaign: String!, $after: String) {
    serverTime
    labSessions(filter: { campaign: $campaign }, first: 100, after: $after) {
      edges {
        node {
          id
          startsAt
          lab { title }
          venue { municipality province }
          seats { sessionId capacity free waiting state version }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export interface WallCampaign {
  slug: string;
  title: string;
  opensAt: string;
  closesAt: string;
  state: 'DRAFT' | 'PUBLISHED' | 'CLOSED' | 'ARCHIVED';
}

export interface WallContent {
  campaign: WallCampaign | null;
  /** What to announce when there is nothing to show. */
  next: WallCampaign | null;
  siteUrl: string;
  sessions: WallSession[];
  /** Instant of the server at which all this was read. */
  at: string;
}

/** The list of sessions changes seldom; their seats come by themselves. */
export const CATALOGUE_EVERY_MS = 60_000;

async function readSessions(client: Client, campaign: string): Promise<WallSession[] | null> {
  const sessions: WallSession[] = [];
  let after: string | null = null;
  do {
    const { data } = await client.query(SESSIONS, { campaign, after }, { requestPolicy: 'network-only' }).toPromise();
    if (!data) return null;
    for (const { node } of data.labSessions.edges) {
      sessions.push({
        id: node.id,
        title: node.lab.title,
        place: readableName(node.venue.municipality),
        province: node.venue.province,
        startsAt: node.startsAt,
        seats: node.seats,
      });
    }
    after = data.labSessions.pageInfo.hasNextPage ? (data.labSessions.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return sessions;
}

/** Everything the wall shows, read anew; null when the server did not answer. */
async function readWall(client: Client, slug: string | null): Promise<WallContent | null> {
  const sentAt = performance.now();
  const { data } = await client.query(CAMPAIGNS, {}, { requestPolicy: 'network-only' }).toPromise();
  if (!data) return null;
  const nowMs = Date.parse(data.serverTime);
  serverClock.syncFromAnswer(nowMs, sentAt);
  const campaign =
    slug === null ? chooseCampaign(data.campaigns, nowMs) : (data.campaigns.find((one) => one.slug === slug) ?? null);
  const sessions = campaign === null ? [] : await readSessions(client, campaign.slug);
  if (sessions === null) return null;
  return {
    at: data.serverTime,
    campaign,
    next: nextCampaign(data.campaigns, campaign?.slug ?? null, nowMs),
    siteUrl: data.office.siteUrl,
    sessions,
  };
}

export interface WallData {
  content: WallContent | null;
  live: LiveView;
  /** Monotonic instant at which a session's number last changed before the watcher's eyes. */
  changedAt: ReadonlyMap<string, number>;
}

export function useWallData(slug: string | null): WallData {
  const client = useClient();
  const [loaded, setWallContent] = useState<WallContent | null>(null);

  const refresh = useCallback(async (): Promise<string | null> => {
    const fresh = await readWall(client, slug);
    if (fresh !== null) setWallContent(fresh);
    return fresh?.at ?? null;
  }, [client, slug]);

  useEffect(() => {
    let attempt = 0;
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    async function run(): Promise<void> {
      const at = await refresh();
      if (stopped) return;
      timer = setTimeout(() => void run(), at === null ? retryDelayMs(attempt, Math.random) : CATALOGUE_EVERY_MS);
      attempt = at === null ? attempt + 1 : 0;
    }
    void run();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [refresh]);

  const { seats, live, changedAt } = useCampaignSeats(loaded?.campaign?.slug ?? null, refresh);
  const content = useMemo(() => (loaded === null ? null : withSeats(loaded, seats)), [loaded, seats]);
  return { content, live, changedAt };
}

/** The newer of the two readings of every number. */
function withSeats(loaded: WallContent, seats: ReadonlyMap<string, CampaignSeats>): WallContent {
  const sessions = loaded.sessions.map((session) => {
    const pushed = seats.get(session.id);
    return pushed && pushed.version >= session.seats.version ? { ...session, seats: pushed } : session;
  });
  return { ...loaded, sessions };
}

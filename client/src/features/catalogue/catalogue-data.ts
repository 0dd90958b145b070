import type { Client } from 'urql';
import type { CatalogueQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { type Filters, type Order, toServerFilter } from './filters.ts';

const CATALOGUE = graphql(`
  query Catalogue($filter: LabSessionFilter, $order: LabSessionOrder!, $first: Int!) {
    serverTime
    campaigns { id slug title opensAt closesAt state personalLimit }
    labSessionFacets(filter: $filter) {
      provinces { value count }
      topics { value count }
      audience { value count }
      free
    }
    labSessions(filter: $filter, order: $order, first: $first) {
      totalCount
      labCount
      pageInfo { hasNextPage endCursor }
      edges { node { ...SessionRow } }
    }
  }
`);
const MORE = graphql(`
  query MoreSessions($filter: LabSessionFilter, $order: LabSessionOrder!, $first: Int!, $after: String!) {
    labSessions(filter: $filter, order: $order, first: $first, after: $after) {
      totalCount
      labCount
      pageInfo { hasNextPage endCursor }
      edges { node { ...SessionRow } }
    }
  }
`);
const COUNT = graphql(`
  query CountSessions($filter: LabSessionFilter) {
    labSessions(filter: $filter, first: 1) { totalCount }
  }
`);
graphql(`
  fragment SessionRow on LabSession {
    id
    number
    startsAt
    endsAt
    state
    cancelReason
    bookingState
    venue { name municipality province }
    lab { id code title topic audience creditedHours campaign { id slug opensAt closesAt } }
    seats { sessionId capacity free waiting state version }
    myBooking { id state offeredUntil }
  }
`);

export const PAGE = 20;
const MOST_AT_ONCE = 100;
const ORDER = { data: 'DATE', posti: 'FREE_SEATS', titolo: 'TITLE' } as const satisfies Record<Order, string>;

type Connection = CatalogueQuery['labSessions'];
export type SessionRow = Connection['edges'][number]['node'];
export type CatalogueCampaign = CatalogueQuery['campaigns'][number];
export type Facets = CatalogueQuery['labSessionFacets'];

export interface Listing {
  rows: readonly SessionRow[];
  total: number;
  labs: number;
  nextCursor: string | null;
  campaigns: readonly CatalogueCampaign[];
  facets: Facets;
  at: string;
}

export type Outcome<Value> = { value: Value; failure: null } | { value: null; failure: Failure };

const UNKNOWN: Failure = { code: 'OTHER', requestId: null, retryAfter: null };

function cursorOf({ pageInfo }: Pick<Connection, 'pageInfo'>): string | null {
  return pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
}

/** The first rows of a choice, as many as are already on screen. */
export async function readListing(client: Client, filters: Filters, rows: number): Promise<Outcome<Listing>> {
  const sentAt = performance.now();
  const first = Math.min(MOST_AT_ONCE, Math.max(PAGE, rows));
  const variables = { filter: toServerFilter(filters), order: ORDER[filters.order], first };
  const result = await client.query(CATALOGUE, variables, { requestPolicy: 'network-only' }).toPromise();
  if (!result.data) return { value: null, failure: failureOf(result) ?? UNKNOWN };
  const { serverTime, campaigns, labSessionFacets, labSessions } = result.data;
  serverClock.syncFromAnswer(Date.parse(serverTime), sentAt);
  return {
    failure: null,
    value: {
      rows: labSessions.edges.map(({ node }) => node),
      total: labSessions.totalCount,
      labs: labSessions.labCount,
      nextCursor: cursorOf(labSessions),
      campaigns,
      facets: labSessionFacets,
      at: serverTime,
    },
  };
}

/** The rows after those on screen. With the order by free seats a row may come twice: the second is dropped. */
export async function readMore(client: Client, filters: Filters, listing: Listing): Promise<Outcome<Listing>> {
  const variables = {
    filter: toServerFilter(filters),
    order: ORDER[filters.order],
    first: PAGE,
    after: listing.nextCursor ?? '',
  };
  const result = await client.query(MORE, variables, { requestPolicy: 'network-only' }).toPromise();
  if (!result.data) return { value: null, failure: failureOf(result) ?? UNKNOWN };
  const { labSessions } = result.data;
  const known = new Set(listing.rows.map(({ id }) => id));
  const fresh = labSessions.edges.map(({ node }) => node).filter(({ id }) => !known.has(id));
  return {
    failure: null,
    value: {
      ...listing,
      rows: [...listing.rows, ...fresh],
      total: labSessions.totalCount,
      labs: labSessions.labCount,
      nextCursor: cursorOf(labSessions),
    },
  };
}

export async function countSessions(client: Client, filters: Filters): Promise<number> {
  const result = await client.query(COUNT, { filter: toServerFilter(filters) }).toPromise();
  return result.data?.labSessions.totalCount ?? 0;
}

/** The ready-made operations of the page for developers; a test holds that each is valid against the schema. */
export const EXAMPLES = {
  catalogue: `query LabsWithSeats {
  serverTime
  labSessions(filter: { onlyFree: true, provinces: ["BO"] }, order: DATE, first: 20) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        id
        startsAt
        endsAt
        bookingState
        lab { code title }
        venue { name municipality province }
        seats { capacity free waiting version }
      }
    }
  }
}`,
  campaigns: `query Campaigns {
  campaigns {
    slug
    title
    opensAt
    closesAt
    state
    sessionCount
    seatsFree
  }
}`,
  availability: `subscription Seats($campaign: String!) {
  availability(of: { campaign: $campaign }) {
    kind
    version
    at
    sessions { sessionId capacity free waiting state version }
    freshness { live everySeconds }
  }
}`,
} as const;

export type ExampleName = keyof typeof EXAMPLES;

export function curlExample(origin: string): string {
  return `curl ${origin}/graphql \\
  -H 'content-type: application/json' \\
  -d '{"query":"{ serverTime campaigns { slug title opensAt seatsFree } }"}'`;
}

export function sseExample(origin: string, campaign: string): string {
  const query =
    'subscription($campaign: String!) { availability(of: { campaign: $campaign }) { kind version at sessions { sessionId free version } } }';
  return `curl -N ${origin}/graphql \\
  -H 'content-type: application/json' -H 'accept: text/event-stream' \\
  -d '${JSON.stringify({ query, variables: { campaign } })}'`;
}

export function socketExample(origin: string, campaign: string): string {
  return `import { createClient } from 'graphql-ws';

const client = createClient({ url: '${origin.replace(/^http/, 'ws')}/graphql' });

for await (const { data } of client.iterate({
  query: \`${EXAMPLES.availability.replaceAll('\n', '\n  ')}\`,
  variables: { campaign: '${campaign}' },
})) {
  console.log(data?.availability);
}`;
}

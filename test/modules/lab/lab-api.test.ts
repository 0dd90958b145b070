import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const BOOK = `mutation ($input: BookSeatInput!) {
  bookSeat(input: $input) {
    __typename
    ... on Error { message }
    ... on BookSeatSuccess { booking { id code state session { seats { free } } calendarUrl } }
    ... on OverlapError { booking { id session { lab { title } } } }
    ... on LimitReachedError { limit bookings { id } }
  }
}`;

const bookInput = (sessionId: string) => ({
  input: { sessionId: globalId('LabSession', sessionId), idempotencyKey: randomUUID() },
});

type Booked = { bookSeat: { __typename: string; message?: string; booking?: { id: string; calendarUrl: string } } };

describe('booking by the API', () => {
  it('[LAB-06] answers a success with what the reader asked for, and a refusal with words in the reader’s language', async () => {
    const campaign = await app.seed.campaign();
    const session = await app.seed.session(await app.seed.lab(campaign.id), { capacity: 1 });
    const [one, two] = [await app.signedIn(), await app.signedIn()];
    const first = await app.ask<Booked>(BOOK, bookInput(session.id), one.cookie);
    expect(first.bookSeat).toMatchObject({
      __typename: 'BookSeatSuccess',
      booking: { state: 'BOOKED', session: { seats: { free: 0 } } },
    });
    const second = await app.ask<Booked>(BOOK, bookInput(session.id), two.cookie);
    expect(second.bookSeat).toEqual({
      __typename: 'SessionFullError',
      message: 'I posti sono esauriti. Non abbiamo fatto nessuna prenotazione.',
    });
  });

  it('[LAB-06] needs a sign-in, and says so with a stable code', async () => {
    const { data, errors } = await app.send(BOOK, bookInput(randomUUID()));
    expect(data).toBeNull();
    expect(errors[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('[SEC-058] an id of another type or of nothing is no session, and never a fault', async () => {
    const { cookie } = await app.signedIn();
    for (const sessionId of ['', 'x', globalId('Booking', randomUUID()), globalId('LabSession', 'x'), '§§§']) {
      const { bookSeat } = await app.ask<Booked>(BOOK, { input: { sessionId, idempotencyKey: randomUUID() } }, cookie);
      expect(bookSeat.__typename).toBe('SessionNotFoundError');
    }
  });

  it('asks only __typename of a success without failing after the act', async () => {
    const session = await app.seed.session(await app.seed.lab((await app.seed.campaign()).id));
    const { cookie } = await app.signedIn();
    const document = BOOK.replace(
      /\.\.\. on BookSeatSuccess \{.*\}/,
      '... on BookSeatSuccess { booking { __typename } }',
    );
    const { bookSeat } = await app.ask<Booked>(document, bookInput(session.id), cookie);
    expect(bookSeat).toMatchObject({ __typename: 'BookSeatSuccess', booking: { __typename: 'Booking' } });
  });

  it('[SEC-053] [SEC-058] bookings and their calendar are the person’s own', async () => {
    const session = await app.seed.session(await app.seed.lab((await app.seed.campaign()).id));
    const [owner, stranger] = [await app.signedIn(), await app.signedIn()];
    const { bookSeat } = await app.ask<Booked>(BOOK, bookInput(session.id), owner.cookie);
    const { id, calendarUrl } = bookSeat.booking!;
    const READ = 'query ($id: ID!) { booking(id: $id) { code } node(id: $id) { id } }';
    const own = await app.send(READ, { id }, { cookie: owner.cookie });
    expect(own.data).toMatchObject({ booking: { code: expect.any(String) }, node: { id } });
    expect(own.headers.get('cache-control')).toBe('no-store');
    expect((await app.send(READ, { id }, { cookie: stranger.cookie })).data).toEqual({ booking: null, node: null });
    const calendar = (cookie: string) => fetch(`${app.url}${calendarUrl}`, { headers: { cookie } });
    const file = await calendar(owner.cookie);
    expect(await file.text()).toContain('BEGIN:VEVENT');
    expect(file.headers.get('cache-control')).toBe('no-store');
    expect((await calendar(stranger.cookie)).status).toBe(404);
  });
});

const CATALOGUE = `query ($filter: LabSessionFilter, $order: LabSessionOrder, $first: Int, $after: String) {
  labSessions(filter: $filter, order: $order, first: $first, after: $after) {
    totalCount labCount
    edges { cursor node { id number startsAt cancelUntil bookingState venue { name municipality province } lab { title topic campaign { title } } seats { free capacity } myBooking { id } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Page {
  labSessions: {
    totalCount: number;
    labCount: number;
    edges: {
      cursor: string;
      node: {
        id: string;
        startsAt: string;
        lab: { title: string };
        seats: { free: number };
        venue: { province: string };
      };
    }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

describe('catalogue', () => {
  async function aCampaign(
    labs: { title: string; topic: string; sessions: { capacity: number; province?: string; startsAt?: Date }[] }[],
  ) {
    const campaign = await app.seed.campaign();
    for (const { sessions, ...rest } of labs) {
      const lab = await app.seed.lab(campaign.id, rest);
      for (const session of sessions) await app.seed.session(lab, session);
    }
    return campaign;
  }

  async function all(filter: object, order: string, first = 2): Promise<Page['labSessions']['edges']> {
    const edges: Page['labSessions']['edges'] = [];
    for (let after: string | null = null; ; ) {
      const { labSessions }: Page = await app.ask<Page>(CATALOGUE, { filter, order, first, after });
      edges.push(...labSessions.edges);
      if (!labSessions.pageInfo.hasNextPage) return edges;
      after = labSessions.pageInfo.endCursor;
    }
  }

  it('[LAB-03] is public, in every order, page by page without holes or doubles', async () => {
    const campaign = await aCampaign([
      { title: 'Zattere', topic: 'Making', sessions: [{ capacity: 3 }, { capacity: 9 }] },
      { title: 'àncore', topic: 'Making', sessions: [{ capacity: 5 }, { capacity: 5 }] },
      { title: 'Bussole', topic: 'Coding', sessions: [{ capacity: 1 }] },
    ]);
    const filter = { campaign: campaign.slug };
    const byDate = await all(filter, 'DATE');
    expect(byDate.map((edge) => edge.node.startsAt)).toEqual(byDate.map((edge) => edge.node.startsAt).toSorted());
    const byFree = await all(filter, 'FREE_SEATS');
    expect(byFree.map((edge) => edge.node.seats.free)).toEqual([9, 5, 5, 3, 1]);
    const byTitle = await all(filter, 'TITLE');
    expect([...new Set(byTitle.map((edge) => edge.node.lab.title))]).toEqual(['àncore', 'Bussole', 'Zattere']);
    for (const edges of [byDate, byFree, byTitle]) expect(new Set(edges.map((edge) => edge.node.id)).size).toBe(5);
  });

  it('[LAB-03] filters by place, topic, audience, days, words and free seats, and counts what each choice would leave', async () => {
    const campaign = await aCampaign([
      {
        title: 'Robotica: perché no?',
        topic: 'Robotica',
        sessions: [{ capacity: 3, province: 'BO', startsAt: new Date('2026-12-01T23:30:00Z') }],
      },
      {
        title: 'Pane',
        topic: 'Cucina',
        sessions: [{ capacity: 0, province: 'MO', startsAt: new Date('2026-12-05T10:00:00Z') }],
      },
    ]);
    const count = async (filter: object) =>
      (await app.ask<Page>(CATALOGUE, { filter: { campaign: campaign.slug, ...filter } })).labSessions.totalCount;
    expect(await count({})).toBe(2);
    expect(await count({ provinces: ['BO', 'FE'] })).toBe(1);
    expect(await count({ topics: ['Cucina'] })).toBe(1);
    expect(await count({ audience: ['INFANZIA'] })).toBe(0);
    expect(await count({ onlyFree: true })).toBe(1);
    expect(await count({ text: 'PERCHE robo' })).toBe(1);
    expect(await count({ text: '100%' })).toBe(0);
    // 23:30 in UTC is the next day in Rome.
    expect(await count({ from: '2026-12-02', to: '2026-12-02' })).toBe(1);
    expect(await count({ to: '2026-12-01' })).toBe(0);
    const { labSessionFacets } = await app.ask<{ labSessionFacets: unknown }>(
      'query ($filter: LabSessionFilter) { labSessionFacets(filter: $filter) { provinces { value count } topics { value count } free } }',
      { filter: { campaign: campaign.slug, provinces: ['MO'] } },
    );
    expect(labSessionFacets).toEqual({
      provinces: [
        { value: 'BO', count: 1 },
        { value: 'MO', count: 1 },
      ],
      topics: [
        { value: 'Cucina', count: 1 },
        { value: 'Robotica', count: 0 },
      ],
      free: 0,
    });
  });

  it('[LAB-03] names what is wrong with a filter', async () => {
    const { errors } = await app.send(CATALOGUE, { filter: { from: 'ieri' } });
    expect(errors[0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ path: 'from', message: expect.stringContaining('2026-12-01') }],
    });
    for (const variables of [{ first: 0 }, { after: 'boh' }]) {
      expect((await app.send(CATALOGUE, variables)).errors[0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  it('[SEC-078] asks the database as often for 40 sessions as for one', async () => {
    const sessions = (count: number) => Array.from({ length: count }, () => ({ capacity: 3 }));
    const small = await aCampaign([{ title: 'Uno', topic: 'A', sessions: sessions(1) }]);
    const large = await aCampaign([
      { title: 'Due', topic: 'A', sessions: sessions(25) },
      { title: 'Tre', topic: 'B', sessions: sessions(15) },
    ]);
    const { cookie } = await app.signedIn();
    const cost = async (slug: string) => {
      await app.ask(CATALOGUE, { filter: { campaign: slug }, first: 50 }, cookie);
      const before = app.queries.length;
      await app.ask(CATALOGUE, { filter: { campaign: slug }, first: 50 }, cookie);
      return app.queries.length - before;
    };
    expect(await cost(large.slug)).toBe(await cost(small.slug));
  });
});

describe('campaigns of the office', () => {
  const input = {
    slug: 'didattica-digitale',
    title: 'Didattica digitale',
    description: '',
    schoolYear: '2026/27',
    opensAt: '2026-12-01T08:00:00Z',
    closesAt: '2026-12-20T12:00:00Z',
    audience: 'EVERYONE',
    personalLimit: 2,
    cancelHoursBefore: 48,
  };
  const CREATE = `mutation ($input: CampaignInput!) { createCampaign(input: $input) { __typename
    ... on SaveCampaignSuccess { campaign { id version state } } ... on InvalidInputError { issues { path message } } } }`;

  it('[LAB-01] goes from draft to published to closed to archived, and is public only in between', async () => {
    const office = await app.signedIn();
    await app.seed.grant(office.accountId, 'OFFICE');
    const cookie = await app.signIn(office.username);
    const { createCampaign } = await app.ask<{ createCampaign: { campaign: { id: string; state: string } } }>(
      CREATE,
      { input },
      cookie,
    );
    const { id } = createCampaign.campaign;
    const seen = async () =>
      (await app.ask<{ campaign: unknown }>('{ campaign(slug: "didattica-digitale") { title } }')).campaign !== null;
    const move = async (name: string) => {
      const document = `mutation ($id: ID!) { ${name}(id: $id) { __typename ... on ChangeCampaignStateSuccess { campaign { state } } ... on CampaignStateError { state allowed } } }`;
      return (await app.ask<Record<string, unknown>>(document, { id }, cookie))[name];
    };
    expect(await seen()).toBe(false);
    expect(await move('archiveCampaign')).toEqual({
      __typename: 'CampaignStateError',
      state: 'DRAFT',
      allowed: ['PUBLISHED'],
    });
    expect(await move('publishCampaign')).toMatchObject({ campaign: { state: 'PUBLISHED' } });
    expect(await seen()).toBe(true);
    expect(await move('closeCampaign')).toMatchObject({ campaign: { state: 'CLOSED' } });
    expect(await move('archiveCampaign')).toMatchObject({ campaign: { state: 'ARCHIVED' } });
    expect(await seen()).toBe(false);
  });

  it('[LAB-01] names every fault of the input by its field', async () => {
    const office = await app.signedIn();
    await app.seed.grant(office.accountId, 'OFFICE');
    const cookie = await app.signIn(office.username);
    const wrong = { ...input, slug: 'Didattica Digitale!', title: ' ', closesAt: input.opensAt, personalLimit: 0 };
    const { createCampaign } = await app.ask<{ createCampaign: { issues: { path: string; message: string }[] } }>(
      CREATE,
      { input: wrong },
      cookie,
    );
    expect(createCampaign.issues.map((issue) => issue.path)).toEqual(
      expect.arrayContaining(['slug', 'title', 'personalLimit']),
    );
  });

  it('[SEC-057] is closed to others', async () => {
    const { cookie } = await app.signedIn();
    expect((await app.send(CREATE, { input }, { cookie })).errors[0]!.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await app.send('{ officeCampaigns { id } }')).errors[0]!.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});

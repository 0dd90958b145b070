import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { NOON } from '#test/kit/seed.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Update {
  availability: {
    kind: 'SNAPSHOT' | 'CHANGES';
    version: number;
    at: string;
    sessions: { sessionId: string; free: number; version: number; state: string }[];
    freshness: { live: boolean; everySeconds: number };
  };
}

const AVAILABILITY = `subscription ($of: AvailabilityScope!) {
  availability(of: $of) { kind version at sessions { sessionId free capacity waiting state version } freshness { live everySeconds } }
}`;
const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';
const CANCEL = 'mutation ($input: CancelBookingInput!) { cancelBooking(input: $input) { __typename } }';

async function aSession(capacity = 5) {
  const campaign = await app.seed.campaign();
  const session = await app.seed.session(await app.seed.lab(campaign.id), { capacity });
  return { campaign, session, id: globalId('LabSession', session.id) };
}

const bookInput = (sessionId: string) => ({ input: { sessionId, idempotencyKey: randomUUID() } });

describe('availability', () => {
  it('[LAB-05] [LAB-04] [API-04] sends a snapshot, then each change with a version that only grows', async () => {
    const { id } = await aSession(2);
    const seats = watch<Update>(app.socket(), AVAILABILITY, { of: { session: id } });
    const first = (await seats.next()).availability;
    expect(first).toMatchObject({
      kind: 'SNAPSHOT',
      sessions: [{ sessionId: id, free: 2 }],
      freshness: { live: true },
    });
    const { cookie } = await app.signedIn();
    await app.ask(BOOK, bookInput(id), cookie);
    const second = (await seats.next()).availability;
    expect(second).toMatchObject({ kind: 'CHANGES', sessions: [{ sessionId: id, free: 1 }] });
    expect(second.version).toBeGreaterThan(first.version);
    await seats.close();
  });

  it('[LAB-05] a reconnecting client starts from a fresh snapshot and misses nothing', async () => {
    const { id } = await aSession(3);
    const before = watch<Update>(app.socket(), AVAILABILITY, { of: { session: id } });
    const seen = (await before.next()).availability;
    await before.close();
    const { cookie } = await app.signedIn();
    await app.ask(BOOK, bookInput(id), cookie);
    const after = watch<Update>(app.socket(), AVAILABILITY, { of: { session: id } });
    const again = (await after.next()).availability;
    expect(again).toMatchObject({ kind: 'SNAPSHOT', sessions: [{ free: 2 }] });
    expect(again.version).toBeGreaterThan(seen.version);
    await after.close();
  });

  it('[LAB-05] watches a whole campaign, sessions added later included', async () => {
    const { campaign, session, id } = await aSession(4);
    const seats = watch<Update>(app.socket(), AVAILABILITY, { of: { campaign: campaign.slug } });
    expect((await seats.next()).availability.sessions).toHaveLength(1);
    const added = await app.seed.session({ id: session.labId, campaignId: campaign.id }, { capacity: 9 });
    const next = (await seats.next()).availability;
    expect(next).toMatchObject({
      kind: 'CHANGES',
      sessions: [{ sessionId: globalId('LabSession', added.id), free: 9 }],
    });
    const { cookie } = await app.signedIn();
    await app.ask(BOOK, bookInput(id), cookie);
    expect((await seats.next()).availability.sessions).toMatchObject([{ sessionId: id, free: 3 }]);
    await seats.close();
  });

  it('[LAB-05] sends at most one message every 100 ms, with the newest values, and ends on the true one', async () => {
    const { session, id } = await aSession(60);
    const seats = watch<Update>(app.socket(), AVAILABILITY, { of: { session: id } });
    await seats.next();
    const people = await app.seed.people(60);
    const started = performance.now();
    await Promise.all(
      people.map(({ viewer }) =>
        app.app.services.lab.bookSeat(viewer, { sessionId: session.id, idempotencyKey: randomUUID() }),
      ),
    );
    let messages = 0;
    for (let free = 60; free > 0; messages++) free = (await seats.next()).availability.sessions[0]!.free;
    const elapsedMs = performance.now() - started;
    expect(messages).toBeLessThanOrEqual(Math.ceil(elapsedMs / 100) + 1);
    await seats.close();
  });

  it('[FLT-16] [LAB-05] makes good a hint that was lost', async () => {
    const { session, id } = await aSession(5);
    const seats = watch<Update>(app.socket(), AVAILABILITY, { of: { session: id } });
    await seats.next();
    // Changed by another process whose hint never arrives.
    await app.app.db.query(
      sql`update lab_session set booked = booked + 1, version = version + 1 where id = ${session.id}::uuid`,
    );
    expect((await seats.next()).availability.sessions).toMatchObject([{ free: 4 }]);
    await seats.close();
  });

  it('[LAB-05] refuses a scope that names nothing, or too much', async () => {
    const refused = async (of: object) => {
      const messages = app.socket().iterate<Update>({ query: AVAILABILITY, variables: { of } });
      const { value } = await messages.next();
      await messages.return?.();
      return value?.errors?.[0]?.extensions?.['code'];
    };
    const { id } = await aSession();
    expect(await refused({ session: globalId('Lab', randomUUID()) })).toBe('BAD_USER_INPUT');
    expect(await refused({ campaign: 'nessuna' })).toBe('BAD_USER_INPUT');
    expect(await refused({ sessions: Array.from({ length: 101 }, () => id) })).toBe('BAD_USER_INPUT');
  });

  it('[API-04] comes over server-sent events too, to an anonymous reader', async () => {
    const { id } = await aSession(7);
    const stop = new AbortController();
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: AVAILABILITY, variables: { of: { session: id } } }),
      signal: stop.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes('SNAPSHOT')) break;
    }
    expect(text).toContain('"free":7');
    stop.abort();
  });
});

interface Mine {
  myBookings: { version: number; bookings: { id: string; state: string; mail: string | null }[] };
}
const MINE = 'subscription { myBookings { version at bookings { id state mail } freshness { live } } }';

describe('own bookings', () => {
  it('[LAB-15] shows a booking and its end in every window of the person', async () => {
    const { id } = await aSession();
    const { cookie } = await app.signedIn();
    const window = watch<Mine>(app.socket(cookie), MINE);
    expect((await window.next()).myBookings.bookings).toEqual([]);
    const { bookSeat } = await app.ask<{ bookSeat: { booking: { id: string } } }>(BOOK, bookInput(id), cookie);
    const booked = (await window.next()).myBookings;
    expect(booked.bookings).toMatchObject([{ id: bookSeat.booking.id, state: 'BOOKED', mail: 'WAITING' }]);
    await app.ask(CANCEL, { input: { bookingId: bookSeat.booking.id, idempotencyKey: randomUUID() } }, cookie);
    const cancelled = (await window.next()).myBookings;
    expect(cancelled.bookings).toMatchObject([{ state: 'CANCELLED' }]);
    expect(cancelled.version).toBeGreaterThan(booked.version);
    await window.close();
  });

  it('[SEC-082] tells nothing of what happens after the sign-in ended', async () => {
    const { session } = await aSession();
    const { cookie, viewer } = await app.signedIn();
    const window = app.socket(cookie).iterate<Mine>({ query: MINE });
    await window.next();
    await app.ask('mutation { signOut { ok } }', {}, cookie);
    await app.app.services.lab.bookSeat(viewer, { sessionId: session.id, idempotencyKey: randomUUID() });
    const told = await window.next().catch(() => ({ value: { errors: [{}] } }));
    expect(told.value?.data ?? null).toBeNull();
  });

  it('[LAB-21] a session says that it opens when the server’s clock does', async () => {
    const campaign = await app.seed.campaign({ opensAt: new Date(NOON.getTime() + DAY_MS) });
    const lab = await app.seed.lab(campaign.id);
    const { number } = await app.seed.session(lab);
    const read = () =>
      app.ask<{ labSession: { bookingState: string }; serverTime: string }>(
        'query ($lab: String!, $number: Int!) { serverTime labSession(lab: $lab, number: $number) { bookingState } }',
        { lab: lab.code, number },
      );
    expect(await read()).toMatchObject({ serverTime: NOON.toISOString(), labSession: { bookingState: 'NOT_OPEN' } });
    app.clock.advance(DAY_MS);
    expect((await read()).labSession.bookingState).toBe('OPEN');
    app.clock.set(NOON);
  });
});

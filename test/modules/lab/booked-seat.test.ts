// An accepted booking is answered from what its claim knows.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { NOON } from '#test/kit/seed.ts';

let app: TestApp;
afterEach(() => app.stop());

/** What the page of a session asks of a booking, and more. */
const BOOKING = `id code state bookedAt cancelledAt offeredUntil canCancel cancelUntil calendarUrl mail
  session { id number startsAt endsAt state cancelReason cancelUntil bookingState room
    seats { sessionId capacity free waiting version state }
    venue { name address municipality province school { code name municipality province } }
    lab { id code title description topic trainers audience subject creditedHours
      campaign { id slug title description schoolYear opensAt closesAt state audience personalLimit cancelHoursBefore version } } }`;
const book = (selection: string) => `mutation ($input: BookSeatInput!) {
  bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { ${selection} } } } }`;

const wishFor = (sessionId: string) => ({
  input: { sessionId: globalId('LabSession', sessionId), idempotencyKey: randomUUID() },
});

type Booked = { bookSeat: { __typename: string; booking: { id: string } } };

async function aSession() {
  return await app.seed.session(await app.seed.lab((await app.seed.campaign()).id), { capacity: 5 });
}

async function inASchool(sessionId: string): Promise<void> {
  const school = { name: 'Scuola di prova', municipality: 'Parma', registry: 'STATE', schoolYear: '2026/27' };
  await app.app.db.prisma.school.create({
    data: { ...school, code: 'PRAA000001', provinceCode: 'PR', updatedAt: NOON },
  });
  const venue = { venueName: null, venueAddress: null, venueMunicipality: null, venueProvince: null };
  await app.app.db.prisma.labSession.update({
    where: { id: sessionId },
    data: { ...venue, schoolCode: 'PRAA000001' },
  });
}

describe('the answer of an accepted booking', () => {
  it('[LAB-06] is what reading it says, without reading it', async () => {
    app = await startTestApp();
    const elsewhere = await aSession();
    const school = await aSession();
    await inASchool(school.id);
    const { cookie } = await app.signedIn();
    for (const session of [elsewhere, school]) {
      await app.ask(book('id'), wishFor(session.id), (await app.signedIn()).cookie);
      const before = app.queries.length;
      const { bookSeat } = await app.ask<Booked>(book(BOOKING), wishFor(session.id), cookie);
      const sent = app.queries.slice(before);
      const claim = sent.findIndex((text) => text.includes('insert into booking'));
      expect(claim).toBeGreaterThan(-1);
      expect(sent.slice(claim).filter((text) => /from "public"\."(booking|lab_session)"/i.test(text))).toEqual([]);
      const read = `query ($id: ID!) { booking(id: $id) { ${BOOKING} } }`;
      const { booking } = await app.ask<{ booking: unknown }>(read, { id: bookSeat.booking.id }, cookie);
      expect(bookSeat).toEqual({ __typename: 'BookSeatSuccess', booking });
      expect(app.queries.some((text) => /from "public"\."booking"/i.test(text))).toBe(true);
    }
  });

  it('[LAB-06] is read where the selection asks for more than the claim knows', async () => {
    app = await startTestApp();
    const session = await aSession();
    const { cookie } = await app.signedIn();
    const more = 'id session { myBooking { code } lab { sessions { id } campaign { sessionCount myHeld } } }';
    const { bookSeat } = await app.ask<Booked>(book(more), wishFor(session.id), cookie);
    expect(bookSeat.booking).toMatchObject({
      session: {
        myBooking: { code: expect.any(String) },
        lab: { sessions: [{ id: globalId('LabSession', session.id) }], campaign: { sessionCount: 1, myHeld: 1 } },
      },
    });
  });

  it('[LAB-06] needs no connection after the claim: who got a seat is told so when others hold them all', async () => {
    const held: Promise<pg.PoolClient>[] = [];
    let asked = 0;
    app = await startTestApp({
      overrides: {
        onQuery(statement) {
          // In line for the only connection before the claim gives it back.
          if (asked > 0 && statement.includes('insert into booking')) held.push(app.app.db.pool.connect());
        },
      },
    });
    const session = await aSession();
    const people = [await app.signedIn(), await app.signedIn()];
    const { pool } = app.app.db;
    const others = await Promise.all(Array.from({ length: pool.options.max - 1 }, () => pool.connect()));
    asked = 1;
    const first = await app.send<Booked>(book(BOOKING), wishFor(session.id), { cookie: people[0]!.cookie });
    expect(first).toMatchObject({ status: 200, errors: [], data: { bookSeat: { booking: { mail: 'WAITING' } } } });
    // The same connection is what a reading would have waited for in vain.
    expect(held).toHaveLength(1);
    const reading = await app.send('{ campaigns { id } }');
    expect(reading.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    for (const client of [...others, ...(await Promise.all(held))]) client.release();
    expect(await app.app.db.prisma.booking.count({ where: { sessionId: session.id } })).toBe(1);
  });
});

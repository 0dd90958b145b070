import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#server/graphql/context.ts';
import {
  AccountNotAllowedError,
  AlreadyBookedError,
  BookingClosedError,
  BookingNotFoundError,
  BookingNotOpenError,
  CancelTooLateError,
  IdempotencyKeyReusedError,
  LimitReachedError,
  NotEligibleError,
  OverlapError,
  SessionCancelledError,
  SessionFullError,
  SessionNotFoundError,
} from '#server/modules/lab/errors.ts';
import { DAY_MS, HOUR_MS } from '#test/kit/clock.ts';
import { NOON } from '#test/kit/seed.ts';
import { startLab } from './lab-kit.ts';

let world: Awaited<ReturnType<typeof startLab>>;
beforeAll(async () => {
  world = await startLab();
});
afterAll(() => world.stop());

const at = (days: number) => new Date(NOON.getTime() + days * DAY_MS);

async function aSession(options: { capacity?: number; startsAt?: Date } = {}, campaign = {}) {
  return await world.seed.session(await world.seed.lab((await world.seed.campaign(campaign)).id), options);
}

async function book(viewer: Viewer, sessionId: string | null, idempotencyKey: string = randomUUID()): Promise<string> {
  return (await world.lab.bookSeat(viewer, { sessionId, idempotencyKey })).bookingId;
}

function cancel(viewer: Viewer, bookingId: string, idempotencyKey: string = randomUUID()): Promise<string> {
  return world.lab.cancelBooking(viewer, { bookingId, idempotencyKey });
}

function change(viewer: Viewer, bookingId: string, toSessionId: string, idempotencyKey: string = randomUUID()) {
  return world.lab.changeBooking(viewer, { bookingId, toSessionId, idempotencyKey });
}

const seatsOf = (id: string) =>
  world.db.prisma.labSession.findUniqueOrThrow({
    where: { id },
    select: { booked: true, offered: true, waiting: true, version: true },
  });

describe('booking', () => {
  it('[LAB-06] takes a seat in one act, with its audit row, its mail and a raised version', async () => {
    const session = await aSession({ capacity: 3 });
    const { viewer, accountId } = await world.seed.person();
    const id = await book(viewer, session.id);
    expect(await seatsOf(session.id)).toMatchObject({ booked: 1, offered: 0, version: session.version + 1 });
    expect(
      await world.db.prisma.auditEvent.count({ where: { event: 'lab.seatBooked', subjectId: id, actorId: accountId } }),
    ).toBe(1);
    expect(await world.db.prisma.mail.count({ where: { bookingId: id, template: 'lab.bookingConfirmed' } })).toBe(1);
  });

  it('[LAB-06] refuses before the opening instant and says when it opens', async () => {
    const session = await aSession({}, { opensAt: at(1) });
    const { viewer } = await world.seed.person();
    await expect(book(viewer, session.id)).rejects.toEqual(new BookingNotOpenError(at(1)));
  });

  it('[LAB-21] opens at the instant by the server’s clock', async () => {
    const session = await aSession({}, { opensAt: new Date(NOON.getTime() + 1) });
    const { viewer } = await world.seed.person();
    await expect(book(viewer, session.id)).rejects.toBeInstanceOf(BookingNotOpenError);
    world.clock.advance(1);
    await expect(book(viewer, session.id)).resolves.toBeTypeOf('string');
    world.clock.set(NOON);
  });

  it('[LAB-06] refuses after the closing instant and once the session has begun', async () => {
    const { viewer } = await world.seed.person();
    const closed = await aSession({}, { closesAt: at(-0.5) });
    await expect(book(viewer, closed.id)).rejects.toEqual(new BookingClosedError(at(-0.5)));
    const begun = await aSession({ startsAt: new Date(NOON.getTime() - HOUR_MS) });
    await expect(book(viewer, begun.id)).rejects.toEqual(new BookingClosedError(begun.startsAt));
    const ended = await aSession({}, { state: 'CLOSED' });
    await expect(book(viewer, ended.id)).rejects.toBeInstanceOf(BookingClosedError);
  });

  it('[LAB-01] a campaign for a list takes only the people of the list', async () => {
    const campaign = await world.seed.campaign({ audience: 'LISTED' });
    const session = await world.seed.session(await world.seed.lab(campaign.id));
    const [listed, stranger] = await world.seed.people(2);
    await world.db.prisma.campaignEligible.create({
      data: { campaignId: campaign.id, fiscalCode: listed!.fiscalCode },
    });
    await expect(book(stranger!.viewer, session.id)).rejects.toBeInstanceOf(NotEligibleError);
    await expect(book(listed!.viewer, session.id)).resolves.toBeTypeOf('string');
  });

  it('[LAB-06] refuses the same session twice and names the booking', async () => {
    const session = await aSession();
    const { viewer } = await world.seed.person();
    const id = await book(viewer, session.id);
    await expect(book(viewer, session.id)).rejects.toEqual(new AlreadyBookedError(id));
  });

  it('[LAB-06] [LAB-09] refuses what overlaps, and names the other booking; what only touches is no overlap', async () => {
    const first = await aSession({ startsAt: at(10) }, { personalLimit: 5 });
    const over = await aSession({ startsAt: new Date(at(10).getTime() + 2 * HOUR_MS) });
    const next = await aSession({ startsAt: new Date(at(10).getTime() + 3 * HOUR_MS) });
    const { viewer } = await world.seed.person();
    const id = await book(viewer, first.id);
    await expect(book(viewer, over.id)).rejects.toEqual(new OverlapError(id));
    await expect(book(viewer, next.id)).resolves.toBeTypeOf('string');
  });

  it('[LAB-06] refuses past the personal limit of the campaign', async () => {
    const campaign = await world.seed.campaign({ personalLimit: 1 });
    const lab = await world.seed.lab(campaign.id);
    const [one, two] = [await world.seed.session(lab), await world.seed.session(lab)];
    const { viewer } = await world.seed.person();
    await book(viewer, one.id);
    await expect(book(viewer, two.id)).rejects.toEqual(new LimitReachedError(1, campaign.id));
  });

  it('[LAB-06] refuses a full session with the length of its line', async () => {
    const session = await aSession({ capacity: 1 });
    const [holder, waits, late] = await world.seed.people(3);
    await book(holder!.viewer, session.id);
    await world.seed.waiting(session, waits!.accountId);
    await expect(book(late!.viewer, session.id)).rejects.toEqual(new SessionFullError(1));
  });

  it('[LAB-10] refuses the public while anybody waits, even if a seat is free', async () => {
    const session = await aSession({ capacity: 5 });
    const [waits, late] = await world.seed.people(2);
    await world.seed.waiting(session, waits!.accountId);
    await expect(book(late!.viewer, session.id)).rejects.toEqual(new SessionFullError(1));
  });

  it('[LAB-06] refuses a cancelled session with the reason', async () => {
    const session = await aSession();
    await world.db.prisma.labSession.update({
      where: { id: session.id },
      data: { state: 'CANCELLED', cancelReason: 'Sede chiusa' },
    });
    const { viewer } = await world.seed.person();
    await expect(book(viewer, session.id)).rejects.toEqual(new SessionCancelledError('Sede chiusa'));
  });

  it('[LAB-06] refuses a disabled account', async () => {
    const session = await aSession();
    const { viewer, accountId } = await world.seed.person();
    await world.db.prisma.account.update({ where: { id: accountId }, data: { state: 'DISABLED' } });
    await expect(book(viewer, session.id)).rejects.toBeInstanceOf(AccountNotAllowedError);
  });

  it('[LAB-06] answers for a draft’s session as for one that does not exist', async () => {
    const draft = await aSession({}, { state: 'DRAFT' });
    const { viewer } = await world.seed.person();
    for (const id of [draft.id, randomUUID(), null])
      await expect(book(viewer, id)).rejects.toBeInstanceOf(SessionNotFoundError);
  });

  it('[LAB-08] answers a repeated key from what was kept, refuses it for another request, keeps no refusal', async () => {
    const [session, other] = [await aSession({ startsAt: at(3) }), await aSession({ startsAt: at(4) })];
    const { viewer, accountId } = await world.seed.person();
    const key = randomUUID();
    const id = await book(viewer, session.id, key);
    expect(await book(viewer, session.id, key)).toBe(id);
    await expect(book(viewer, other.id, key)).rejects.toBeInstanceOf(IdempotencyKeyReusedError);
    const refusedKey = randomUUID();
    await expect(book(viewer, session.id, refusedKey)).rejects.toBeInstanceOf(AlreadyBookedError);
    await cancel(viewer, id);
    await expect(book(viewer, session.id, refusedKey)).resolves.toBeTypeOf('string');
    expect(await world.db.prisma.acceptedAct.count({ where: { accountId } })).toBe(3);
  });
});

describe('giving a seat back', () => {
  it('[LAB-10] returns it to the public at once', async () => {
    const session = await aSession({ capacity: 1 });
    const [first, second] = await world.seed.people(2);
    const id = await book(first!.viewer, session.id);
    await cancel(first!.viewer, id);
    expect(await seatsOf(session.id)).toMatchObject({ booked: 0, offered: 0 });
    await expect(book(second!.viewer, session.id)).resolves.toBeTypeOf('string');
    expect(await world.db.prisma.mail.count({ where: { bookingId: id, template: 'lab.bookingCancelled' } })).toBe(1);
  });

  it('[LAB-10] is refused after the deadline, and allowed at it', async () => {
    const session = await aSession({ startsAt: at(3) }, { cancelHoursBefore: 48 });
    const [one, two] = await world.seed.people(2);
    const ids = [await book(one!.viewer, session.id), await book(two!.viewer, session.id)];
    world.clock.set(at(1));
    await expect(cancel(one!.viewer, ids[0]!)).resolves.toBe(ids[0]);
    world.clock.advance(1);
    await expect(cancel(two!.viewer, ids[1]!)).rejects.toEqual(new CancelTooLateError(at(1)));
    world.clock.set(NOON);
  });

  it('[LAB-10] hands it on to who waits first in the same act; who cannot take it keeps the place', async () => {
    const startsAt = at(9);
    const session = await aSession({ capacity: 1, startsAt });
    const clash = await aSession({ startsAt });
    const [holder, busy, free] = await world.seed.people(3);
    const id = await book(holder!.viewer, session.id);
    await book(busy!.viewer, clash.id);
    await world.seed.waiting(session, busy!.accountId, at(-0.2));
    await world.seed.waiting(session, free!.accountId, at(-0.1));
    await cancel(holder!.viewer, id);
    expect(await seatsOf(session.id)).toMatchObject({ booked: 0, offered: 1, waiting: 1 });
    const offer = await world.db.prisma.booking.findFirstOrThrow({
      where: { sessionId: session.id, state: 'OFFERED' },
    });
    expect(offer).toMatchObject({ accountId: free!.accountId, offeredUntil: at(1) });
    const held = await world.db.prisma.labHolding.findFirstOrThrow({ where: { accountId: free!.accountId } });
    expect(held.held).toBe(1);
    expect(await world.lab.checkCounters()).toEqual([]);
  });

  it('[FLT-24] pressed twice is one effect, with the same key and with another', async () => {
    const session = await aSession({ capacity: 2 });
    const { viewer } = await world.seed.person();
    const id = await book(viewer, session.id);
    const key = randomUUID();
    expect(await Promise.all([cancel(viewer, id, key), cancel(viewer, id, key), cancel(viewer, id)])).toEqual([
      id,
      id,
      id,
    ]);
    expect(await seatsOf(session.id)).toMatchObject({ booked: 0 });
    expect(await world.db.prisma.auditEvent.count({ where: { event: 'lab.bookingCancelled', subjectId: id } })).toBe(1);
  });

  it('[SEC-058] somebody else’s booking answers as one that does not exist', async () => {
    const session = await aSession();
    const [owner, stranger] = await world.seed.people(2);
    const id = await book(owner!.viewer, session.id);
    for (const one of [id, randomUUID()])
      await expect(cancel(stranger!.viewer, one)).rejects.toBeInstanceOf(BookingNotFoundError);
    expect(await seatsOf(session.id)).toMatchObject({ booked: 1 });
  });
});

describe('another session instead', () => {
  it('[LAB-11] releases the first seat only with the second, also when both overlap and the limit is reached', async () => {
    const campaign = await world.seed.campaign({ personalLimit: 1 });
    const lab = await world.seed.lab(campaign.id);
    const startsAt = at(12);
    const [from, to] = [await world.seed.session(lab, { startsAt }), await world.seed.session(lab, { startsAt })];
    const { viewer, accountId } = await world.seed.person();
    const first = await book(viewer, from.id);
    const key = randomUUID();
    const moved = await change(viewer, first, to.id, key);
    expect(moved.releasedId).toBe(first);
    expect(await change(viewer, first, to.id, key)).toEqual(moved);
    expect(await seatsOf(from.id)).toMatchObject({ booked: 0 });
    expect(await seatsOf(to.id)).toMatchObject({ booked: 1 });
    expect(await world.db.prisma.mail.count({ where: { accountId, template: 'lab.bookingMoved' } })).toBe(1);
  });

  it('[LAB-11] keeps the first seat when the second is refused', async () => {
    const [from, full] = [await aSession({ startsAt: at(5) }), await aSession({ capacity: 1, startsAt: at(6) })];
    const [person, other] = await world.seed.people(2);
    await book(other!.viewer, full.id);
    const first = await book(person!.viewer, from.id);
    await expect(change(person!.viewer, first, full.id)).rejects.toEqual(new SessionFullError(0));
    expect(await world.db.prisma.booking.findUniqueOrThrow({ where: { id: first } })).toMatchObject({
      state: 'BOOKED',
    });
    expect(await seatsOf(from.id)).toMatchObject({ booked: 1 });
    await expect(change(person!.viewer, first, from.id)).rejects.toEqual(new AlreadyBookedError(first));
  });
});

import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { randomCode } from '../../../platform/codes.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { claimSeats } from '../claim-store.ts';
import type { LabDeps } from '../deps.ts';
import { AlreadyBookedError, BookingNotFoundError, SessionNotFoundError } from '../errors.ts';
import type { KeptAct } from '../release-store.ts';
import { listBookingFacts } from '../store.ts';
import { BOOKING_CODE_LENGTH } from './booking.ts';
import { type Act, actOf, createKeptActs } from './kept-acts.ts';
import { queueBookingMails, queueMovedMail } from './notify.ts';
import { bookingOf } from './outcome.ts';
import { createSeatRelease, isLive } from './seat-release.ts';

export interface ReleaseUseCases {
  /** Gives a seat back; it goes to the next in line in the same act. Returns the booking's id. */
  cancelBooking(viewer: Viewer, wish: { bookingId: string | null; idempotencyKey: string }): Promise<string>;
  /** Another session instead: the first seat is released only if the second is obtained (LAB-11). */
  changeBooking(
    viewer: Viewer,
    wish: { bookingId: string | null; toSessionId: string | null; idempotencyKey: string },
  ): Promise<{ bookingId: string; releasedId: string }>;
}

export function createRelease(deps: LabDeps): ReleaseUseCases {
  const { clock, bus } = deps;
  const { lockSeat, release } = createSeatRelease(deps);
  const once = createKeptActs(deps);

  async function cancel(tx: SqlTx, viewer: Viewer, bookingId: string | null): Promise<KeptAct['outcome']> {
    const locked = await lockSeat(tx, viewer, bookingId, []);
    const { seat } = locked;
    // Already given back: what was asked for is true, nothing to do again (FLT-24).
    if (!isLive(seat)) return { bookingId: seat.id };
    const now = clock.now();
    await release(tx, viewer, locked, now);
    await recordAudit(tx, {
      event: 'lab.bookingCancelled',
      actorId: viewer.account.id,
      subjectId: seat.id,
      data: { sessionId: seat.sessionId },
      at: now,
      requestId: null,
    });
    await queueBookingMails(tx, 'lab.bookingCancelled', await listBookingFacts(tx, [seat.id]), now);
    return { bookingId: seat.id };
  }

  async function change(
    tx: SqlTx,
    viewer: Viewer,
    bookingId: string | null,
    to: string,
    act: Act,
  ): Promise<KeptAct['outcome']> {
    const locked = await lockSeat(tx, viewer, bookingId, [to]);
    const { seat } = locked;
    if (!isLive(seat)) throw new BookingNotFoundError();
    if (seat.sessionId === to) throw new AlreadyBookedError(seat.id);
    const now = clock.now();
    // Released first, so that neither the limit nor an overlap with it stands in the way; a refusal undoes it all.
    await release(tx, viewer, locked, now);
    const claim = {
      bookingId: newId(),
      code: randomCode(BOOKING_CODE_LENGTH),
      accountId: viewer.account.id,
      fiscalCode: viewer.account.fiscalCode,
      sessionId: to,
      key: act.key,
      inputHash: act.inputHash,
    };
    const [outcome] = await claimSeats(tx, act.act, [claim], now);
    if (!outcome) throw new SessionNotFoundError();
    const newBookingId = bookingOf(outcome);
    await recordAudit(tx, {
      event: 'lab.bookingChanged',
      actorId: viewer.account.id,
      subjectId: newBookingId,
      data: { from: seat.sessionId, to, releasedBookingId: seat.id },
      at: now,
      requestId: null,
    });
    await queueMovedMail(tx, newBookingId, seat.id, now);
    tx.afterCommit(() => bus.publish('lab.seatsChanged', { sessionIds: [to] }));
    return { bookingId: newBookingId, releasedId: seat.id };
  }

  return {
    async cancelBooking(viewer, { bookingId, idempotencyKey }) {
      const act = actOf(viewer, 'lab.cancelBooking', idempotencyKey, bookingId ?? '');
      return (await once(act, (tx) => cancel(tx, viewer, bookingId))).bookingId;
    },
    async changeBooking(viewer, { bookingId, toSessionId, idempotencyKey }) {
      if (!toSessionId) throw new SessionNotFoundError();
      const act = actOf(viewer, 'lab.changeBooking', idempotencyKey, bookingId ?? '', toSessionId);
      const outcome = await once(act, (tx) => change(tx, viewer, bookingId, toSessionId, act));
      return { bookingId: outcome.bookingId, releasedId: outcome.releasedId ?? '' };
    },
  };
}

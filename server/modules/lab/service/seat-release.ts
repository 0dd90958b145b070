import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { randomCode } from '../../../platform/codes.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { lockSessions, tryLockPerson } from '../claim-store.ts';
import type { LabDeps } from '../deps.ts';
import { BookingNotFoundError, CancelTooLateError } from '../errors.ts';
import {
  findHeldSeat,
  type HeldSeat,
  listNextInLine,
  offerSeat,
  releaseSeat,
  sessionsToLock,
} from '../release-store.ts';
import { cancelDeadline, offerDeadline } from '../rules.ts';
import { BOOKING_CODE_LENGTH } from './booking.ts';

export interface LockedSeat {
  seat: HeldSeat;
  /** What changes for watchers when it is released. */
  sessionIds: readonly string[];
}

/** The person is being served elsewhere at this moment: SQLSTATE of "lock not available", so that the act is tried again. */
class PersonBusyError extends Error {
  readonly code = '55P03';
}

export interface SeatRelease {
  lockSeat(tx: SqlTx, viewer: Viewer, bookingId: string | null, also: readonly string[]): Promise<LockedSeat>;
  release(tx: SqlTx, viewer: Viewer, locked: LockedSeat, now: Date): Promise<void>;
}

/** The two halves that giving back and changing a seat share. */
export function createSeatRelease({ clock, bus }: LabDeps): SeatRelease {
  /** Own seat, its sessions locked together with `also`; refused past the deadline while it is live. */
  async function lockSeat(
    tx: SqlTx,
    viewer: Viewer,
    bookingId: string | null,
    also: readonly string[],
  ): Promise<LockedSeat> {
    const seen = bookingId ? await findHeldSeat(tx, viewer.account.id, bookingId) : null;
    if (!seen) throw new BookingNotFoundError();
    const sessionIds = await sessionsToLock(tx, seen);
    await lockSessions(tx, [...sessionIds, ...also]);
    const seat = await findHeldSeat(tx, viewer.account.id, seen.id);
    if (!seat) throw new BookingNotFoundError();
    const deadline = cancelDeadline(seat.startsAt, seat.cancelHoursBefore);
    if (isLive(seat) && clock.now() > deadline) throw new CancelTooLateError(deadline);
    return { seat, sessionIds };
  }

  async function release(tx: SqlTx, viewer: Viewer, { seat, sessionIds }: LockedSeat, now: Date): Promise<void> {
    await releaseSeat(tx, viewer.account.id, seat, now);
    const changed = [viewer.account.id];
    for (const next of await listNextInLine(tx, seat)) {
      if (next.accountId === viewer.account.id) continue;
      if (!(await tryLockPerson(tx, next.accountId))) throw new PersonBusyError();
      const until = offerDeadline(now, seat.offerHours, cancelDeadline(seat.startsAt, seat.cancelHoursBefore));
      const offer = { bookingId: newId(), code: randomCode(BOOKING_CODE_LENGTH), until, now };
      await offerSeat(tx, seat, next, offer);
      await recordAudit(tx, {
        event: 'lab.seatOffered',
        actorId: null,
        subjectId: offer.bookingId,
        data: { sessionId: seat.sessionId, accountId: next.accountId },
        at: now,
        requestId: null,
      });
      changed.push(next.accountId);
      break;
    }
    tx.afterCommit(() => {
      bus.publish('lab.seatsChanged', { sessionIds: [...sessionIds] });
      bus.publish('lab.bookingsChanged', { accountIds: changed });
    });
  }

  return { lockSeat, release };
}

export function isLive(seat: HeldSeat): boolean {
  return seat.state === 'BOOKED' || seat.state === 'OFFERED';
}

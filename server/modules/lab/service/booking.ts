import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { randomCode } from '../../../platform/codes.ts';
import { CommitUnknownError, type SqlTx } from '../../../platform/db/db.ts';
import { isUnavailable, postgresFault, retrying } from '../../../platform/db/db-errors.ts';
import { newId } from '../../../platform/ids.ts';
import { type BookedSeat, bookedSeat, factsOf } from '../booked-seat.ts';
import { listSessionFacts } from '../booked-store.ts';
import { createClaimLane } from '../claim-lane.ts';
import { type Claim, type ClaimOutcome, claimSeats, lockPeople, lockSessions } from '../claim-store.ts';
import type { LabDeps } from '../deps.ts';
import { SessionNotFoundError } from '../errors.ts';
import { inputHash } from '../input.ts';
import { queueBookingMails } from './notify.ts';
import { bookingOf } from './outcome.ts';

export const BOOKING_CODE_LENGTH = 8;
const BOOK_SEAT = 'lab.bookSeat';
const MAX_GROUP = 200;
const MAX_WAITING = 5_000;

export interface BookSeat {
  /** null: no session has the id that was sent. */
  sessionId: string | null;
  idempotencyKey: string;
}

export interface Seat {
  bookingId: string;
  /** The booking as the claim wrote it; null when the same request had been answered before. */
  known: BookedSeat | null;
}

export interface BookingUseCases {
  /** Books one seat; throws the refusals of LAB-06. */
  bookSeat(viewer: Viewer, wish: BookSeat): Promise<Seat>;
}

interface Claimed {
  outcome: ClaimOutcome;
  seat: BookedSeat | null;
}

export function createBooking(deps: LabDeps): BookingUseCases {
  const { db, clock, bus } = deps;
  const locks = deps.locks ?? { lockPeople, lockSessions };

  async function claimGroup(tx: SqlTx, claims: readonly Claim[]): Promise<Claimed[]> {
    await locks.lockPeople(
      tx,
      claims.map((claim) => claim.accountId),
    );
    await locks.lockSessions(
      tx,
      claims.map((claim) => claim.sessionId),
    );
    const at = clock.now();
    const outcomes = await claimSeats(tx, BOOK_SEAT, claims, at);
    const booked = claims.filter((_claim, index) => outcomes[index]?.verdict === 'BOOKED');
    const sessions = await listSessionFacts(
      tx,
      booked.map((claim) => claim.sessionId),
    );
    const claimed = outcomes.map((outcome, index): Claimed => {
      const claim = claims[index] as Claim;
      return { outcome, seat: bookedSeat(claim, outcome, sessions.get(claim.sessionId), at) };
    });
    if (booked.length > 0) await recordBooked(tx, claimed, at);
    return claimed;
  }

  /** What goes with the bookings of a group, and who is told of them. */
  async function recordBooked(tx: SqlTx, claimed: readonly Claimed[], at: Date): Promise<void> {
    const booked = claimed.flatMap(({ outcome, seat }) => (seat ? [{ outcome, seat }] : []));
    await recordAudit(
      tx,
      booked.map(({ seat }) => ({
        event: 'lab.seatBooked',
        actorId: seat.accountId,
        subjectId: seat.id,
        data: { sessionId: seat.sessionId },
        at,
        requestId: null,
      })),
    );
    const facts = booked.map(({ outcome, seat }) => factsOf(seat, outcome));
    await queueBookingMails(tx, 'lab.bookingConfirmed', facts, at);
    tx.afterCommit(() => {
      bus.publish('lab.seatsChanged', { sessionIds: [...new Set(booked.map(({ seat }) => seat.sessionId))] });
      bus.publish('lab.bookingsChanged', { accountIds: booked.map(({ seat }) => seat.accountId) });
    });
  }

  async function run(claims: readonly Claim[]): Promise<Claimed[]> {
    const act = () => retrying(() => db.sqlTransaction((tx) => claimGroup(tx, claims)));
    try {
      return await act();
    } catch (error) {
      // Whether it counts is not known: the same keys again either find what was kept or do it now (FLT-09).
      if (error instanceof CommitUnknownError) return await act();
      throw error;
    }
  }

  const lane = createClaimLane<Claim, Claimed>({
    run,
    // Class 23: a constraint had the last word against one of them.
    mayBeOneClaim: (error) => postgresFault(error)?.code.startsWith('23') ?? false,
    isOutage: isUnavailable,
    exclusive: (claim) => claim.accountId,
    maxGroup: MAX_GROUP,
    maxWaiting: MAX_WAITING,
  });

  return {
    async bookSeat(viewer, { sessionId, idempotencyKey }) {
      if (!sessionId) throw new SessionNotFoundError();
      const { outcome, seat } = await lane.claim({
        bookingId: newId(),
        code: randomCode(BOOKING_CODE_LENGTH),
        accountId: viewer.account.id,
        fiscalCode: viewer.account.fiscalCode,
        sessionId,
        key: idempotencyKey,
        inputHash: inputHash(sessionId),
      });
      return { bookingId: bookingOf(outcome), known: seat };
    },
  };
}

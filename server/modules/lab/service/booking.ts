import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { randomCode } from '../../../platform/codes.ts';
import { CommitUnknownError, type SqlTx } from '../../../platform/db/db.ts';
import { isUnavailable, postgresFault, retrying } from '../../../platform/db/db-errors.ts';
import { newId } from '../../../platform/ids.ts';
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

export interface BookingUseCases {
  /** Books one seat. Returns the booking's id; throws the refusals of LAB-06. */
  bookSeat(viewer: Viewer, wish: BookSeat): Promise<string>;
}

export function createBooking(deps: LabDeps): BookingUseCases {
  const { db, clock, bus } = deps;
  const locks = deps.locks ?? { lockPeople, lockSessions };

  async function claimGroup(tx: SqlTx, claims: readonly Claim[]): Promise<ClaimOutcome[]> {
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
    if (booked.length === 0) return outcomes;
    await recordAudit(
      tx,
      booked.map((claim) => ({
        event: 'lab.seatBooked',
        actorId: claim.accountId,
        subjectId: claim.bookingId,
        data: { sessionId: claim.sessionId },
        at,
        requestId: null,
      })),
    );
    await queueBookingMails(
      tx,
      'lab.bookingConfirmed',
      booked.map((claim) => claim.bookingId),
      at,
    );
    tx.afterCommit(() => {
      bus.publish('lab.seatsChanged', { sessionIds: [...new Set(booked.map((claim) => claim.sessionId))] });
      bus.publish('lab.bookingsChanged', { accountIds: booked.map((claim) => claim.accountId) });
    });
    return outcomes;
  }

  async function run(claims: readonly Claim[]): Promise<ClaimOutcome[]> {
    const act = () => retrying(() => db.sqlTransaction((tx) => claimGroup(tx, claims)));
    try {
      return await act();
    } catch (error) {
      // Whether it counts is not known: the same keys again either find what was kept or do it now (FLT-09).
      if (error instanceof CommitUnknownError) return await act();
      throw error;
    }
  }

  const lane = createClaimLane<Claim, ClaimOutcome>({
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
      const outcome = await lane.claim({
        bookingId: newId(),
        code: randomCode(BOOKING_CODE_LENGTH),
        accountId: viewer.account.id,
        fiscalCode: viewer.account.fiscalCode,
        sessionId,
        key: idempotencyKey,
        inputHash: inputHash(sessionId),
      });
      return bookingOf(outcome);
    },
  };
}

import type { ClaimOutcome } from '../claim-store.ts';
import {
  AccountNotAllowedError,
  AlreadyBookedError,
  BookingClosedError,
  BookingNotOpenError,
  IdempotencyKeyReusedError,
  LimitReachedError,
  NotEligibleError,
  OverlapError,
  SessionCancelledError,
  SessionFullError,
  SessionNotFoundError,
} from '../errors.ts';

/** The id of the booking a claim got, or its refusal thrown. */
export function bookingOf(outcome: ClaimOutcome): string {
  if (outcome.verdict === 'BOOKED') return outcome.bookingId;
  if (outcome.verdict === 'REPLAYED') return present(outcome.outcome).bookingId;
  throw refusalOf(outcome);
}

function refusalOf(outcome: ClaimOutcome): Error {
  switch (outcome.verdict) {
    case 'KEY_REUSED':
      return new IdempotencyKeyReusedError();
    case 'NOT_ALLOWED':
      return new AccountNotAllowedError();
    case 'CANCELLED':
      return new SessionCancelledError(outcome.cancelReason);
    case 'ALREADY':
      return new AlreadyBookedError(present(outcome.otherId));
    case 'CLOSED':
      return new BookingClosedError(present(outcome.closedAt));
    case 'NOT_OPEN':
      return new BookingNotOpenError(present(outcome.opensAt));
    case 'NOT_ELIGIBLE':
      return new NotEligibleError();
    case 'OVERLAP':
      return new OverlapError(present(outcome.otherId));
    case 'LIMIT':
      return new LimitReachedError(present(outcome.personalLimit), present(outcome.campaignId));
    case 'FULL':
      return new SessionFullError(outcome.waiting ?? 0);
    default:
      return new SessionNotFoundError();
  }
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('the claim statement left out a fact of its verdict');
  return value;
}

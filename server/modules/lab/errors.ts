import type { CampaignState } from '../../platform/db/generated/client.ts';
import { DomainError } from '../../platform/errors.ts';

/** There is no such session for this viewer. */
export class SessionNotFoundError extends DomainError {
  readonly key = 'lab.error.sessionNotFound';
}

export class BookingNotOpenError extends DomainError {
  readonly key = 'lab.error.notOpen';
  readonly opensAt: Date;
  constructor(opensAt: Date) {
    super('not open yet');
    this.opensAt = opensAt;
  }
}

export class BookingClosedError extends DomainError {
  readonly key = 'lab.error.closed';
  readonly closedAt: Date;
  constructor(closedAt: Date) {
    super('closed');
    this.closedAt = closedAt;
  }
}

export class NotEligibleError extends DomainError {
  readonly key = 'lab.error.notEligible';
}

export class AlreadyBookedError extends DomainError {
  readonly key = 'lab.error.already';
  readonly bookingId: string;
  constructor(bookingId: string) {
    super('already booked');
    this.bookingId = bookingId;
  }
}

export class OverlapError extends DomainError {
  readonly key = 'lab.error.overlap';
  /** The other booking, whose time overlaps. */
  readonly bookingId: string;
  constructor(bookingId: string) {
    super('overlaps another booking');
    this.bookingId = bookingId;
  }
}

export class LimitReachedError extends DomainError {
  readonly key = 'lab.error.limit';
  readonly limit: number;
  readonly campaignId: string;
  constructor(limit: number, campaignId: string) {
    super('personal limit reached');
    this.limit = limit;
    this.campaignId = campaignId;
  }
  override get params(): { count: number } {
    return { count: this.limit };
  }
}

export class SessionFullError extends DomainError {
  readonly key = 'lab.error.full';
  readonly waiting: number;
  constructor(waiting: number) {
    super('full');
    this.waiting = waiting;
  }
}

export class SessionCancelledError extends DomainError {
  readonly key = 'lab.error.cancelled';
  readonly reason: string | null;
  constructor(reason: string | null) {
    super('session cancelled');
    this.reason = reason;
  }
}

/** An institution, or an account that is disabled. */
export class AccountNotAllowedError extends DomainError {
  readonly key = 'lab.error.accountNotAllowed';
}

export class IdempotencyKeyReusedError extends DomainError {
  readonly key = 'lab.error.keyReused';
}

/** There is no such live booking of this viewer; the same for somebody else's (SEC-058). */
export class BookingNotFoundError extends DomainError {
  readonly key = 'lab.error.bookingNotFound';
}

export class CancelTooLateError extends DomainError {
  readonly key = 'lab.error.tooLate';
  readonly deadline: Date;
  constructor(deadline: Date) {
    super('the deadline has passed');
    this.deadline = deadline;
  }
}

export class CampaignNotFoundError extends DomainError {
  readonly key = 'lab.error.campaignNotFound';
}

/** Somebody saved the campaign since the version the caller edited. */
export class CampaignChangedMeanwhileError extends DomainError {
  readonly key = 'lab.error.changedMeanwhile';
  readonly campaignId: string;
  constructor(campaignId: string) {
    super('changed meanwhile');
    this.campaignId = campaignId;
  }
}

export class CampaignStateError extends DomainError {
  readonly key = 'lab.error.campaignState';
  readonly state: CampaignState;
  readonly allowed: readonly CampaignState[];
  constructor(state: CampaignState, allowed: readonly CampaignState[]) {
    super(`not possible in state ${state}`);
    this.state = state;
    this.allowed = allowed;
  }
}

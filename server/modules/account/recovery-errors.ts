import { DomainError } from '../../platform/errors.ts';
import type { RecoveryState } from './recovery-rules.ts';

/** The code is not the one of this request; or the request is nobody's, and no code would be. */
export class WrongRecoveryCodeError extends DomainError {
  readonly key = 'recovery.wrongCode';
  readonly number: number;
  /** Codes that will still be looked at. */
  readonly attemptsLeft: number;

  constructor(number: number, attemptsLeft: number) {
    super('wrong recovery code');
    this.number = number;
    this.attemptsLeft = attemptsLeft;
  }

  override get params(): Record<string, number> {
    return { number: this.number, count: this.attemptsLeft };
  }
}

/** The request was not made from this browser, or is too old: the link works everywhere. */
export class OtherBrowserError extends DomainError {
  readonly key = 'recovery.otherBrowser';

  constructor() {
    super('the recovery was asked for from another browser');
  }
}

export type RecoveryEnd = Exclude<RecoveryState, 'OPEN' | 'CONFIRMED'>;

const END_KEYS: Record<RecoveryEnd, string> = {
  USED: 'recovery.used',
  EXPIRED: 'recovery.expired',
  SUPERSEDED: 'recovery.superseded',
  DEAD: 'recovery.dead',
};

/** The link and the code of this request open nothing any more. */
export class RecoveryOverError extends DomainError {
  readonly key: string;
  readonly reason: RecoveryEnd;
  readonly number: number;
  readonly newerNumber: number | null;

  constructor(reason: RecoveryEnd, number: number, newerNumber: number | null) {
    super(`recovery ${reason.toLowerCase()}`);
    this.key = END_KEYS[reason];
    this.reason = reason;
    this.number = number;
    this.newerNumber = reason === 'SUPERSEDED' ? newerNumber : null;
  }

  override get params(): Record<string, number> {
    return { number: this.number, newer: this.newerNumber ?? this.number };
  }
}

/** No request has this link. */
export class UnknownRecoveryLinkError extends DomainError {
  readonly key = 'recovery.unknownLink';

  constructor() {
    super('unknown recovery link');
  }
}

/** Nothing lets this browser choose a password: no link or code was taken here, or too long ago. */
export class NoRecoveryError extends DomainError {
  readonly key = 'recovery.none';

  constructor() {
    super('no recovery is under way in this browser');
  }
}

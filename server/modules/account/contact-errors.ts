import { DomainError } from '../../platform/errors.ts';
import type { PhoneRefusal } from './phone-machine.ts';

/** What was asked for does not fit where the number stands. */
export class PhoneStateError extends DomainError {
  readonly key: string;
  readonly state: PhoneRefusal;

  constructor(state: PhoneRefusal) {
    super(`mobile number: ${state.toLowerCase()}`);
    this.state = state;
    this.key = `contact.state.${state}`;
  }
}

/** No SMS can be sent now; the preference stays (POL-703). */
export class SmsUnavailableError extends DomainError {
  readonly key = 'contact.smsUnavailable';

  constructor() {
    super('no SMS can be sent');
  }
}

/** The code is another; the try was counted. */
export class WrongPhoneCodeError extends DomainError {
  readonly key = 'contact.wrongCode';
  readonly triesLeft: number;

  constructor(triesLeft: number) {
    super('wrong validation code');
    this.triesLeft = triesLeft;
  }

  override get params(): Record<string, number> {
    return { count: this.triesLeft };
  }
}

/** Five wrong codes: none is looked at for 15 minutes (DEC-08). */
export class PhoneCodesLockedError extends DomainError {
  readonly key = 'contact.locked';
  readonly until: Date;
  /** Whole seconds. */
  readonly retryAfter: number;

  constructor(until: Date, retryAfter: number) {
    super('validation codes are locked');
    this.until = until;
    this.retryAfter = retryAfter;
  }

  override get params(): Record<string, number> {
    return { count: Math.ceil(this.retryAfter / 60) };
  }
}

/** A code was sent a moment ago, or several within the hour. */
export class TooManyPhoneCodesError extends DomainError {
  readonly key = 'contact.tooManyCodes';
  /** Whole seconds. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('too many validation codes');
    this.retryAfter = retryAfter;
  }

  override get params(): Record<string, number> {
    return { count: Math.ceil(this.retryAfter / 60) };
  }
}

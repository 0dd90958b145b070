import { DomainError } from '../../platform/errors.ts';
import type { DeclaredField, Step } from './rules.ts';

/** This browser holds no registration: none was begun, it expired or it is completed. */
export class RegistrationNotFoundError extends DomainError {
  readonly key = 'registration.notFound';
}

/** A step before this one is missing. */
export class RegistrationIncompleteError extends DomainError {
  readonly key = 'registration.incomplete';
  readonly step: Step;

  constructor(step: Step) {
    super(`the step ${step.toLowerCase()} is missing`);
    this.step = step;
  }
}

/** The last mail was asked for less than a minute ago. */
export class ResendTooSoonError extends DomainError {
  readonly key = 'registration.resendTooSoon';
  /** Whole seconds. */
  readonly retryAfter: number;
  readonly availableAt: Date;

  constructor(retryAfter: number, availableAt: Date) {
    super('a mail was asked for a moment ago');
    this.retryAfter = retryAfter;
    this.availableAt = availableAt;
  }

  override get params(): Record<string, number> {
    return { count: this.retryAfter };
  }
}

/** Not a link of ours, or of a registration that is no longer kept. */
export class RegistrationLinkUnknownError extends DomainError {
  readonly key = 'registration.link.unknown';
}

export class RegistrationLinkExpiredError extends DomainError {
  readonly key = 'registration.link.expired';
  readonly expiredAt: Date;

  constructor(expiredAt: Date) {
    super('the link expired');
    this.expiredAt = expiredAt;
  }
}

export class RegistrationLinkUsedError extends DomainError {
  readonly key = 'registration.link.used';
  readonly usedAt: Date;

  constructor(usedAt: Date) {
    super('the link was used');
    this.usedAt = usedAt;
  }
}

/** The data were changed, or confirmed again, after this mail: a later one counts. */
export class RegistrationLinkSupersededError extends DomainError {
  readonly key = 'registration.link.superseded';
}

/** Too many comparisons through one mailbox in a day (DEC-10). */
export class ComparisonLimitError extends DomainError {
  readonly key = 'registration.comparisonLimit';
  /** Whole seconds. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('too many comparisons of one mailbox');
    this.retryAfter = retryAfter;
  }
}

/** Meanwhile the person got an account. Told only to who opened the mail. */
export class AlreadyRegisteredError extends DomainError {
  readonly key = 'registration.alreadyRegistered';
}

/** Data differ from those known and nobody said to go on all the same; which, never how (DEC-10). */
export class DataDifferError extends DomainError {
  readonly key = 'registration.dataDiffer';
  readonly fields: readonly DeclaredField[];

  constructor(fields: readonly DeclaredField[]) {
    super(`data differ: ${fields.join(', ')}`);
    this.fields = fields;
  }
}

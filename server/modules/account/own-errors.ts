import { DomainError } from '../../platform/errors.ts';
import type { LinkState } from './own-email-rules.ts';

/** The viewer has no such sign-in, or it is over. */
export class LoginSessionNotFoundError extends DomainError {
  readonly key = 'own.loginSessionNotFound';

  constructor() {
    super('no such sign-in');
  }
}

/** What was typed is not the password of whoever is signed in. */
export class WrongPasswordError extends DomainError {
  readonly key = 'own.wrongPassword';

  constructor() {
    super('wrong current password');
  }
}

/** The ministry's accounts change their password with the security officer alone (IAM-403). */
export class MinistryPasswordError extends DomainError {
  readonly key = 'own.ministryPassword';

  constructor() {
    super('the password of a ministry account is not changed here');
  }
}

/** An institution's address is that of the registry (IAM-304). */
export class EmailFixedError extends DomainError {
  readonly key = 'own.emailFixed';

  constructor() {
    super('the address of an institution is not changed here');
  }
}

/** Too many mails would go to addresses that nobody has confirmed. */
export class TooManyEmailChangesError extends DomainError {
  readonly key = 'own.tooManyEmailChanges';
  /** Whole seconds. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('too many changes of the address');
    this.retryAfter = retryAfter;
  }

  override get params(): Record<string, number> {
    return { count: Math.ceil(this.retryAfter / 60) };
  }
}

/** The viewer asked for no change of the address, or it is over. */
export class NoEmailChangeError extends DomainError {
  readonly key = 'own.noEmailChange';

  constructor() {
    super('no change of the address is under way');
  }
}

export type LinkFault = Exclude<LinkState['state'], 'READY'> | 'UNKNOWN';

/** The link of a mail opens nothing any more, or never did. */
export class EmailLinkError extends DomainError {
  readonly key: string;
  readonly state: LinkFault;
  readonly at: Date | null;

  constructor(state: LinkFault, at: Date | null) {
    super(`link ${state.toLowerCase()}`);
    this.key = `own.link.${state}`;
    this.state = state;
    this.at = at;
  }
}

/** The viewer asked for erasure already. */
export class ErasureStandsError extends DomainError {
  readonly key = 'own.erasureStands';
  readonly number: number;

  constructor(number: number) {
    super('erasure was asked for already');
    this.number = number;
  }

  override get params(): Record<string, number> {
    return { number: this.number };
  }
}

/** The viewer asked for no erasure. */
export class NoErasureError extends DomainError {
  readonly key = 'own.noErasure';

  constructor() {
    super('no request of erasure');
  }
}

import { DomainError } from '../../platform/errors.ts';
import { ACCESS_TOKENS } from './tokens-rules.ts';

/** Unknown identifier, wrong password, disabled account: one answer for all (DEC-04, SEC-023). */
export class WrongCredentialsError extends DomainError {
  readonly key = 'account.wrongCredentials';

  constructor() {
    super('wrong credentials');
  }
}

/** Told to whoever knows the password alone: the account was revoked for want of access (POL-803). */
export class AccountRevokedError extends DomainError {
  readonly key = 'account.revoked';
  readonly revokedAt: Date;

  constructor(revokedAt: Date) {
    super('the account was revoked');
    this.revokedAt = revokedAt;
  }
}

export type LockScope = 'IDENTIFIER' | 'NETWORK';

/** Too many wrong passwords: of the identifier that was typed, or from this network (POL-604). */
export class LockedError extends DomainError {
  readonly key: string;
  /** Whole seconds. */
  readonly retryAfter: number;
  readonly until: Date;
  readonly scope: LockScope;

  constructor(scope: LockScope, until: Date, retryAfter: number) {
    super(`sign-in locked by ${scope.toLowerCase()}`);
    this.key = scope === 'NETWORK' ? 'account.networkLocked' : 'account.identifierLocked';
    this.scope = scope;
    this.until = until;
    this.retryAfter = retryAfter;
  }

  override get params(): Record<string, number> {
    return { count: Math.ceil(this.retryAfter / 60) };
  }
}

/** The viewer has no such access token, or it has ended. */
export class AccessTokenNotFoundError extends DomainError {
  readonly key = 'account.accessTokenNotFound';

  constructor() {
    super('no such access token');
  }
}

/** The account has as many access tokens as it may. */
export class TooManyAccessTokensError extends DomainError {
  readonly key = 'account.tooManyAccessTokens';
  readonly most = ACCESS_TOKENS.most;

  constructor() {
    super('too many access tokens');
  }

  override get params(): Record<string, number> {
    return { most: this.most };
  }
}

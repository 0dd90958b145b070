import { DomainError } from '../../platform/errors.ts';
import { SECOND_FACTOR } from './second-factor-rules.ts';

/** What a sign-in still waits for, as the browser that began it may know it. */
export interface SecondStepView {
  methods: readonly ('PASSKEY' | 'TOTP' | 'RECOVERY_CODE')[];
  /** For the browser's own dialog; null when the account has no passkey. */
  passkeyOptions: string | null;
  expiresAt: Date;
}

/** The password was right; nobody is signed in until the second factor is shown. */
export class SecondFactorRequiredError extends DomainError {
  readonly key = 'secondFactor.required';
  readonly step: SecondStepView;
  /** For the cookie alone. */
  readonly token: string;

  constructor(step: SecondStepView, token: string) {
    super('the second factor is needed');
    this.step = step;
    this.token = token;
  }
}

/** A code that is wrong or was used, a passkey that is not of this account: one answer for all. */
export class WrongSecondFactorError extends DomainError {
  readonly key: string;

  constructor(method: 'PASSKEY' | 'TOTP' | 'RECOVERY_CODE') {
    super('wrong second factor');
    this.key = `secondFactor.wrong.${method}`;
  }
}

/** Too many wrong answers for one account. */
export class SecondFactorLockedError extends DomainError {
  readonly key = 'secondFactor.locked';
  /** Whole seconds. */
  readonly retryAfter: number;
  readonly until: Date;

  constructor(until: Date, retryAfter: number) {
    super('second factor locked');
    this.until = until;
    this.retryAfter = retryAfter;
  }

  override get params(): Record<string, number> {
    return { count: Math.ceil(this.retryAfter / 60) };
  }
}

/** No sign-in waits for a second factor in this browser, or it waited too long. */
export class SecondStepOverError extends DomainError {
  readonly key = 'secondFactor.stepOver';

  constructor() {
    super('no second step is waited for');
  }
}

/** Nothing is being set up under this id, or for too long. */
export class SecondFactorSetupOverError extends DomainError {
  readonly key = 'secondFactor.setupOver';

  constructor() {
    super('no second factor is being set up');
  }
}

export class SecondFactorNotFoundError extends DomainError {
  readonly key = 'secondFactor.notFound';

  constructor() {
    super('no such second factor');
  }
}

export class TooManySecondFactorsError extends DomainError {
  readonly key = 'secondFactor.tooMany';
  readonly most = SECOND_FACTOR.most;

  constructor() {
    super('too many second factors');
  }

  override get params(): Record<string, number> {
    return { most: this.most };
  }
}

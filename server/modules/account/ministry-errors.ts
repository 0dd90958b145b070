import { DomainError } from '../../platform/errors.ts';

/** No active account of the ministry has this name: whatever else has it is not the security officer's matter. */
export class NoMinistryAccountError extends DomainError {
  readonly key = 'ministry.noSuchAccount';

  constructor() {
    super('no such account of the ministry');
  }
}

/** Nobody gives themselves a password in this way. */
export class OwnMinistryAccountError extends DomainError {
  readonly key = 'ministry.ownAccount';

  constructor() {
    super('the account is the security officer’s own');
  }
}

import { DomainError } from '../../platform/errors.ts';

/** No account has this user name, or it was disabled. */
export class NoSuchAccountError extends DomainError {
  readonly key = 'roles.noSuchAccount';

  constructor() {
    super('no such account');
  }
}

/** The account holds the role there already, in a part of that time. */
export class RoleHeldError extends DomainError {
  readonly key = 'roles.held';

  constructor() {
    super('the role is held already');
  }
}

/** There is no such role to take away, or it has ended. */
export class NoSuchRoleError extends DomainError {
  readonly key = 'roles.noSuchRole';

  constructor() {
    super('no such role');
  }
}

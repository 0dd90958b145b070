import { DomainError } from '../../platform/errors.ts';

/** No request with this number waits to be decided. */
export class NoSuchErasureError extends DomainError {
  readonly key = 'erasure.noSuchRequest';

  constructor() {
    super('no such request of erasure');
  }
}

/** The account still holds what others count on. */
export class ErasureHeldUpError extends DomainError {
  readonly key = 'erasure.heldUp';
  readonly seats: number;

  constructor(seats: number) {
    super('the account still holds seats');
    this.seats = seats;
  }

  override get params(): Record<string, number> {
    return { count: this.seats };
  }
}

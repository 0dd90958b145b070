import { DomainError } from '../../platform/errors.ts';

/** What was found a moment ago is there no more. */
export class CaseNotFoundError extends DomainError {
  readonly key = 'helpdesk.notFound';

  constructor() {
    super('no such account or registration');
  }
}

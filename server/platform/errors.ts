/**
 * A refusal that the domain foresees. It knows nothing of GraphQL or HTTP; its words are made where it is shown,
 * from `key` (an i18n key) and `params`, in the reader's language.
 */
export abstract class DomainError extends Error {
  abstract readonly key: string;
  /** Values for the words of `key`. */
  get params(): Record<string, string | number> {
    return {};
  }
}

/** One thing to correct: `path` is the field of the input, `key` the i18n key of what is wrong with it. */
export interface InputIssue {
  path: string;
  key: string;
  params?: Record<string, string | number>;
}

export class InvalidInputError extends DomainError {
  readonly key = 'error.invalidInput';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(`invalid input: ${issues.map((issue) => issue.path).join(', ')}`);
    this.issues = issues;
  }
}

/** Too much work is waiting already; `retryAfter` is in seconds (RSH-01, DEC-22). */
export class BusyError extends DomainError {
  readonly key = 'error.busy';
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('busy');
    this.retryAfter = retryAfter;
  }
}

/** The viewer has not signed in. */
export class UnauthenticatedError extends DomainError {
  readonly key = 'error.unauthenticated';
}

/** The viewer has signed in and may not do this. */
export class ForbiddenError extends DomainError {
  readonly key = 'error.forbidden';
}

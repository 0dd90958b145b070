import type { PageName } from '../../platform/db/generated/client.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Loc } from '../../platform/i18n.ts';

/** Somebody published the page since the version that was read. */
export class PageChangedMeanwhileError extends DomainError {
  readonly key = 'content.changedMeanwhile';
  readonly page: PageName;
  readonly locale: Loc;
  constructor(page: PageName, locale: Loc) {
    super('published meanwhile');
    this.page = page;
    this.locale = locale;
  }
}

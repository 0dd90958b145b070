import { hasRole, type Viewer } from '../../graphql/context.ts';
import { recordAudit } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { PageName } from '../../platform/db/generated/client.ts';
import { ForbiddenError } from '../../platform/errors.ts';
import type { Loc } from '../../platform/i18n.ts';
import { parseInput } from '../../platform/parse-input.ts';
import { PageChangedMeanwhileError } from './errors.ts';
import { type PageText, pageTextSchema } from './input.ts';
import { LOCALES, PAGE_NAMES, readPackagedTexts } from './packaged.ts';
import { findText, insertText, listTexts, type PublishedText } from './store.ts';

export { fillMarks } from './rules.ts';

/** A page as it is shown: what the office published last, or the text that comes with Sportello. */
export interface Page extends PageText {
  page: PageName;
  locale: Loc;
  /** 0: nothing was published yet. */
  version: number;
  publishedAt: Date | null;
}

export interface PublishRequest {
  page: PageName;
  locale: Loc;
  /** The version on which the changes were made. */
  version: number;
  title: string;
  body: string;
}

export interface ContentService {
  getPage(page: PageName, locale: Loc): Promise<Page>;
  /** Every page in every language. */
  listPages(): Promise<Page[]>;
  /** Refused when somebody published since `version`. */
  publishPage(viewer: Viewer, request: PublishRequest): Promise<Page>;
  /** The text that comes with Sportello. */
  packagedText(page: PageName, locale: Loc): PageText;
}

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'content.pagePublished': { page: PageName; locale: Loc; version: number };
  }
}

export function createContentService({ db, clock }: { db: Db; clock: Clock }): ContentService {
  const packagedText = readPackagedTexts();
  const shown = (page: PageName, locale: Loc, published: PublishedText | null | undefined): Page =>
    published ?? { page, locale, version: 0, publishedAt: null, ...packagedText(page, locale) };

  return {
    packagedText,
    async getPage(page, locale) {
      return shown(page, locale, await findText(db, page, locale));
    },
    async listPages() {
      const published = await listTexts(db);
      return PAGE_NAMES.flatMap((page) =>
        LOCALES.map((locale) => {
          return shown(
            page,
            locale,
            published.find((text) => text.page === page && text.locale === locale),
          );
        }),
      );
    },
    async publishPage(viewer, { page, locale, version, ...raw }) {
      if (!hasRole(viewer, 'OFFICE')) throw new ForbiddenError('office only');
      const text = parseInput(pageTextSchema, raw);
      const publishedAt = clock.now();
      const next = { page, locale, version: version + 1, publishedAt, ...text };
      await db.sqlTransaction(async (tx) => {
        if (!(await insertText(tx, next))) throw new PageChangedMeanwhileError(page, locale);
        await recordAudit(tx, {
          event: 'content.pagePublished',
          actorId: viewer.account.id,
          subjectId: null,
          data: { page, locale, version: next.version },
          at: publishedAt,
          requestId: null,
        });
      });
      return next;
    },
  };
}

declare module '../../graphql/context.ts' {
  interface Services {
    content: ContentService;
  }
}

import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { PageName } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { PageText } from './input.ts';

export interface PublishedText extends PageText {
  page: PageName;
  locale: Loc;
  version: number;
  publishedAt: Date;
}

const columns = sql`page, locale, version, title, body, published_at as "publishedAt"`;

/** The text in force, or null where nothing was ever published. */
export async function findText(db: SqlRunner, page: PageName, locale: Loc): Promise<PublishedText | null> {
  const [row] = await db.query<PublishedText>(sql`
    select ${columns} from page_text where page = ${page}::page_name and locale = ${locale}::locale
    order by version desc limit 1`);
  return row ?? null;
}

/** The texts in force of every page, where something was published. */
export async function listTexts(db: SqlRunner): Promise<PublishedText[]> {
  return await db.query<PublishedText>(sql`
    select distinct on (page, locale) ${columns} from page_text order by page, locale, version desc`);
}

/** False when this version is taken, or the one before it is not the last. */
export async function insertText(db: SqlRunner, text: PublishedText): Promise<boolean> {
  const { page, locale, version, title, body, publishedAt } = text;
  const rows = await db.query(sql`
    insert into page_text (page, locale, version, title, body, published_at)
    select ${page}::page_name, ${locale}::locale, ${version}::int, ${title}, ${body}, ${publishedAt}::timestamptz
    where ${version}::int = 1 + (
      select coalesce(max(version), 0) from page_text where page = ${page}::page_name and locale = ${locale}::locale)
    on conflict do nothing returning version`);
  return rows.length === 1;
}

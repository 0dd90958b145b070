import { type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { RegistrationData } from './input.ts';
import type { Declared, DeclaredField } from './rules.ts';

export interface RegistrationRecord {
  id: string;
  fiscalCode: string;
  locale: Loc;
  declared: Declared | null;
  email: string | null;
  links: number;
  firstLink: number | null;
  expiresAt: Date;
  completedAt: Date | null;
  /** To the use of the data, with the notice as it was then. */
  consent: { version: string; at: Date } | null;
}

export interface RegistrationRow {
  id: string;
  fiscal_code: string;
  locale: Loc;
  first_name: string | null;
  last_name: string | null;
  born_on: string | null;
  sex: 'F' | 'M' | null;
  birthplace_code: string | null;
  email: string | null;
  links: number;
  first_link: number | null;
  expires_at: Date;
  completed_at: Date | null;
  consent_version: string | null;
  consented_at: Date | null;
}

export const registrationColumns: Sql = sql`
  r.id, r.fiscal_code, r.locale, r.first_name, r.last_name, r.born_on::text as born_on, r.sex, r.birthplace_code,
  r.email, r.links, r.first_link, r.expires_at, r.completed_at,
  r.consent_version, r.consented_at`;

export function recordOf(row: RegistrationRow): RegistrationRecord {
  const { first_name: firstName, last_name: lastName, born_on: bornOn, sex, birthplace_code: birthplaceCode } = row;
  const { consent_version: version, consented_at: at } = row;
  const isDeclared =
    firstName !== null && lastName !== null && bornOn !== null && sex !== null && birthplaceCode !== null;
  return {
    id: row.id,
    fiscalCode: row.fiscal_code,
    locale: row.locale,
    declared: isDeclared ? { firstName, lastName, bornOn, sex, birthplaceCode } : null,
    email: row.email,
    links: row.links,
    firstLink: row.first_link,
    expiresAt: row.expires_at,
    completedAt: row.completed_at,
    consent: version !== null && at !== null ? { version, at } : null,
  };
}

/** The open registration that a browser holds; locked for an act that changes it. */
export async function findByBrowser(
  db: SqlRunner,
  browserHash: Buffer,
  { now, lock = false }: { now: Date; lock?: boolean },
): Promise<RegistrationRecord | null> {
  const [row] = await db.query<RegistrationRow>(sql`
    select ${registrationColumns} from registration r
    where r.browser_hash = ${browserHash} and r.completed_at is null and r.expires_at > ${now}
    ${lock ? sql`for update` : sql``}`);
  return row ? recordOf(row) : null;
}

export interface Begun {
  id: string;
  browserHash: Buffer;
  fiscalCode: string;
  locale: Loc;
  noticeVersion: string;
  at: Date;
  expiresAt: Date;
}

export async function insertRegistration(tx: SqlRunner, begun: Begun): Promise<void> {
  await tx.query(sql`
    insert into registration
      (id, browser_hash, fiscal_code, locale, notice_version, noticed_at, started_at, expires_at, to_verify)
    values (${begun.id}::uuid, ${begun.browserHash}, ${begun.fiscalCode}, ${begun.locale}::locale,
      ${begun.noticeVersion}, ${begun.at}, ${begun.at}, ${begun.expiresAt}, '{}')`);
}

/** The first step again, with what was said before: another codice fiscale closes the links that are out. */
export async function restartRegistration(tx: SqlRunner, begun: Omit<Begun, 'browserHash'>): Promise<void> {
  await tx.query(sql`
    update registration set fiscal_code = ${begun.fiscalCode}, locale = ${begun.locale}::locale,
      notice_version = ${begun.noticeVersion}, noticed_at = ${begun.at}, expires_at = ${begun.expiresAt},
      first_link = case when fiscal_code = ${begun.fiscalCode} then first_link end
    where id = ${begun.id}::uuid`);
}

export interface Kept {
  id: string;
  data: RegistrationData;
  locale: Loc;
  consentVersion: string;
  at: Date;
  expiresAt: Date;
}

/** Data as typed; when anything changed, the links that are out open nothing any more. */
export async function saveData(tx: SqlRunner, { id, data, ...kept }: Kept): Promise<void> {
  await tx.query(sql`
    update registration set first_name = ${data.firstName}, last_name = ${data.lastName},
      born_on = ${data.bornOn}::date, sex = ${data.sex}::sex, birthplace_code = ${data.birthplaceCode},
      email = ${data.email}, locale = ${kept.locale}::locale, consent_version = ${kept.consentVersion},
      consented_at = ${kept.at}, expires_at = ${kept.expiresAt},
      first_link = case when (first_name, last_name, born_on, sex, birthplace_code, email)
        is not distinct from (${data.firstName}, ${data.lastName}, ${data.bornOn}::date, ${data.sex}::sex,
          ${data.birthplaceCode}::char(4), ${data.email}) then first_link end
    where id = ${id}::uuid`);
}

/** Binds a registration to another browser: the one that opened the mail. */
export async function moveToBrowser(
  tx: SqlRunner,
  { id, browserHash, expiresAt }: { id: string; browserHash: Buffer; expiresAt: Date },
): Promise<void> {
  await tx.query(sql`
    update registration set browser_hash = ${browserHash}, expires_at = ${expiresAt} where id = ${id}::uuid`);
}

export interface Completed {
  id: string;
  accountId: string;
  toVerify: readonly DeclaredField[];
  at: Date;
}

/** False when it was completed already. */
export async function completeRegistration(tx: SqlRunner, completed: Completed): Promise<boolean> {
  const rows = await tx.query(sql`
    update registration set completed_at = ${completed.at}, account_id = ${completed.accountId}::uuid,
      to_verify = ${[...completed.toVerify]}::text[]
    where id = ${completed.id}::uuid and completed_at is null
    returning id`);
  return rows.length > 0;
}

/** Forgets the unfinished ones that nobody touched for long, with their links. */
export async function deleteExpired(db: SqlRunner, now: Date): Promise<number> {
  const rows = await db.query(
    sql`delete from registration where completed_at is null and expires_at <= ${now} returning id`,
  );
  return rows.length;
}

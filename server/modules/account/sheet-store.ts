import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { AccountKind, AccountState, MailState } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';

/** By which exact word an account is looked for. */
export type LookBy =
  | { kind: 'USERNAME'; username: string }
  | { kind: 'FISCAL_CODE'; fiscalCodes: readonly string[] }
  | { kind: 'EMAIL'; email: string };

export interface FoundAccount {
  id: string;
  kind: AccountKind;
  username: string;
  displayName: string;
  state: AccountState;
  email: string | null;
  fiscalCode: string | null;
}

const MOST = 5;

const FOUND = sql`
  a.id, a.kind, a.username, a.display_name as "displayName", a.state, a.email, p.fiscal_code as "fiscalCode"`;

/** At most five: people who share an address are a family. */
export async function findAccounts(db: SqlRunner, by: LookBy): Promise<FoundAccount[]> {
  const where =
    by.kind === 'USERNAME'
      ? sql`a.username = ${by.username}`
      : by.kind === 'EMAIL'
        ? sql`lower(a.email) = ${by.email} or lower(a.institutional_email) = ${by.email}`
        : sql`p.fiscal_code = any(${[...by.fiscalCodes]}::char(16)[])`;
  return await db.query<FoundAccount>(sql`
    select ${FOUND} from account a left join person p on p.id = a.person_id
    where ${where} order by a.username limit ${MOST}`);
}

/** What the helpdesk sees of an account (HLP-04): nothing that opens it. */
export interface AccountSheet extends FoundAccount {
  institutionalEmail: string | null;
  ministry: boolean;
  hasPassword: boolean;
  passwordMustChange: boolean;
  /** Whether a second factor stands. */
  secondFactor: boolean;
  createdAt: Date;
  /** Every identifier that leads to it, in lower case. */
  identifiers: string[];
}

export async function readAccountSheet(db: SqlRunner, accountId: string): Promise<AccountSheet | null> {
  const [row] = await db.query<AccountSheet>(sql`
    select ${FOUND}, a.institutional_email as "institutionalEmail", a.ministry,
      a.password_hash is not null as "hasPassword", a.password_must_change as "passwordMustChange",
      exists (select from second_factor f where f.account_id = a.id and f.confirmed_at is not null) as "secondFactor",
      a.created_at as "createdAt",
      array_remove(array[a.username, lower(p.fiscal_code), lower(a.school_code)], null) as identifiers
    from account a left join person p on p.id = a.person_id where a.id = ${accountId}::uuid`);
  return row ?? null;
}

/** Until when any of these counters is locked; null when none is. */
export async function findLock(db: SqlRunner, keys: readonly Buffer[], now: Date): Promise<Date | null> {
  const [row] = await db.query<{ until: Date | null }>(sql`
    select max(locked_until) as until from sign_in_throttle
    where key = any(${[...keys]}::bytea[]) and locked_until > ${now}`);
  return row?.until ?? null;
}

export interface SheetMail {
  id: string;
  template: string;
  params: unknown;
  locale: Loc;
  recipient: string;
  state: MailState;
  lastError: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

/** The newest mails to an account. */
export async function listSheetMails(db: SqlRunner, accountId: string, limit: number): Promise<SheetMail[]> {
  return await db.query<SheetMail>(sql`
    select id, template, params, locale, recipient, state, last_error as "lastError", created_at as "createdAt",
      settled_at as "settledAt"
    from mail where account_id = ${accountId}::uuid order by created_at desc, id desc limit ${limit}`);
}

export interface SheetSignIn {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  endedAt: Date | null;
  userAgent: string | null;
}

/** The newest sign-ins, those that are over included. */
export async function listSheetSignIns(db: SqlRunner, accountId: string, limit: number): Promise<SheetSignIn[]> {
  return await db.query<SheetSignIn>(sql`
    select id, created_at as "createdAt", last_used_at as "lastUsedAt", ended_at as "endedAt", user_agent as "userAgent"
    from login_session where account_id = ${accountId}::uuid order by created_at desc, id limit ${limit}`);
}

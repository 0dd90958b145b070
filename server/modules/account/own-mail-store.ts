import { emptySql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { MailState } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';

export interface OwnMailRow {
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

const COLUMNS = sql`
  m.id, m.template, m.params, m.locale, m.recipient, m.state, m.last_error as "lastError", m.created_at as "createdAt",
  m.settled_at as "settledAt"`;

export interface MailPlace {
  at: Date;
  id: string;
}

/** Mails owed to one account, the newest first. */
export async function listOwnMails(
  db: SqlRunner,
  which: { accountId: string; after: MailPlace | null; limit: number },
): Promise<OwnMailRow[]> {
  const { accountId, after, limit } = which;
  return await db.query<OwnMailRow>(sql`
    select ${COLUMNS} from mail m
    where m.account_id = ${accountId}::uuid
      ${after ? sql`and (m.created_at, m.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : emptySql}
    order by m.created_at desc, m.id desc limit ${limit}`);
}

/** The mail that carries the link of a change of address. */
export async function findConfirmationMail(
  db: SqlRunner,
  accountId: string,
  emailChangeId: string,
): Promise<OwnMailRow | null> {
  const [row] = await db.query<OwnMailRow>(sql`
    select ${COLUMNS} from mail m
    where m.account_id = ${accountId}::uuid and m.template = 'account.confirmEmail'
      and m.params ->> 'emailChangeId' = ${emailChangeId}
    order by m.created_at desc limit 1`);
  return row ?? null;
}

/** Where an account can be written to. */
export interface Contacts {
  /** A person's own choice; an institution has none. */
  email: string | null;
  /** Recorded by the administration; of an institution, that of the registry of schools. */
  institutionalEmail: string | null;
}

export async function findContacts(db: SqlRunner, accountId: string): Promise<Contacts> {
  const [row] = await db.query<Contacts>(sql`
    select case when a.kind = 'INSTITUTION' then null else a.email end as email,
      case when a.kind = 'INSTITUTION' then coalesce(s.email, a.email) else a.institutional_email end
        as "institutionalEmail"
    from account a left join school s on s.code = a.school_code where a.id = ${accountId}::uuid`);
  return row ?? { email: null, institutionalEmail: null };
}

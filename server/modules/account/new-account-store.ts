import { type SqlRunner, sql } from '../../platform/db/db.ts';
import { BusyError } from '../../platform/errors.ts';
import type { Loc } from '../../platform/i18n.ts';
import { newId } from '../../platform/ids.ts';
import { nextUsername, usernameBase } from './username-rules.ts';

export interface NewPersonAccount {
  personId: string;
  firstName: string;
  lastName: string;
  /** An address that its holder has confirmed. */
  email: string;
  locale: Loc;
  passwordHash: string;
  /** The privacy notice that was accepted, and when. */
  notice: { version: string; at: Date } | null;
  at: Date;
}

const TRIES = 20;

/** The user name that these names would get now; whoever comes first takes it. */
export async function findNextUsername(db: SqlRunner, firstName: string, lastName: string): Promise<string> {
  const base = usernameBase(firstName, lastName);
  // Every character of the base stands for itself in a pattern.
  const rows = await db.query<{ username: string }>(
    sql`select username from account where username like ${`${base}%`}`,
  );
  return nextUsername(
    base,
    rows.map(({ username }) => username),
  );
}

/**
 * Opens the account of a person, in the caller's transaction, under the next free user name: two at once never get the
 * same, because the unique index has the last word and the later one counts again (ACC-10).
 */
export async function insertPersonAccount(
  tx: SqlRunner,
  account: NewPersonAccount,
): Promise<{ accountId: string; username: string }> {
  const accountId = newId();
  const displayName = `${account.firstName} ${account.lastName}`;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const username = await findNextUsername(tx, account.firstName, account.lastName);
    const rows = await tx.query(sql`
      insert into account (id, kind, username, person_id, display_name, email, institutional_email, locale,
        password_hash, password_set_at,
        notice_version, noticed_at, created_at)
      values (${accountId}::uuid, 'PERSON', ${username}, ${account.personId}::uuid, ${displayName}, ${account.email},
        (select institutional_email from person where id = ${account.personId}::uuid),
        ${account.locale}::locale, ${account.passwordHash}, ${account.at}, ${account.notice?.version ?? null},
        ${account.notice?.at ?? null}, ${account.at})
      on conflict (username) do nothing
      returning id`);
    if (rows.length > 0) return { accountId, username };
  }
  throw new BusyError(1);
}

/** Whether a person can sign in already, and where that account's mails go. */
export async function findAccountOfPerson(
  db: SqlRunner,
  personId: string,
): Promise<{ accountId: string; email: string | null; locale: Loc } | null> {
  const [row] = await db.query<{ id: string; email: string | null; locale: Loc }>(
    sql`select id, email, locale from account where person_id = ${personId}::uuid`,
  );
  return row ? { accountId: row.id, email: row.email, locale: row.locale } : null;
}

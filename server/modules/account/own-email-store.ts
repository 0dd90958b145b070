import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { EmailChangeTimes } from './own-email-rules.ts';

export interface EmailChangeRow extends EmailChangeTimes {
  id: string;
  accountId: string;
  oldEmail: string | null;
  newEmail: string;
}

const COLUMNS = sql`
  c.id, c.account_id as "accountId", c.old_email as "oldEmail", c.new_email as "newEmail", c.created_at as "createdAt",
  c.expires_at as "expiresAt", c.ended_at as "endedAt", c.confirmed_at as "confirmedAt", c.undo_until as "undoUntil",
  c.undone_at as "undoneAt"`;

export async function insertEmailChange(
  tx: SqlRunner,
  change: Pick<EmailChangeRow, 'id' | 'accountId' | 'oldEmail' | 'newEmail' | 'createdAt' | 'expiresAt'> & {
    linkHash: Buffer;
    undoHash: Buffer;
  },
): Promise<void> {
  await tx.query(sql`
    insert into email_change (id, account_id, old_email, new_email, link_hash, undo_hash, created_at, expires_at)
    values (${change.id}::uuid, ${change.accountId}::uuid, ${change.oldEmail}, ${change.newEmail}, ${change.linkHash},
      ${change.undoHash}, ${change.createdAt}, ${change.expiresAt})`);
}

/** Gives up what is under way; the ids of it. */
export async function endOpenChanges(tx: SqlRunner, accountId: string, at: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update email_change set ended_at = ${at}
    where account_id = ${accountId}::uuid and confirmed_at is null and ended_at is null returning id`);
  return rows.map(({ id }) => id);
}

/** The one that waits to be confirmed and still can be. */
export async function findOpenChange(db: SqlRunner, accountId: string, now: Date): Promise<EmailChangeRow | null> {
  const [row] = await db.query<EmailChangeRow>(sql`
    select ${COLUMNS} from email_change c
    where c.account_id = ${accountId}::uuid and c.confirmed_at is null and c.ended_at is null and c.expires_at > ${now}`);
  return row ?? null;
}

/** When the changes of an account since an instant were asked for, the first one first. */
export async function listChangeTimes(db: SqlRunner, accountId: string, since: Date): Promise<Date[]> {
  const rows = await db.query<{ createdAt: Date }>(sql`
    select created_at as "createdAt" from email_change
    where account_id = ${accountId}::uuid and created_at > ${since} order by created_at`);
  return rows.map(({ createdAt }) => createdAt);
}

/** The change behind the token of one of its two mails, and which of them. */
export async function findChangeByToken(
  db: SqlRunner,
  hash: Buffer,
): Promise<(EmailChangeRow & { kind: 'CONFIRM' | 'UNDO' }) | null> {
  const [row] = await db.query<EmailChangeRow & { kind: 'CONFIRM' | 'UNDO' }>(sql`
    select ${COLUMNS}, case when c.link_hash = ${hash} then 'CONFIRM' else 'UNDO' end as kind
    from email_change c where c.link_hash = ${hash} or c.undo_hash = ${hash}`);
  return row ?? null;
}

/** Whose address is about to change; the row is held, so that two changes of one account come one after the other. */
export interface ChangingAccount {
  id: string;
  email: string | null;
  locale: Loc;
}

/** null when the account was disabled. */
export async function lockChangingAccount(tx: SqlRunner, accountId: string): Promise<ChangingAccount | null> {
  const [row] = await tx.query<ChangingAccount>(sql`
    select id, email, locale from account where id = ${accountId}::uuid and state = 'ACTIVE' for no key update`);
  return row ?? null;
}

/** Whether it could: once, in its time. */
export async function confirmChange(
  tx: SqlRunner,
  change: { id: string; oldEmail: string | null; at: Date; undoUntil: Date },
): Promise<boolean> {
  const rows = await tx.query(sql`
    update email_change set confirmed_at = ${change.at}, undo_until = ${change.undoUntil}, old_email = ${change.oldEmail}
    where id = ${change.id}::uuid and confirmed_at is null and ended_at is null and expires_at > ${change.at}
    returning id`);
  return rows.length > 0;
}

/** Undoes a change and every later one, whose own links are dead from then on; whether it could. */
export async function undoChange(tx: SqlRunner, change: { id: string; accountId: string; at: Date }): Promise<boolean> {
  const rows = await tx.query(sql`
    with first as (
      update email_change set undone_at = ${change.at}
      where id = ${change.id}::uuid and undone_at is null and undo_until > ${change.at} and old_email is not null
      returning id, confirmed_at
    ), later as (
      update email_change c set undone_at = ${change.at} from first
      where c.account_id = ${change.accountId}::uuid and c.id <> first.id and c.confirmed_at >= first.confirmed_at
        and c.undone_at is null and c.old_email is not null
    )
    select id from first`);
  return rows.length > 0;
}

export async function setEmail(tx: SqlRunner, accountId: string, email: string): Promise<void> {
  await tx.query(sql`update account set email = ${email} where id = ${accountId}::uuid`);
}

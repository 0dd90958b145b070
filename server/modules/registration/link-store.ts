import { ADVISORY_SPACES } from '../../platform/db/advisory-locks.ts';
import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { MailState } from '../../platform/db/generated/client.ts';
import { type RegistrationRecord, type RegistrationRow, recordOf, registrationColumns } from './store.ts';

/** Until the end of the transaction nobody else counts or sends mails for this mailbox. */
export async function lockMailbox(tx: SqlRunner, mailboxKey: Buffer): Promise<void> {
  await tx.query(
    sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.registrationMailboxes}::int, hashtext(${mailboxKey.toString('hex')}))`,
  );
}

/** Until the end of the transaction nobody else opens an account for this person, in whatever form the code was typed. */
export async function lockPerson(tx: SqlRunner, personKey: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.registrationPeople}::int, hashtext(${personKey}))`);
}

export async function countMails(
  tx: SqlRunner,
  { mailboxKey, networkKey, since }: { mailboxKey: Buffer; networkKey: Buffer; since: Date },
): Promise<{ ofMailbox: number; ofNetwork: number }> {
  const [row] = await tx.query<{ of_mailbox: number; of_network: number }>(sql`
    select (select count(*)::int from registration_link
        where mailbox_key = ${mailboxKey} and created_at > ${since} and mailed) as of_mailbox,
      (select count(*)::int from registration_link
        where network_key = ${networkKey} and created_at > ${since} and mailed) as of_network`);
  return { ofMailbox: row?.of_mailbox ?? 0, ofNetwork: row?.of_network ?? 0 };
}

export interface NewLink {
  id: string;
  registrationId: string;
  number: number;
  tokenHash: Buffer;
  mailboxKey: Buffer;
  networkKey: Buffer;
  mailed: boolean;
  at: Date;
  expiresAt: Date;
}

/** Writes the link and makes it the last of its registration; the first, when the data were not confirmed before. */
export async function insertLink(tx: SqlRunner, link: NewLink, keptUntil: Date): Promise<void> {
  await tx.query(sql`
    with numbered as (
      update registration set links = ${link.number}, first_link = coalesce(first_link, ${link.number}),
        expires_at = ${keptUntil}
      where id = ${link.registrationId}::uuid
    )
    insert into registration_link
      (id, registration_id, number, token_hash, mailbox_key, network_key, mailed, created_at, expires_at)
    values (${link.id}::uuid, ${link.registrationId}::uuid, ${link.number}, ${link.tokenHash}, ${link.mailboxKey},
      ${link.networkKey}, ${link.mailed}, ${link.at}, ${link.expiresAt})`);
}

export interface LastLink {
  createdAt: Date;
  expiresAt: Date;
  /** null: nothing was sent for it, or not yet. */
  mailState: MailState | null;
  mailed: boolean;
}

export async function findLastLink(db: SqlRunner, registrationId: string): Promise<LastLink | null> {
  const [row] = await db.query<{ created_at: Date; expires_at: Date; state: MailState | null; mailed: boolean }>(sql`
    select l.created_at, l.expires_at, m.state, l.mailed
    from registration_link l left join mail m on m.id = l.mail_id
    where l.registration_id = ${registrationId}::uuid
    order by l.number desc limit 1`);
  return row
    ? { createdAt: row.created_at, expiresAt: row.expires_at, mailState: row.state, mailed: row.mailed }
    : null;
}

export interface LinkRecord {
  id: string;
  number: number;
  mailboxKey: Buffer;
  createdAt: Date;
  expiresAt: Date;
  comparedAt: Date | null;
  mailId: string | null;
  mailed: boolean;
  registration: RegistrationRecord;
}

interface LinkRow extends RegistrationRow {
  link_id: string;
  number: number;
  mailbox_key: Buffer;
  created_at: Date;
  link_expires_at: Date;
  compared_at: Date | null;
  mail_id: string | null;
  mailed: boolean;
}

/** The link of a token, or of an id, with its registration, which stays locked when `lock` is set. */
export async function findLink(
  db: SqlRunner,
  by: { tokenHash: Buffer } | { id: string },
  { lock = false }: { lock?: boolean } = {},
): Promise<LinkRecord | null> {
  const [row] = await db.query<LinkRow>(sql`
    select l.id as link_id, l.number, l.mailbox_key, l.created_at, l.expires_at as link_expires_at, l.compared_at,
      l.mail_id, l.mailed, ${registrationColumns}
    from registration_link l join registration r on r.id = l.registration_id
    where ${'id' in by ? sql`l.id = ${by.id}::uuid` : sql`l.token_hash = ${by.tokenHash}`}
    ${lock ? sql`for update` : sql``}`);
  if (!row) return null;
  return {
    id: row.link_id,
    number: row.number,
    mailboxKey: row.mailbox_key,
    createdAt: row.created_at,
    expiresAt: row.link_expires_at,
    comparedAt: row.compared_at,
    mailId: row.mail_id,
    mailed: row.mailed,
    registration: recordOf(row),
  };
}

/** The earliest of the comparisons made through a mailbox since an instant, and how many. */
export async function countComparisons(
  tx: SqlRunner,
  mailboxKey: Buffer,
  since: Date,
): Promise<{ count: number; earliest: Date | null }> {
  const [row] = await tx.query<{ count: number; earliest: Date | null }>(sql`
    select count(*)::int as count, min(compared_at) as earliest from registration_link
    where mailbox_key = ${mailboxKey} and compared_at > ${since}`);
  return row ?? { count: 0, earliest: null };
}

export async function markCompared(tx: SqlRunner, id: string, at: Date): Promise<void> {
  await tx.query(sql`update registration_link set compared_at = ${at} where id = ${id}::uuid`);
}

export async function markMailed(tx: SqlRunner, id: string, mailId: string): Promise<void> {
  await tx.query(sql`update registration_link set mail_id = ${mailId}::uuid where id = ${id}::uuid`);
}

/** How often an account was told since an instant that somebody registers with its codice fiscale. */
export async function countWarnings(db: SqlRunner, accountId: string, since: Date): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from mail
    where account_id = ${accountId}::uuid and template = 'registration.exists' and created_at > ${since}`);
  return row?.count ?? 0;
}

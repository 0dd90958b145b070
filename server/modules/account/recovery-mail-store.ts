import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { AccountKind } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { MailName } from '../../platform/mail/queue.ts';
import type { RecoveryChannel } from './recovery-rules.ts';

type MailChannel = Exclude<RecoveryChannel, 'SMS'>;

/** Where an account reads what concerns its credentials: a school at its official mailbox (DEC-17). */
export interface Correspondent {
  accountId: string;
  kind: AccountKind;
  username: string;
  locale: Loc;
  /** null: none is known. */
  address: string | null;
  /** Mirrored from the ministry (DEC-15). */
  ministry: boolean;
}

interface CorrespondentRow {
  id: string;
  kind: AccountKind;
  username: string;
  locale: Loc;
  address: string | null;
  ministry: boolean;
}

const correspondentOf = ({ id, kind, username, locale, address, ministry }: CorrespondentRow): Correspondent => ({
  accountId: id,
  ...{ kind, username, locale, address, ministry },
});

/** null when there is no such account, or it was disabled; who was revoked may have forgotten the password too. An institution has one mailbox, whatever the channel. */
export async function findCorrespondent(
  db: SqlRunner,
  accountId: string,
  channel: MailChannel = 'MAIN_EMAIL',
): Promise<Correspondent | null> {
  const [row] = await db.query<CorrespondentRow>(sql`
    select a.id, a.kind, a.username, a.locale, a.ministry, case when a.kind = 'INSTITUTION' then s.email
      when ${channel} = 'INSTITUTIONAL_EMAIL' then a.institutional_email else a.email end as address
    from account a left join school s on s.code = a.school_code
    where a.id = ${accountId}::uuid and a.state in ('ACTIVE', 'REVOKED')`);
  return row ? correspondentOf(row) : null;
}

/** Accounts of persons by codice fiscale or by the address that their mails go to. */
export async function listByOwner(db: SqlRunner, owner: string, most: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select a.id from account a
    where a.state in ('ACTIVE', 'REVOKED') and a.kind = 'PERSON' and (lower(a.email) = ${owner}
      or a.person_id = (select id from person where fiscal_code = ${owner.toUpperCase()}))
    order by a.username limit ${most}`);
  return rows.map(({ id }) => id);
}

/** Mails of these kinds that were owed to an address since an instant. */
export async function countMails(
  db: SqlRunner,
  address: string,
  templates: readonly MailName[],
  since: Date,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from mail
    where lower(recipient) = lower(${address}) and template = any(${[...templates]}::text[]) and created_at > ${since}`);
  return row?.count ?? 0;
}

/** Whether a mail of this kind was owed for this act already: a job may be run again. */
export async function wasQueued(db: SqlRunner, template: MailName, accountId: string, actId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from mail
    where account_id = ${accountId}::uuid and template = ${template} and params ->> 'actId' = ${actId} limit 1`);
  return rows.length > 0;
}

export interface UnhandledRecovery {
  id: string;
  number: number;
  accountId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** Takes the request for whoever sends its mail; null when that was done, or it is silent. */
export async function takeUnhandled(tx: SqlRunner, id: string, now: Date): Promise<UnhandledRecovery | null> {
  const [row] = await tx.query<{
    number: number;
    account_id: string | null;
    created_at: Date;
    expires_at: Date;
  }>(sql`
    update recovery_request set handled_at = ${now}
    where id = ${id}::uuid and handled_at is null and not silent
    returning number, account_id, created_at, expires_at`);
  if (!row) return null;
  const { number, account_id: accountId, created_at: createdAt, expires_at: expiresAt } = row;
  return { id, number, accountId, createdAt, expiresAt };
}

/** No mail goes out for it after all, so that it must not end an earlier one. */
export async function silence(tx: SqlRunner, id: string): Promise<void> {
  await tx.query(sql`update recovery_request set silent = true where id = ${id}::uuid`);
}

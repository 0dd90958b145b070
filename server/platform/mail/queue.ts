import { randomUUID } from 'node:crypto';
import { type SqlRunner, sql } from '../db/db.ts';
import type { Loc } from '../i18n.ts';
import { addJob } from '../jobs/jobs.ts';

declare module '../jobs/jobs.ts' {
  interface JobPayloads {
    'mail.send': { mailIds: string[] };
  }
}

/** Every mail and the facts it tells, as JSON. Modules add theirs by declaration merging, with their template. */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface MailParams {}

export type MailName = keyof MailParams & string;

interface Queued {
  template: string;
  params: unknown;
  locale: Loc;
  recipient: string;
  /** Whose page shows how the mail fared. */
  accountId: string | null;
  bookingId?: string;
  at: Date;
}

interface QueuedOf<Name extends MailName> extends Queued {
  template: Name;
  params: MailParams[Name];
}

export type QueuedMail = { [Name in MailName]: QueuedOf<Name> }[MailName];

// Acts that somebody waits for, such as an offer that expires, go before mails.
export const MAIL_PRIORITY = 10;

/** Writes the mails of one act in its transaction, with the one job that sends them all (MSG-01); their ids in order. */
export async function queueMail(tx: SqlRunner, mails: QueuedMail | readonly QueuedMail[]): Promise<string[]> {
  const queued: readonly Queued[] = [mails].flat();
  const rows = queued.map((mail) => ({
    id: randomUUID(),
    template: mail.template,
    account_id: mail.accountId,
    booking_id: mail.bookingId ?? null,
    params: mail.params,
    locale: mail.locale,
    recipient: mail.recipient,
    created_at: mail.at,
  }));
  if (rows.length === 0) return [];
  await tx.query(sql`
    insert into mail (id, template, account_id, booking_id, params, locale, recipient, created_at)
    select id, template, account_id, booking_id, params, locale, recipient, created_at
    from jsonb_to_recordset(${JSON.stringify(rows, withoutNul)}::jsonb)
      as queued(id uuid, template text, account_id uuid, booking_id uuid, params jsonb, locale locale, recipient text,
             created_at timestamptz)`);
  const mailIds = rows.map((row) => row.id);
  await addJob(tx, 'mail.send', { mailIds }, { priority: MAIL_PRIORITY });
  return mailIds;
}

/** PostgreSQL takes no NUL, and an act must not fail for one in its mail. */
function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}

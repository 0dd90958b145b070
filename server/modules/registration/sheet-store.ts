import { type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { MailState } from '../../platform/db/generated/client.ts';
import { type DeclaredField, type Step, stepOf } from './rules.ts';
import { type RegistrationRow, recordOf, registrationColumns } from './store.ts';

/** A registration as the helpdesk sees it (HLP-04). */
export interface SeenRegistration {
  id: string;
  fiscalCode: string;
  name: string | null;
  email: string | null;
  /** null once it is completed. */
  step: Step | null;
  startedAt: Date;
  expiresAt: Date;
  completedAt: Date | null;
  toVerify: DeclaredField[];
  /** The last mail with a link that was queued; null when there is none. */
  mail: { state: MailState; lastError: string | null; settledAt: Date | null; createdAt: Date } | null;
}

interface SeenRow extends RegistrationRow {
  started_at: Date;
  to_verify: DeclaredField[];
  mail_state: MailState | null;
  mail_error: string | null;
  mail_settled_at: Date | null;
  mail_created_at: Date | null;
}

async function read(db: SqlRunner, where: Sql): Promise<SeenRegistration[]> {
  const rows = await db.query<SeenRow>(sql`
    select ${registrationColumns}, r.started_at, r.to_verify, m.state as mail_state, m.last_error as mail_error,
      m.settled_at as mail_settled_at, m.created_at as mail_created_at
    from registration r
    left join lateral (select l.mail_id from registration_link l
      where l.registration_id = r.id and l.mail_id is not null order by l.number desc limit 1) l on true
    left join mail m on m.id = l.mail_id
    where ${where} order by r.started_at desc, r.id limit 5`);
  return rows.map((row) => {
    const record = recordOf(row);
    const { declared } = record;
    return {
      ...{ id: record.id, fiscalCode: record.fiscalCode, email: record.email },
      name: declared ? `${declared.firstName} ${declared.lastName}` : null,
      step: record.completedAt ? null : stepOf(record),
      ...{ startedAt: row.started_at, expiresAt: record.expiresAt, completedAt: record.completedAt },
      toVerify: row.to_verify,
      mail:
        row.mail_state === null || row.mail_created_at === null
          ? null
          : {
              state: row.mail_state,
              lastError: row.mail_error,
              settledAt: row.mail_settled_at,
              createdAt: row.mail_created_at,
            },
    };
  });
}

/** Registrations that are not completed, by what was typed in them; the newest five. */
export async function findRegistrations(
  db: SqlRunner,
  by: { fiscalCodes: readonly string[] } | { email: string } | { id: string },
  now: Date,
): Promise<SeenRegistration[]> {
  const which =
    'id' in by
      ? sql`r.id = ${by.id}::uuid`
      : 'email' in by
        ? sql`lower(r.email) = ${by.email}`
        : sql`r.fiscal_code = any(${[...by.fiscalCodes]}::char(16)[])`;
  return await read(db, sql`r.completed_at is null and r.expires_at > ${now} and ${which}`);
}

/** The one that an account came from; null when it came another way. */
export async function findRegistrationOf(db: SqlRunner, accountId: string): Promise<SeenRegistration | null> {
  const [row] = await read(db, sql`r.account_id = ${accountId}::uuid`);
  return row ?? null;
}

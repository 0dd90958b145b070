import { type SqlRunner, sql } from '../db/db.ts';

/**
 * Every audited event and its data, `module.pastTense`. Modules add theirs by declaration merging. Data holds ids,
 * states and counts: never a name, an address or a codice fiscale.
 */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface AuditEvents {}

export type AuditEventName = keyof AuditEvents & string;

interface Entry {
  event: string;
  /** The account that acted; null for the system or for somebody not signed in. */
  actorId: string | null;
  /** The account, booking or other row it was done to. */
  subjectId: string | null;
  data: unknown;
  at: Date;
  requestId: string | null;
}

interface EntryOf<Name extends AuditEventName> extends Entry {
  event: Name;
  data: AuditEvents[Name];
}

export type AuditEntry = { [Name in AuditEventName]: EntryOf<Name> }[AuditEventName];

/** Writes what was done, in the transaction that does it. The chainer seals the rows a second later. */
export async function recordAudit(tx: SqlRunner, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
  const rows: readonly Entry[] = [entries].flat();
  if (rows.length === 0) return;
  const json = JSON.stringify(
    rows.map((entry) => ({
      at: entry.at,
      event: entry.event,
      actor_id: entry.actorId,
      subject_id: entry.subjectId,
      data: entry.data,
      request_id: entry.requestId,
    })),
  );
  await tx.query(sql`
    insert into audit_event (at, event, actor_id, subject_id, data, request_id)
    select at, event, actor_id, subject_id, data, request_id
    from jsonb_to_recordset(${json}::jsonb)
      as entry(at timestamptz, event text, actor_id uuid, subject_id uuid, data jsonb, request_id text)`);
}

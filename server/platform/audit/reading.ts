import { emptySql, type SqlRunner, sql } from '../db/db.ts';

/** One audited act, as the person whom it concerns may read it. */
export interface AuditRecord {
  id: string;
  subjectId: string;
  at: Date;
  event: string;
  data: unknown;
}

const COLUMNS = sql`e.id::text as id, e.subject_id as "subjectId", e.at, e.event, e.data`;

/** What was done to one account, the newest first, from before an event on. */
export async function listAuditOf(
  db: SqlRunner,
  which: { subjectId: string; events: readonly string[]; before: string | null; limit: number },
): Promise<AuditRecord[]> {
  const { subjectId, events, before, limit } = which;
  return await db.query<AuditRecord>(sql`
    select ${COLUMNS} from audit_event e
    where e.subject_id = ${subjectId}::uuid and e.event = any(${[...events]}::text[])
      ${before === null ? emptySql : sql`and e.id < ${before}::bigint`}
    order by e.id desc limit ${limit}`);
}

/** The newest of what was done to each of these accounts, the newest first. */
export async function listLatestAudit(
  db: SqlRunner,
  which: { subjectIds: readonly string[]; events: readonly string[]; each: number },
): Promise<AuditRecord[]> {
  const { subjectIds, events, each } = which;
  return await db.query<AuditRecord>(sql`
    select latest.* from unnest(${[...subjectIds]}::uuid[]) as subject (id) cross join lateral (
      select ${COLUMNS} from audit_event e
      where e.subject_id = subject.id and e.event = any(${[...events]}::text[])
      order by e.id desc limit ${each}) as latest`);
}

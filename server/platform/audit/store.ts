import { emptySql, type Sql, type SqlRunner, sql } from '../db/db.ts';
import type { SealableRow } from './seal.ts';

export interface LastSeal {
  seq: bigint;
  hash: Uint8Array;
  tx: string;
  eventId: string;
  /** False after a logical restore into a younger cluster, whose transaction ids begin again. */
  txPast: boolean;
}

const ROW: Sql = sql`
  e.id::text as "id", e.tx::text as "tx", (extract(epoch from e.at) * 1000)::bigint::text as "atMs", e.event as "event",
  e.actor_id::text as "actorId", e.subject_id::text as "subjectId", e.data::text as "data", e.request_id as "requestId"`;

export async function findLastSeal(db: SqlRunner): Promise<LastSeal | null> {
  const [last] = await db.query<Omit<LastSeal, 'seq'> & { seq: string }>(sql`
    select s.seq::text as "seq", s.hash as "hash", e.tx::text as "tx", e.id::text as "eventId",
           e.tx < pg_snapshot_xmin(pg_current_snapshot()) as "txPast"
    from audit_seal s join audit_event e on e.id = s.event_id
    order by s.seq desc limit 1`);
  return last ? { ...last, seq: BigInt(last.seq) } : null;
}

/**
 * Rows to seal, in the order (tx, id). Below the snapshot's xmin every transaction has ended, so no row can still
 * appear before one that is sealed. Rows at or above xmax can only come from another cluster, by a logical restore;
 * they are older than any row of this one and go first.
 */
export async function listUnsealed(db: SqlRunner, last: LastSeal | null, limit: number): Promise<SealableRow[]> {
  const fresh = sql`e.tx < pg_snapshot_xmin(pg_current_snapshot())`;
  const unsealed = sql`not exists (select from audit_seal s where s.event_id = e.id)`;
  if (last && !last.txPast) {
    return db.query<SealableRow>(sql`
      select ${ROW} from audit_event e
      where (${fresh} or e.tx >= pg_snapshot_xmax(pg_current_snapshot())) and ${unsealed}
      order by ${fresh}, e.tx, e.id limit ${limit}`);
  }
  const after = last ? sql`and (e.tx, e.id) > (${last.tx}::xid8, ${last.eventId}::bigint)` : emptySql;
  return db.query<SealableRow>(sql`
    select ${ROW} from audit_event e where ${fresh} ${after} and ${unsealed} order by e.tx, e.id limit ${limit}`);
}

export async function insertSeals(
  db: SqlRunner,
  seals: readonly { seq: bigint; eventId: string; hash: Buffer }[],
): Promise<void> {
  await db.query(sql`
    insert into audit_seal (seq, event_id, hash)
    select * from unnest(${seals.map((seal) => seal.seq.toString())}::bigint[],
      ${seals.map((seal) => seal.eventId)}::bigint[], ${seals.map((seal) => seal.hash)}::bytea[])`);
}

export interface SealedRow extends SealableRow {
  seq: string;
  hash: Uint8Array;
  /** False where the seal stands and its event is gone. */
  present: boolean;
}

export async function listSealed(db: SqlRunner, afterSeq: bigint, limit: number): Promise<SealedRow[]> {
  return db.query<SealedRow>(sql`
    select s.seq::text as "seq", s.hash as "hash", e.id is not null as "present", ${ROW}
    from audit_seal s left join audit_event e on e.id = s.event_id
    where s.seq > ${afterSeq.toString()}::bigint order by s.seq limit ${limit}`);
}

export interface AuditScan {
  /** The last id looked at; null at the end of the table. */
  upTo: string | null;
  /** The seal before which a row without a seal stands, though everything up to the last seal was sealed. */
  intruderBefore: string | null;
}

/** Looks at the next rows by id for one that was put in behind the chainer's back. */
export async function scanForIntruder(
  db: SqlRunner,
  last: LastSeal,
  afterId: string,
  limit: number,
): Promise<AuditScan> {
  const [scan] = await db.query<AuditScan>(sql`
    with page as (select id, tx from audit_event where id > ${afterId}::bigint order by id limit ${limit}),
    intruder as (
      select p.tx, p.id from page p
      where (p.tx, p.id) < (${last.tx}::xid8, ${last.eventId}::bigint)
        and not exists (select from audit_seal s where s.event_id = p.id)
      order by p.tx, p.id limit 1)
    select (select max(id) from page)::text as "upTo",
           (select s.seq from intruder i, audit_event e join audit_seal s on s.event_id = e.id
            where (e.tx, e.id) > (i.tx, i.id) order by e.tx, e.id limit 1)::text as "intruderBefore"`);
  return scan ?? { upTo: null, intruderBefore: null };
}

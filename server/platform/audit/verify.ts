import type { SqlRunner } from '../db/db.ts';
import { GENESIS, sealHash } from './seal.ts';
import { findLastSeal, listSealed, type SealedRow, scanForIntruder } from './store.ts';

const BATCH = 1_000;

/** The newest seal: noted outside the database, it also shows later that the end of the chain was cut off. */
export interface AuditHead {
  seq: string;
  /** Hexadecimal. */
  hash: string;
}

export type AuditVerdict =
  | { ok: true; head: AuditHead | null }
  /** The first place where the chain does not hold: a row altered, taken away (or its seal), or put in before it. */
  | { ok: false; seq: string; fault: 'altered' | 'deleted' | 'inserted' };

/** Recomputes the whole chain; `noted` is a head written down earlier that must still be in it. */
export async function verifyAudit(db: SqlRunner, noted?: AuditHead): Promise<AuditVerdict> {
  const chain = await verifyChain(db, noted);
  if (!chain.ok) return chain;
  const intruderBefore = await findIntruder(db);
  return intruderBefore === null ? chain : { ok: false, seq: intruderBefore, fault: 'inserted' };
}

async function verifyChain(db: SqlRunner, noted: AuditHead | undefined): Promise<AuditVerdict> {
  let seq = 0n;
  let hash: Uint8Array = GENESIS;
  for (;;) {
    const rows = await listSealed(db, seq, BATCH);
    for (const row of rows) {
      seq += 1n;
      const fault = faultOf(row, seq, hash);
      if (fault) return { ok: false, seq: seq.toString(), fault };
      if (noted?.seq === row.seq && noted.hash !== hex(row.hash)) return { ok: false, seq: row.seq, fault: 'altered' };
      hash = row.hash;
    }
    if (rows.length < BATCH) break;
  }
  if (noted && BigInt(noted.seq) > seq) return { ok: false, seq: (seq + 1n).toString(), fault: 'deleted' };
  return { ok: true, head: seq === 0n ? null : { seq: seq.toString(), hash: hex(hash) } };
}

async function findIntruder(db: SqlRunner): Promise<string | null> {
  const last = await findLastSeal(db);
  // After a logical restore the chainer first takes in the rows of the old cluster; until then order says nothing.
  if (!last?.txPast) return null;
  for (let afterId: string | null = '0'; afterId !== null; ) {
    const scan = await scanForIntruder(db, last, afterId, BATCH);
    if (scan.intruderBefore !== null) return scan.intruderBefore;
    afterId = scan.upTo;
  }
  return null;
}

function faultOf(row: SealedRow, expected: bigint, previous: Uint8Array): 'altered' | 'deleted' | null {
  if (BigInt(row.seq) !== expected || !row.present) return 'deleted';
  return sealHash(previous, row).equals(row.hash) ? null : 'altered';
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

import { createHash } from 'node:crypto';

/** An audit row with every value as PostgreSQL's own text, so that its bytes are the same wherever they are read. */
export interface SealableRow {
  id: string;
  tx: string;
  atMs: string;
  event: string;
  actorId: string | null;
  subjectId: string | null;
  data: string;
  requestId: string | null;
}

/** What the first seal is chained to. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** sha256(previous hash || canonical bytes of the row); a JSON array leaves no two rows with the same bytes. */
export function sealHash(previous: Uint8Array, row: SealableRow): Buffer {
  const canonical = JSON.stringify([
    row.id,
    row.tx,
    row.atMs,
    row.event,
    row.actorId,
    row.subjectId,
    row.data,
    row.requestId,
  ]);
  return createHash('sha256').update(previous).update(canonical, 'utf8').digest();
}

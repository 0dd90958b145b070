import { ADVISORY_LOCKS } from '../db/advisory-locks.ts';
import type { Db, SqlTx } from '../db/db.ts';
import { sql } from '../db/db.ts';
import type { Logger } from '../logger.ts';
import { GENESIS, sealHash } from './seal.ts';
import { findLastSeal, insertSeals, listUnsealed } from './store.ts';

const SEAL_EVERY_MS = 1_000;
const BATCH = 1_000;

export interface AuditChainer {
  /** Seals every row that can be sealed now; how many it sealed, 0 also when another server is at it. */
  sealNow(): Promise<number>;
  /** Seals every second until disposed of. Every server may: one at a time has the lock. */
  start(): void;
  dispose(): Promise<void>;
}

export function createAuditChainer(options: { db: Db; logger: Logger; batch?: number }): AuditChainer {
  const { db, logger, batch = BATCH } = options;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let disposed = false;

  async function sealNow(): Promise<number> {
    let sealed = 0;
    for (;;) {
      const count = await db.sqlTransaction((tx) => sealBatch(tx, batch));
      sealed += count;
      if (count < batch) return sealed;
    }
  }

  function schedule(): void {
    if (disposed) return;
    timer = setTimeout(() => {
      running = sealNow()
        .catch((error: unknown) => logger.error({ err: error }, 'audit rows could not be sealed'))
        .finally(schedule);
    }, SEAL_EVERY_MS);
  }

  return {
    sealNow,
    start() {
      if (timer === null) schedule();
    },
    async dispose() {
      disposed = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}

async function sealBatch(tx: SqlTx, limit: number): Promise<number> {
  const [lock] = await tx.query<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.auditChainer}) as held`,
  );
  if (!lock?.held) return 0;
  const last = await findLastSeal(tx);
  const rows = await listUnsealed(tx, last, limit);
  if (rows.length === 0) return 0;
  let seq = last?.seq ?? 0n;
  let hash: Uint8Array = last?.hash ?? GENESIS;
  const seals = rows.map((row) => {
    seq += 1n;
    const next = sealHash(hash, row);
    hash = next;
    return { seq, eventId: row.id, hash: next };
  });
  await insertSeals(tx, seals);
  return rows.length;
}

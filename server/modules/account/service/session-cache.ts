import { gatherReads } from '../../../platform/gather.ts';
import type { SessionRecord } from '../store.ts';
import type { AccountDeps } from './deps.ts';
import { findRecords, type Proof } from './proof.ts';

// Without a hint a revocation is seen within this time.
const CACHE_MS = 2_000;
const MOST_CACHED = 20_000;
// In a rush everybody is new: one query a person would take the database's time from the seats.
const GATHER = { atOnce: 2, most: 200 };

export interface SessionCache {
  /** What stands behind a proof; its times are not judged. */
  read(proof: Proof): Promise<SessionRecord | null>;
  evict(match: (record: SessionRecord) => boolean): void;
}

/** Sessions kept for two seconds while the bus is up, and not at all while a revocation could not arrive. */
export function createSessionCache({ db, bus }: Pick<AccountDeps, 'db' | 'bus'>): SessionCache {
  const kept = new Map<string, { record: SessionRecord; readAt: number }>();
  const find = gatherReads<Proof, SessionRecord | null>({
    ...GATHER,
    async read(proofs) {
      const records = await findRecords(db, proofs);
      return proofs.map(({ hash }) => records.get(hash.toString('hex')) ?? null);
    },
  });
  // Raised by every revocation, so that a read begun before it is not kept after it.
  let epoch = 0;

  function keep(key: string, entry: { record: SessionRecord; readAt: number }): void {
    const oldest = kept.size >= MOST_CACHED ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, entry);
  }

  return {
    async read(proof) {
      const key = proof.hash.toString('hex');
      const found = kept.get(key);
      if (found && bus.state === 'up' && performance.now() - found.readAt < CACHE_MS) return found.record;
      kept.delete(key);
      const begun = { epoch, readAt: performance.now() };
      const record = await find(proof);
      if (record && begun.epoch === epoch && bus.state === 'up') keep(key, { record, readAt: begun.readAt });
      return record;
    },
    evict(match) {
      epoch++;
      for (const [key, { record }] of kept) if (match(record)) kept.delete(key);
    },
  };
}

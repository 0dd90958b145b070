import type { Viewer } from '../../../graphql/context.ts';
import { CommitUnknownError, type SqlTx } from '../../../platform/db/db.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { lockPeople } from '../claim-store.ts';
import type { LabDeps } from '../deps.ts';
import { IdempotencyKeyReusedError } from '../errors.ts';
import { inputHash } from '../input.ts';
import { findKeptAct, type KeptAct, keepAct } from '../release-store.ts';

/** A request that is done once, whatever its repetitions (LAB-08). */
export interface Act {
  accountId: string;
  key: string;
  act: string;
  inputHash: Buffer;
}

export function actOf(viewer: Viewer, act: string, key: string, ...input: readonly string[]): Act {
  return { accountId: viewer.account.id, key, act, inputHash: inputHash(...input) };
}

type Outcome = KeptAct['outcome'];

/** Runs an act in one transaction under the person's lock; a repeated key is answered from what was kept. */
export function createKeptActs({
  db,
  clock,
}: LabDeps): (act: Act, work: (tx: SqlTx) => Promise<Outcome>) => Promise<Outcome> {
  async function run(act: Act, work: (tx: SqlTx) => Promise<Outcome>): Promise<Outcome> {
    return await retrying(() =>
      db.sqlTransaction(async (tx) => {
        await lockPeople(tx, [act.accountId]);
        const kept = await findKeptAct(tx, act);
        if (kept && !kept.same) throw new IdempotencyKeyReusedError();
        if (kept) return kept.outcome;
        const outcome = await work(tx);
        await keepAct(tx, { ...act, outcome, now: clock.now() });
        return outcome;
      }),
    );
  }
  return async (act, work) => {
    try {
      return await run(act, work);
    } catch (error) {
      // The same key again finds what was kept, or does it now (FLT-09).
      if (error instanceof CommitUnknownError) return await run(act, work);
      throw error;
    }
  };
}

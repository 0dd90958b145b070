import { BusyError } from '../../platform/errors.ts';

interface Waiting<C, O> {
  claim: C;
  resolve(outcome: O): void;
  reject(error: unknown): void;
}

interface Options<C, O> {
  /** Runs a group in one transaction, outcomes in the order of the claims. */
  run(group: readonly C[]): Promise<O[]>;
  /** True when the fault may lie with one claim of the group, so that the others deserve to run without it. */
  mayBeOneClaim(error: unknown): boolean;
  /** True when the fault is an absence that the next group would meet as well. */
  isOutage(error: unknown): boolean;
  /** No two claims with the same answer go in one group. */
  exclusive(claim: C): string;
  /** Past this many waiting, a claim is refused politely at once (RSH-01). */
  maxWaiting: number;
  maxGroup: number;
}

// A connection that breaks at once says nothing of the next; one that was waited for in vain does.
const OUTAGE_AFTER_MS = 1_000;

export interface ClaimLane<C, O> {
  claim(claim: C): Promise<O>;
}

/**
 * One lane of claims. While one group is with the database, those that arrive wait and leave together in the next:
 * a hot row's lock is held through the flush of the log, so many seats a statement share one flush. A single claim
 * leaves at once. There is no timer.
 */
export function createClaimLane<C, O>(options: Options<C, O>): ClaimLane<C, O> {
  let line: Waiting<C, O>[] = [];
  let busy = false;

  /** The next group in order of arrival; a second claim of the same person waits for the group after. */
  function nextGroup(): Waiting<C, O>[] {
    const group: Waiting<C, O>[] = [];
    const rest: Waiting<C, O>[] = [];
    const seen = new Set<string>();
    for (const waiting of line) {
      const owner = options.exclusive(waiting.claim);
      if (group.length < options.maxGroup && !seen.has(owner)) group.push(waiting);
      else rest.push(waiting);
      seen.add(owner);
    }
    line = rest;
    return group;
  }

  async function runGroup(group: Waiting<C, O>[]): Promise<void> {
    const started = performance.now();
    try {
      const outcomes = await options.run(group.map((waiting) => waiting.claim));
      group.forEach((waiting, index) => {
        waiting.resolve(outcomes[index] as O);
      });
    } catch (error) {
      if (group.length > 1 && options.mayBeOneClaim(error)) {
        // One bad claim must not fail the others: each by itself, in the same order.
        for (const waiting of group) await runGroup([waiting]);
        return;
      }
      const gone = options.isOutage(error) && performance.now() - started > OUTAGE_AFTER_MS;
      // Those in line have waited as long already: they are told, rather than made to wait once more (FLT-08).
      for (const waiting of gone ? [...group, ...line.splice(0)] : group) waiting.reject(error);
    }
  }

  async function drain(): Promise<void> {
    busy = true;
    while (line.length > 0) await runGroup(nextGroup());
    busy = false;
  }

  return {
    claim(claim) {
      if (line.length >= options.maxWaiting) return Promise.reject(new BusyError(2));
      return new Promise<O>((resolve, reject) => {
        line.push({ claim, resolve, reject });
        if (!busy) void drain();
      });
    },
  };
}

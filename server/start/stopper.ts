import { setTimeout as sleep } from 'node:timers/promises';

/** Ends one part of the process; `hurry` is true once the person has asked twice. */
type Step = (hurry: boolean) => Promise<unknown>;

export interface Stopper {
  /** Aborted when stopping begins. */
  signal: AbortSignal;
  /** What is added last ends first; past `limitMs` the next one is ended without waiting. */
  add(step: Step, limitMs?: number): void;
  /** Throws when stopping has begun, so that a start that was interrupted goes no further. */
  check(): void;
  /** A first call lets what is running finish; a second no longer waits for it. */
  stop(): void;
  /** Something broke: says why and ends the process with code 1. */
  fail(reason: string): void;
  /** Resolves with the exit code once `starting` is over, stop() or fail() was called, and every part has ended. */
  run(starting: Promise<void>, explain: (error: unknown) => string): Promise<number>;
}

export function createStopper(sayFault: (text: string) => void): Stopper {
  const steps: { step: Step; limitMs: number }[] = [];
  const begun = new AbortController();
  const hurry = new AbortController();
  let exitCode = 0;

  function fail(reason: string): void {
    exitCode = 1;
    sayFault(reason);
    begun.abort();
  }

  async function endAll(): Promise<void> {
    for (let part = steps.pop(); part; part = steps.pop()) {
      const { step, limitMs } = part;
      const done = step(hurry.signal.aborted).catch((error: unknown) => {
        exitCode = 1;
        sayFault(`L’arresto non è stato pulito: ${String(error)}`);
      });
      await Promise.race([
        done,
        sleep(limitMs, undefined, { ref: false }),
        ...(limitMs < NO_LIMIT_MS ? [aborted(hurry.signal)] : []),
      ]);
    }
  }

  return {
    signal: begun.signal,
    add: (step, limitMs = NO_LIMIT_MS) => void steps.push({ step, limitMs }),
    check: () => begun.signal.throwIfAborted(),
    stop: () => (begun.signal.aborted ? hurry : begun).abort(),
    fail,
    async run(starting, explain) {
      const started = starting.catch((error: unknown) => {
        if (!begun.signal.aborted) fail(explain(error));
      });
      await aborted(begun.signal);
      await Promise.race([started, aborted(hurry.signal)]);
      await endAll();
      return exitCode;
    },
  };
}

/** A step without a limit of its own is waited for, whatever happens. */
const NO_LIMIT_MS = 2 ** 31 - 1;

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

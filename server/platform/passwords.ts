import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import { BusyError } from './errors.ts';

export interface Passwords {
  /**
   * Reserves a place in the queue for an act that will check or set a password, before the act counts anything.
   * Throws BusyError when every place is taken, so that a rush is refused at once instead of piling up (DEC-22).
   */
  admit<T>(act: () => Promise<T>): Promise<T>;
  hash(password: string): Promise<string>;
  /** With null as the stored hash it works as long and answers false: unknown accounts take their time (SEC-012). */
  verify(stored: string | null, password: string): Promise<boolean>;
  readonly load: Readonly<{ admitted: number; hashing: number; hashed: number }>;
}

export interface PasswordOptions {
  /** Hashes made at once. */
  concurrency: number;
  /** Acts that may wait beyond those being served. */
  queue: number;
}

/** OWASP's floor for argon2id (SEC-010). */
const ARGON2 = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
// For the estimate of when a place will be free.
const USUAL_HASH_MS = 50;

/** One form for the same characters typed on different keyboards (SEC-002); nothing else is changed (SEC-006). */
function canonical(password: string): string {
  return password.normalize('NFC');
}

export function createPasswords(options: PasswordOptions): Passwords {
  const places = options.concurrency + options.queue;
  const load = { admitted: 0, hashing: 0, hashed: 0 };
  const waiting: (() => void)[] = [];
  const dummy = argon2.hash(randomBytes(16), ARGON2);

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (load.hashing >= options.concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    else load.hashing++;
    try {
      return await work();
    } finally {
      load.hashed++;
      const next = waiting.shift();
      if (next) next();
      else load.hashing--;
    }
  }

  return {
    load,
    async admit(act) {
      if (load.admitted >= places) {
        throw new BusyError(Math.max(1, Math.ceil((load.admitted * USUAL_HASH_MS) / options.concurrency / 1000)));
      }
      load.admitted++;
      try {
        return await act();
      } finally {
        load.admitted--;
      }
    },
    hash: (password) => inTurn(() => argon2.hash(canonical(password), ARGON2)),
    verify: (stored, password) =>
      inTurn(async () => {
        const same = await argon2.verify(stored ?? (await dummy), canonical(password));
        return stored !== null && same;
      }),
  };
}

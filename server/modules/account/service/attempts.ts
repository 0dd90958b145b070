import { retrying } from '../../../platform/db/db-errors.ts';
import { networkOf } from '../../../platform/network.ts';
import { deviceNameOf } from '../device.ts';
import { LockedError, type LockScope } from '../errors.ts';
import type { SignInInput } from '../input.ts';
import { type Counter, decideAdmission, secondsUntil } from '../rules.ts';
import { type Credentials, findCredentials } from '../store.ts';
import { countAttempt, findNetworkLock, lockCounters } from '../throttle-store.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import { throttleKeys } from './throttle-keys.ts';

export interface Attempt {
  input: SignInInput;
  origin: SignInOrigin;
  credentials: Credentials | null;
  keys: { identifier: Buffer; account: Buffer; network: Buffer };
  /** What a right password forgets (POL-605). */
  forgotten: readonly Buffer[];
}

/** The counters as this attempt left them, whether or not an account stands behind the identifier. */
export interface Claim {
  /** False: answer like a wrong password, whatever the password. */
  mayCheck: boolean;
  identifier: Counter;
  account: Counter;
}

export interface Attempts {
  /** `device`: what the cookie of the device holds. */
  prepare(input: SignInInput, origin: SignInOrigin, device: string | null): Promise<Attempt>;
  /** Counts the attempt, or refuses it: whatever runs in parallel, six are admitted and no more (SEC-022). */
  claim(attempt: Attempt): Promise<Claim>;
  locked(scope: LockScope, until: Date, origin: SignInOrigin): LockedError;
  identifierKey(identifier: string): Buffer;
}

const NONE: Counter = { wrongPasswords: 0, lockedUntil: null };

/** What happens to an attempt before its password is looked at. */
export function createAttempts({ db, clock, serverKey, logger }: AccountDeps): Attempts {
  const identifierKey = (identifier: string): Buffer => throttleKeys.identifier(serverKey, identifier);

  const accountKey = (input: SignInInput, credentials: Credentials | null): Buffer =>
    credentials
      ? throttleKeys.account(serverKey, credentials.accountId)
      : throttleKeys.nobody(serverKey, input.identifier);

  function locked(scope: LockScope, until: Date, origin: SignInOrigin): LockedError {
    logger.info({ requestId: origin.requestId, scope }, 'a sign-in met a lock');
    return new LockedError(scope, until, secondsUntil(until, clock.now()));
  }

  return {
    identifierKey,
    locked,
    // Existing or not, an attempt reads and writes the same rows (SEC-012).
    async prepare(input, origin, device) {
      const network = throttleKeys.network(serverKey, networkOf(origin.clientAddress));
      const [networkLock, credentials] = await Promise.all([
        findNetworkLock(db, network, clock.now()),
        findCredentials(db, input.identifier),
      ]);
      if (networkLock) throw locked('NETWORK', networkLock, origin);
      const own = deviceNameOf(serverKey, credentials?.accountId ?? '', device);
      const identifier = own ? throttleKeys.deviceIdentifier(serverKey, own) : identifierKey(input.identifier);
      const account = own ? throttleKeys.deviceAccount(serverKey, own) : accountKey(input, credentials);
      // What strangers tried elsewhere still counts there.
      const others = own ? [] : (credentials?.identifiers ?? []).map(identifierKey);
      const keys = { identifier, account, network };
      return { input, origin, credentials, keys, forgotten: [account, identifier, ...others] };
    },
    claim: ({ keys, origin }) =>
      retrying(() =>
        db.sqlTransaction(async (tx) => {
          const now = clock.now();
          const [identifier = null, account = null] = await lockCounters(tx, [keys.identifier, keys.account], now);
          const admission = decideAdmission({ identifier, account }, now);
          if (admission.kind === 'LOCKED') throw locked('IDENTIFIER', admission.until, origin);
          const mayCheck = admission.kind === 'CHECK';
          const counted = mayCheck ? [keys.identifier, keys.account] : [keys.identifier];
          const counters = await countAttempt(tx, counted, now);
          return { mayCheck, identifier: counters[0] ?? NONE, account: counters[1] ?? NONE };
        }),
      ),
  };
}

export { networkOf };

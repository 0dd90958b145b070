import { type AuditEntry, recordAudit } from '../../../platform/audit/audit.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { newId } from '../../../platform/ids.ts';
import { addJob } from '../../../platform/jobs/jobs.ts';
import { AccountRevokedError, WrongCredentialsError } from '../errors.ts';
import { parseSignIn } from '../input.ts';
import { isLocked, passwordAt } from '../rules.ts';
import { holdAccount } from '../second-factor-store.ts';
import type { Credentials } from '../store.ts';
import { countNetworkFailure, deleteCounters } from '../throttle-store.ts';
import { type Attempt, type Claim, createAttempts } from './attempts.ts';
import type { AccountDeps, RawSignIn, SignedIn, SignInOrigin } from './deps.ts';
import type { Opening } from './opening.ts';
import type { SecondSteps } from './second-step.ts';

/** Signing in with a password: attempts are counted before anything is hashed (DEC-07). */
export function createSignIn(
  deps: AccountDeps,
  opening: Opening,
  secondSteps: SecondSteps,
): (raw: RawSignIn, origin: SignInOrigin) => Promise<SignedIn> {
  const { db, clock, bus, passwords, logger } = deps;
  const attempts = createAttempts(deps);

  /**
   * null when the account changed while the password was checked. Whether there is a second factor is asked while the
   * account is held: one that is added at this moment is seen, or ends the session that is opened here.
   */
  async function succeed(attempt: Attempt, credentials: Credentials, passwordHash: string): Promise<SignedIn | null> {
    const { input, origin, forgotten } = attempt;
    const { accountId, grants } = credentials;
    const { remember } = input;
    const done = await retrying(() =>
      db.sqlTransaction(async (tx) => {
        const at = clock.now();
        if (!(await holdAccount(tx, accountId, passwordHash))) return null;
        await deleteCounters(tx, forgotten);
        const step = await secondSteps.begin(tx, { accountId, passwordHash, remember, origin, at });
        if (step) return { step };
        const entrance = { accountId, passwordHash, grants, remember, secondFactor: null, origin, at };
        return { opened: await opening.open(tx, entrance) };
      }),
    );
    if (done?.step) throw await secondSteps.refusal(done.step);
    return done?.opened ? await opening.enter(done.opened) : null;
  }

  async function fail(attempt: Attempt, claimed: Claim): Promise<void> {
    const { credentials, origin, keys } = attempt;
    const at = clock.now();
    const who = { actorId: null, subjectId: credentials?.accountId ?? null, at, requestId: origin.requestId };
    const reason = reasonOf(credentials, claimed);
    const entries: AuditEntry[] = [{ event: 'account.signInFailed', data: { reason }, ...who }];
    const { lockedUntil } = claimed.account;
    if (lockedUntil) entries.push({ event: 'account.locked', data: { until: lockedUntil.toISOString() }, ...who });
    await db.sqlTransaction(async (tx) => {
      await countNetworkFailure(tx, keys.network, at);
      await recordAudit(tx, entries);
      if (!lockedUntil) return;
      const accountId = credentials?.accountId ?? null;
      const lock = { actId: newId(), accountId, at: at.toISOString(), until: lockedUntil.toISOString() };
      await addJob(tx, 'account.tellLock', lock);
      if (accountId) tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
    });
    logger.info({ requestId: origin.requestId, accountId: who.subjectId, reason }, 'a sign-in was refused');
  }

  /** The right password of a revoked account: it is told so, and nothing is counted against it. */
  async function refuseRevoked(attempt: Attempt, accountId: string, revokedAt: Date): Promise<Error> {
    const { origin, forgotten } = attempt;
    const who = { actorId: accountId, subjectId: accountId, at: clock.now(), requestId: origin.requestId };
    await retrying(() =>
      db.sqlTransaction(async (tx) => {
        await deleteCounters(tx, forgotten);
        await recordAudit(tx, { event: 'account.signInFailed', data: { reason: 'REVOKED' }, ...who });
      }),
    );
    return new AccountRevokedError(revokedAt);
  }

  async function attemptSignIn(attempt: Attempt): Promise<SignedIn> {
    const claimed = await attempts.claim(attempt);
    const { credentials } = attempt;
    const opens = credentials?.active || credentials?.revokedAt;
    const stored = claimed.mayCheck && opens ? passwordAt(credentials, clock.now()) : null;
    const right = await passwords.verify(stored, attempt.input.password);
    if (right && credentials?.revokedAt)
      throw await refuseRevoked(attempt, credentials.accountId, credentials.revokedAt);
    if (right && credentials && stored) {
      const signedIn = await succeed(attempt, credentials, stored);
      if (signedIn) return signedIn;
    }
    await fail(attempt, claimed);
    const { lockedUntil } = claimed.identifier;
    if (isLocked(lockedUntil, clock.now())) throw attempts.locked('IDENTIFIER', lockedUntil, attempt.origin);
    throw new WrongCredentialsError();
  }

  return async (raw, origin) => {
    const input = parseSignIn(raw);
    return passwords.admit(async () => attemptSignIn(await attempts.prepare(input, origin, raw.device ?? null)));
  };
}

function reasonOf(credentials: Credentials | null, claimed: Claim): 'UNKNOWN' | 'PASSWORD' | 'DISABLED' | 'LOCKED' {
  if (!credentials) return 'UNKNOWN';
  if (!credentials.active && !credentials.revokedAt) return 'DISABLED';
  return claimed.mayCheck ? 'PASSWORD' : 'LOCKED';
}

import type { Viewer } from '../../../graphql/context.ts';
import { type AuditEntry, recordAudit } from '../../../platform/audit/audit.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { UnauthenticatedError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { addJob } from '../../../platform/jobs/jobs.ts';
import { WrongPasswordError } from '../own-errors.ts';
import { countNetworkFailure, deleteCounters, findNetworkLock } from '../throttle-store.ts';
import { type Attempt, type Claim, createAttempts } from './attempts.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';

/** Answers the hash that was verified. */
export type ProvePassword = (viewer: Viewer, password: string, origin: SignInOrigin) => Promise<string>;

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    /** Of somebody who is signed in. */
    'account.passwordRefused': { loginSessionId: string };
  }
}

/**
 * Asks again for the password of whoever is signed in, under the same counters as a sign-in: a stolen session gives no
 * more guesses than none (SEC-005). Throws WrongPasswordError and LockedError; call it inside `passwords.admit`.
 */
export function createPasswordProof(deps: AccountDeps): ProvePassword {
  const { db, clock, bus, passwords } = deps;
  const attempts = createAttempts(deps);

  async function refuse(viewer: Viewer, attempt: Attempt, { account, identifier }: Claim): Promise<never> {
    const { origin, keys } = attempt;
    const accountId = viewer.account.id;
    const at = clock.now();
    const who = { actorId: accountId, subjectId: accountId, at, requestId: origin.requestId };
    const until = account.lockedUntil;
    const { loginSessionId } = viewer;
    const entries: AuditEntry[] = [{ event: 'account.passwordRefused', data: { loginSessionId }, ...who }];
    if (until) entries.push({ event: 'account.locked', data: { until: until.toISOString() }, ...who, actorId: null });
    await db.sqlTransaction(async (tx) => {
      await countNetworkFailure(tx, keys.network, at);
      await recordAudit(tx, entries);
      if (until) {
        const lock = { actId: newId(), accountId, at: at.toISOString(), until: until.toISOString() };
        await addJob(tx, 'account.tellLock', lock);
      }
      tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
    });
    const locked = until ?? identifier.lockedUntil;
    throw locked ? attempts.locked('IDENTIFIER', locked, origin) : new WrongPasswordError();
  }

  return async (viewer, password, origin) => {
    const input = { identifier: viewer.account.username, password, remember: false };
    const attempt = await attempts.prepare(input, origin, null);
    const { credentials, keys } = attempt;
    if (credentials?.accountId !== viewer.account.id || !credentials.active || credentials.passwordHash === null) {
      throw new UnauthenticatedError('the account changed');
    }
    const claimed = await attempts.claim(attempt);
    if (!claimed.mayCheck) {
      // Locked through another of its names.
      const until = await findNetworkLock(db, keys.account, clock.now());
      throw until ? attempts.locked('IDENTIFIER', until, origin) : new WrongPasswordError();
    }
    if (!(await passwords.verify(credentials.passwordHash, password))) return await refuse(viewer, attempt, claimed);
    // Whatever becomes of the act, the wrong passwords before this one no longer count (POL-605).
    await retrying(() => db.sqlTransaction((tx) => deleteCounters(tx, attempt.forgotten)));
    return credentials.passwordHash;
  };
}

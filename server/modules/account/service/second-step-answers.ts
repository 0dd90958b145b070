import { type AuditEntry, recordAudit } from '../../../platform/audit/audit.ts';
import { retrying } from '../../../platform/db/db-errors.ts';
import { networkOf } from '../../../platform/network.ts';
import { isLocked, secondsUntil } from '../rules.ts';
import { SecondFactorLockedError, WrongSecondFactorError } from '../second-factor-errors.ts';
import { SECOND_FACTOR, type SecondStepMethod } from '../second-factor-rules.ts';
import { countAttempt, countNetworkFailure, lockCounters } from '../throttle-store.ts';
import type { AccountDeps, SignInOrigin } from './deps.ts';
import { tellSecondFactor } from './second-factor-notice.ts';
import { throttleKeys } from './throttle-keys.ts';

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.secondFactorRefused': { method: SecondStepMethod };
    'account.secondFactorLocked': { until: string };
  }
}

export interface Answers {
  /** Counts an answer, or throws SecondFactorLockedError: of all that arrive at once, five are looked at. */
  claim(accountId: string): Promise<{ key: Buffer; lockedUntil: Date | null }>;
  /** Notes a wrong one; what to refuse it with. `until` is the lock that it closed. */
  refuse(
    wrong: { accountId: string; method: SecondStepMethod; until: Date | null },
    origin: SignInOrigin,
  ): Promise<SecondFactorLockedError | WrongSecondFactorError>;
}

/** How often an account's second step may be tried: whoever tries knows the password. */
export function createAnswers({ db, clock, serverKey, logger }: AccountDeps): Answers {
  return {
    async claim(accountId) {
      const key = throttleKeys.secondFactor(serverKey, accountId);
      return await retrying(() =>
        db.sqlTransaction(async (tx) => {
          const now = clock.now();
          const [until = null] = await lockCounters(tx, [key], now);
          if (isLocked(until, now)) throw new SecondFactorLockedError(until, secondsUntil(until, now));
          const [counter] = await countAttempt(tx, [key], now, SECOND_FACTOR.wrongAnswers);
          return { key, lockedUntil: counter?.lockedUntil ?? null };
        }),
      );
    },
    async refuse({ accountId, method, until }, origin) {
      const at = clock.now();
      const who = { actorId: null, subjectId: accountId, at, requestId: origin.requestId };
      const entries: AuditEntry[] = [{ event: 'account.secondFactorRefused', data: { method }, ...who }];
      if (until) entries.push({ event: 'account.secondFactorLocked', data: { until: until.toISOString() }, ...who });
      await db.sqlTransaction(async (tx) => {
        await countNetworkFailure(tx, throttleKeys.network(serverKey, networkOf(origin.clientAddress)), at);
        await recordAudit(tx, entries);
        if (until) await tellSecondFactor(tx, { accountId, news: 'LOCKED', userAgent: origin.userAgent, at });
      });
      logger.info({ requestId: origin.requestId, accountId, method }, 'a second factor was refused');
      return until ? new SecondFactorLockedError(until, secondsUntil(until, at)) : new WrongSecondFactorError(method);
    },
  };
}

import type { SqlTx } from '../../../platform/db/db.ts';
import type { StepAnswer } from '../second-factor-input.ts';
import { recoveryCodeMark } from '../second-factor-secrets.ts';
import { listSecondFactors, takeCode, takePasskeyUse, takePeriod } from '../second-factor-store.ts';
import type { StepRecord } from '../second-step-store.ts';
import { type AuthenticatorApps, createAuthenticatorApps } from './authenticator-app.ts';
import type { AccountDeps } from './deps.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';

/** What proves to be right, as long as nobody used it before. */
export type ShownFactor =
  | { method: 'TOTP'; factorId: string; period: number }
  | { method: 'PASSKEY'; factorId: string; signCount: number }
  | { method: 'RECOVERY_CODE'; mark: Buffer };

export interface ShownFactors {
  passkeys: Passkeys;
  apps: AuthenticatorApps;
  /** null: wrong. Nothing is used up yet. */
  read(step: StepRecord, answer: StepAnswer, now: Date): Promise<ShownFactor | null>;
  /** Uses it up; false when it had been. */
  use(tx: SqlTx, accountId: string, shown: ShownFactor, at: Date): Promise<boolean>;
}

export function createShownFactors({ db, serverKey, secondFactor, logger }: AccountDeps): ShownFactors {
  const passkeys = createPasskeys(secondFactor, { serverKey, logger });
  const apps = createAuthenticatorApps(serverKey, secondFactor.issuer);

  async function readCode(accountId: string, code: string, now: Date): Promise<ShownFactor | null> {
    for (const { id, kind } of await listSecondFactors(db, accountId)) {
      const period = kind === 'TOTP' ? await apps.periodOf(id, code, now) : null;
      if (period !== null) return { method: 'TOTP', factorId: id, period };
    }
    return null;
  }

  return {
    passkeys,
    apps,
    async read({ id, accountId }, answer, now) {
      if (answer.method === 'TOTP') return await readCode(accountId, answer.code, now);
      if (answer.method === 'RECOVERY_CODE') {
        return { method: 'RECOVERY_CODE', mark: recoveryCodeMark(serverKey, accountId, answer.code) };
      }
      const used = await passkeys.readUsed(id, answer.response, await listSecondFactors(db, accountId));
      return used && { method: 'PASSKEY', factorId: used.factor.id, signCount: used.signCount };
    },
    async use(tx, accountId, shown, at) {
      if (shown.method === 'TOTP') return await takePeriod(tx, shown.factorId, shown.period, at);
      if (shown.method === 'PASSKEY') return await takePasskeyUse(tx, shown.factorId, shown.signCount, at);
      return await takeCode(tx, accountId, shown.mark, at);
    },
  };
}

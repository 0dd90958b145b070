import { isToken, tokenHash } from '../../../platform/tokens.ts';
import { RECOVERY_CHANNELS } from '../recovery-rules.ts';
import { findByLink, findHeld } from '../recovery-store.ts';
import { toldToAsker, toldToOwner } from '../recovery-view.ts';
import type { AccountDeps } from './deps.ts';
import { createRecoveryConfirmation } from './recovery-confirm.ts';
import { createRecoveredPassword } from './recovery-password.ts';
import { createRecoveryStart } from './recovery-start.ts';
import type { RecoveryUseCases } from './recovery-use-cases.ts';
import type { Sessions } from './sessions.ts';

/** Recovery of a password by a numbered request (CHK-20..49), and of a user name. */
export function createRecovery(deps: AccountDeps, sessions: Sessions): RecoveryUseCases {
  const { db, clock, smsAvailable } = deps;
  return {
    listRecoveryChannels: () => RECOVERY_CHANNELS.filter((channel) => channel !== 'SMS' || smsAvailable),
    ...createRecoveryStart(deps),
    ...createRecoveryConfirmation(deps),
    ...createRecoveredPassword(deps, sessions),
    async findRecovery(number, held) {
      if (held === null || !isToken(held)) return null;
      const record = await findHeld(db, number, tokenHash(held));
      return record && toldToAsker(record, clock.now());
    },
    async findRecoveryByLink(link, held) {
      if (!isToken(link)) return null;
      const record = await findByLink(db, tokenHash(link), held === null ? null : tokenHash(held));
      return record && toldToOwner(record, clock.now());
    },
  };
}

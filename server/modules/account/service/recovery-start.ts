import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { addJob } from '../../../platform/jobs/jobs.ts';
import { networkOf } from '../../../platform/network.ts';
import { keyedHash, newToken, tokenHash } from '../../../platform/tokens.ts';
import { parseOwner, parseStart } from '../recovery-input.ts';
import { listByOwner } from '../recovery-mail-store.ts';
import { RECOVERY } from '../recovery-rules.ts';
import { recoveryCode, recoveryCodeHash, recoveryLink } from '../recovery-secrets.ts';
import { findHeld, findOwner, insertRecovery, lockOwner, openInstitution } from '../recovery-store.ts';
import { toldToAsker } from '../recovery-view.ts';
import type { AccountDeps } from './deps.ts';
import { auditRecovery, type RecoveryOrigin } from './recovery-origin.ts';
import type { RecoveryUseCases } from './recovery-use-cases.ts';

// People who share an address: a family, not a school.
const MOST_NAMES = 5;

type Asked = { id: string; identifier: string; browserHash: Buffer; origin: RecoveryOrigin };

/** Asking for a mail: existing or not, a name writes the same rows and one job (DEC-04). */
export function createRecoveryStart({
  db,
  clock,
  serverKey,
  proofOfWork,
}: AccountDeps): Pick<RecoveryUseCases, 'startRecovery' | 'recoverUsername'> {
  async function writeRequest(tx: SqlTx, { id, identifier, browserHash, origin }: Asked): Promise<number> {
    const at = clock.now();
    await openInstitution(tx, identifier, at);
    const accountId = await findOwner(tx, identifier);
    const ownerKey = accountId
      ? keyedHash(serverKey, 'recovery account', accountId)
      : keyedHash(serverKey, 'recovery nobody', identifier);
    await lockOwner(tx, ownerKey);
    const number = await insertRecovery(tx, {
      ...{ id, accountId, ownerKey, browserHash, at },
      networkKey: keyedHash(serverKey, 'recovery network', networkOf(origin.clientAddress)),
      linkHash: tokenHash(recoveryLink(serverKey, id)),
      codeHash: recoveryCodeHash(serverKey, id, recoveryCode(serverKey, id)),
      expiresAt: new Date(at.getTime() + RECOVERY.validMs),
    });
    const scene = { subjectId: accountId, at, origin };
    await auditRecovery(tx, { event: 'account.recoveryAsked', data: { number } }, scene);
    return number;
  }

  return {
    async startRecovery(raw, origin) {
      const { identifier } = parseStart(raw);
      await proofOfWork.spend(db, raw.securityCheck);
      const id = newId();
      const token = newToken();
      const browserHash = tokenHash(token);
      const number = await db.sqlTransaction(async (tx) => {
        const made = await writeRequest(tx, { id, identifier, browserHash, origin });
        const channel = raw.channel ?? 'MAIN_EMAIL';
        await addJob(tx, 'account.sendRecovery', { recoveryId: id, channel, locale: origin.locale });
        return made;
      });
      const record = await findHeld(db, number, browserHash);
      if (!record) throw new Error('the recovery that was just written is gone');
      return { recovery: toldToAsker(record, clock.now()), token };
    },

    async recoverUsername(raw, origin) {
      const { identifier } = parseOwner(raw);
      await proofOfWork.spend(db, raw.securityCheck);
      const accountIds = await listByOwner(db, identifier, MOST_NAMES);
      await db.sqlTransaction(async (tx) => {
        const scene = { subjectId: null, at: clock.now(), origin };
        await auditRecovery(tx, { event: 'account.usernameAsked', data: { found: accountIds.length } }, scene);
        await addJob(tx, 'account.sendUsernames', { actId: newId(), accountIds, locale: origin.locale });
      });
    },
  };
}

import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { newId } from '../../../platform/ids.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import {
  type ErasureRow,
  findErasure,
  findPersonFacts,
  insertErasure,
  type PersonFacts,
  withdrawErasure,
} from '../own-data-store.ts';
import { ErasureStandsError, NoErasureError } from '../own-errors.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';
import type { AccountDeps } from './deps.ts';

export interface ErasureUseCases {
  /** null for an institution. */
  findOwnPerson(viewer: Viewer): Promise<PersonFacts | null>;
  findOwnErasure(viewer: Viewer): Promise<ErasureRow | null>;
  /** Records the wish under a number; people decide what the law lets go (ACC-08). Throws ErasureStandsError. */
  requestErasure(viewer: Viewer, requestId: string): Promise<ErasureRow>;
  /** Throws NoErasureError. */
  withdrawErasure(viewer: Viewer, requestId: string): Promise<void>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.erasureRequested': { erasureRequestId: string };
    'account.erasureWithdrawn': { number: number };
  }
}

/** What is known of the person, and the wish that it be erased. */
export function createErasure({ db, clock, bus }: AccountDeps): ErasureUseCases {
  return {
    findOwnPerson: (viewer) => findPersonFacts(db, viewer.account.id),
    findOwnErasure: (viewer) => findErasure(db, viewer.account.id),
    async requestErasure(viewer, requestId) {
      const accountId = viewer.account.id;
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const made = await insertErasure(tx, { id: newId(), accountId, at });
        if (!made) {
          const standing = await findErasure(tx, accountId);
          throw new ErasureStandsError(standing?.number ?? 0);
        }
        const who = { actorId: accountId, subjectId: accountId, at, requestId };
        await recordAudit(tx, { event: 'account.erasureRequested', data: { erasureRequestId: made.id }, ...who });
        const owner = await findCorrespondent(tx, accountId);
        if (owner?.address) {
          const params = { number: made.number, at: at.toISOString() };
          const mail = { accountId, locale: owner.locale, recipient: owner.address, params, at };
          await queueMail(tx, { template: 'account.erasureRequested', ...mail });
        }
        tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
        return made;
      });
    },
    async withdrawErasure(viewer, requestId) {
      const accountId = viewer.account.id;
      await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const number = await withdrawErasure(tx, accountId, at);
        if (number === null) throw new NoErasureError();
        const who = { actorId: accountId, subjectId: accountId, at, requestId };
        await recordAudit(tx, { event: 'account.erasureWithdrawn', data: { number }, ...who });
        tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
      });
    },
  };
}

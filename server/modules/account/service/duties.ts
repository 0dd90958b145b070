import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { type Duty, dutiesOf } from '../duties.ts';
import { acceptNotice, findDutyFacts } from '../duties-store.ts';
import { TERMS_VERSION } from '../terms.ts';
import type { AccountDeps } from './deps.ts';

export interface DutyUseCases {
  /** What the viewer has to do, in order (ACC-01). */
  listDuties(viewer: Viewer): Promise<Duty[]>;
  /** The privacy notice as it stands now; repeated, it does nothing more. */
  acceptNotice(viewer: Viewer, version: string, requestId: string): Promise<void>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.noticeAccepted': { version: string };
  }
}

export function createDuties({ db, clock, bus }: Pick<AccountDeps, 'db' | 'clock' | 'bus'>): DutyUseCases {
  return {
    async listDuties(viewer) {
      const facts = await findDutyFacts(db, viewer.account.id);
      return facts ? dutiesOf(facts, viewer.withheldRoles.length > 0, clock.now()) : [];
    },
    async acceptNotice(viewer, version, requestId) {
      if (version !== TERMS_VERSION) {
        throw new InvalidInputError([{ path: 'version', key: 'account.input.noticeChanged' }]);
      }
      const accountId = viewer.account.id;
      await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        if (!(await acceptNotice(tx, accountId, version, at))) return;
        const who = { actorId: accountId, subjectId: accountId, at, requestId };
        await recordAudit(tx, { event: 'account.noticeAccepted', data: { version }, ...who });
        tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
      });
    },
  };
}

import { z } from 'zod';
import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db, SqlRunner, SqlTx } from '../../../platform/db/db.ts';
import type { ErasureOutcome } from '../../../platform/db/generated/client.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { eraseOwnRows, type OwnTable } from '../../../platform/own-rows.ts';
import { asPage, type Page, type PageWish, pageOf } from '../../../platform/paging.ts';
import type { Bus } from '../../../platform/pubsub/bus.ts';
import { ErasureHeldUpError, NoSuchErasureError } from '../erasure-errors.ts';
import { closeErasure, type ErasureFile, listErasures, lockOpenErasure } from '../erasure-store.ts';
import { findDataOwner } from '../own-data-store.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';
import { revokeTokensOf } from '../recovery-store.ts';
import { endSessionsOf } from '../store.ts';

export interface ErasureDecision {
  number: number;
  outcome: ErasureOutcome;
  /** Told to the person. */
  reason: string;
}

export interface ErasureOfficeUseCases {
  /** Those to decide, the oldest first, or those that are over, the newest first. Throws InvalidInputError. */
  pageOfErasures(wish: PageWish & { open: boolean }): Promise<Page<ErasureFile>>;
  /** Erases, or declines, for good. Throws InvalidInputError, NoSuchErasureError, ErasureHeldUpError. */
  decideErasure(viewer: Viewer, decision: ErasureDecision, requestId: string): Promise<ErasureFile>;
}

declare module '../../../graphql/context.ts' {
  interface Services {
    erasures: ErasureOfficeUseCases;
  }
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.erasureDecided': { number: number; outcome: string };
  }
}

export interface ErasureOfficeDeps {
  db: Db;
  clock: Clock;
  bus: Bus;
  /** Of every module. */
  tables: readonly OwnTable[];
  /** Seats in sessions to come, which others wait for: they are released before their holder is forgotten. */
  countSeatsAhead: (tx: SqlRunner, accountId: string, now: Date) => Promise<number>;
}

const reasonForm = z.string().trim().min(1).max(1_000);
const NUMBER = /^\d{1,9}$/;

/** What the office does with the wish that data be erased (ACC-08, SEC-109). */
export function createErasureOffice(deps: ErasureOfficeDeps): ErasureOfficeUseCases {
  const { db, clock, bus, tables, countSeatsAhead } = deps;

  async function tell(tx: SqlTx, file: ErasureFile, decision: ErasureDecision, at: Date): Promise<void> {
    const owner = await findCorrespondent(tx, file.accountId);
    if (!owner?.address) return;
    const { number, outcome, reason } = decision;
    const common = { locale: owner.locale, recipient: owner.address, at };
    if (outcome === 'DECLINED') {
      const mail = { template: 'account.erasureDeclined', params: { number, reason } } as const;
      await queueMail(tx, { ...mail, ...common, accountId: file.accountId });
      return;
    }
    // Of nobody: what becomes of the account's own mails must not become of this one.
    await queueMail(tx, { template: 'account.erasureDone', params: { number, reason }, ...common, accountId: null });
  }

  async function erase(tx: SqlTx, accountId: string, at: Date): Promise<void> {
    const seats = await countSeatsAhead(tx, accountId, at);
    if (seats > 0) throw new ErasureHeldUpError(seats);
    const ended = [...(await endSessionsOf(tx, accountId, at)), ...(await revokeTokensOf(tx, accountId, at))];
    await eraseOwnRows(tx, tables, await findDataOwner(tx, accountId));
    tx.afterCommit(() => {
      bus.publish('account.sessionEnded', { loginSessionIds: ended });
      bus.publish('account.changed', { accountIds: [accountId] });
    });
  }

  return {
    async pageOfErasures({ open, ...wish }) {
      const { size, after } = pageOf(wish, (key) => NUMBER.test(key));
      const place = after === null ? null : Number(after);
      const rows = await listErasures(db, { open, after: place, limit: size + 1 });
      return asPage(rows, size, ({ number }) => String(number));
    },
    async decideErasure(viewer, raw, requestId) {
      const reason = reasonForm.safeParse(raw.reason);
      if (!reason.success) throw new InvalidInputError([{ path: 'reason', key: 'erasure.input.reason' }]);
      const decision = { ...raw, reason: reason.data };
      return await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const file = await lockOpenErasure(tx, decision.number);
        if (!file) throw new NoSuchErasureError();
        const { id, accountId } = file;
        const actorId = viewer.account.id;
        if (accountId === actorId) throw new InvalidInputError([{ path: 'number', key: 'erasure.input.own' }]);
        await tell(tx, file, decision, at);
        const { outcome } = decision;
        await closeErasure(tx, { id, outcome, reason: decision.reason, by: actorId, at });
        if (outcome === 'ERASED') await erase(tx, accountId, at);
        const data = { number: file.number, outcome };
        await recordAudit(tx, { event: 'account.erasureDecided', actorId, subjectId: accountId, data, at, requestId });
        tx.afterCommit(() => bus.publish('account.noted', { accountIds: [accountId] }));
        return { ...file, handledAt: at, outcome, reason: decision.reason };
      });
    },
  };
}

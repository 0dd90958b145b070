import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { queueMail } from '../../../platform/mail/queue.ts';
import { deviceOf } from '../../../platform/user-agent.ts';
import { findCorrespondent } from '../recovery-mail-store.ts';
import type { SecondFactorNews } from '../second-factor-mails.ts';

export interface Notice {
  accountId: string;
  news: SecondFactorNews;
  /** What the factor is called. */
  name?: string;
  /** Recovery codes that still open. */
  left?: number;
  /** Of who did it; undefined where that was the operator. */
  userAgent?: string | null;
  at: Date;
}

/** Tells the owner by mail what became of the second step (ACC-05). */
export async function tellSecondFactor(tx: SqlTx, notice: Notice): Promise<void> {
  const { accountId, news, name, left, userAgent, at } = notice;
  const owner = await findCorrespondent(tx, accountId);
  if (!owner?.address) return;
  const { browser, system } = deviceOf(userAgent ?? null);
  const params = {
    actId: newId(),
    news,
    name: name ?? null,
    left: left ?? null,
    at: at.toISOString(),
    browser,
    system,
  };
  const mail = { accountId, locale: owner.locale, recipient: owner.address, params, at };
  await queueMail(tx, { template: 'account.secondFactor', ...mail });
}

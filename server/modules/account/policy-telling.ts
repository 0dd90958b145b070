import type { SqlTx } from '../../platform/db/db.ts';
import { type QueuedMail, queueMail } from '../../platform/mail/queue.ts';
import { insertNotices, type NewNotice, type Watched } from './policy-store.ts';

/** A step that an account is told of now. */
export interface Telling {
  one: Watched;
  policy: NewNotice['policy'];
  about: Date;
  step: number;
  missed: number[];
  mail: QueuedMail | null;
}

type Addressed = Pick<QueuedMail, 'accountId' | 'locale' | 'recipient' | 'at'>;

/** null: no address is known. The step counts as told all the same, or it would never be over. */
export function mailTo(one: Watched, at: Date, write: (to: Addressed) => QueuedMail): QueuedMail | null {
  const { accountId, locale, address: recipient } = one;
  return recipient === null ? null : write({ accountId, locale, recipient, at });
}

/** One mail each, for the last step that is due; those before it are passed over. */
export async function tell(tx: SqlTx, due: readonly Telling[], at: Date): Promise<void> {
  const withMail = due.flatMap(({ mail }) => (mail ? [mail] : []));
  const mailIds = await queueMail(tx, withMail);
  const idOf = new Map(withMail.map((mail, index) => [mail, mailIds[index] ?? null]));
  await insertNotices(
    tx,
    due.flatMap(({ one: { accountId }, policy, about, step, missed, mail }) => [
      { accountId, policy, about, step, mailId: mail && (idOf.get(mail) ?? null), at },
      ...missed.map((passed) => ({ accountId, policy, about, step: passed, mailId: null, at })),
    ]),
  );
}

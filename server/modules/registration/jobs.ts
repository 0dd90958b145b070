import type { Clock } from '../../platform/clock.ts';
import type { Db, SqlTx } from '../../platform/db/db.ts';
import type { JobHandlers, Sweep } from '../../platform/jobs/worker.ts';
import type { Logger } from '../../platform/logger.ts';
import { type QueuedMail, queueMail } from '../../platform/mail/queue.ts';
import { findAccountOfPerson } from '../account/service.ts';
import { findKnownPerson } from '../registry/service.ts';
import { mailboxOf } from './input.ts';
import { countWarnings, findLink, type LinkRecord, markMailed } from './link-store.ts';
import { after, judgeLink, MAIL_LIMIT } from './rules.ts';
import { deleteExpired } from './store.ts';

export const registrationSweeps: readonly Sweep[] = [
  {
    job: 'registration.deleteExpired',
    cron: '41 * * * *',
    rule: 'le registrazioni mai finite si cancellano alla loro scadenza, 7 giorni dopo l’ultimo passo',
  },
];

type Handlers = Required<Pick<JobHandlers, 'registration.mailLink' | 'registration.deleteExpired'>>;

/** What happens out of sight of who registers: here, and nowhere before, it is looked up who has an account (SEC-011). */
export function createRegistrationJobs(options: { db: Db; clock: Clock; logger: Logger }): Handlers {
  const { db, clock, logger } = options;
  return {
    'registration.mailLink': ({ linkId }) =>
      db.sqlTransaction(async (tx) => {
        const link = await findLink(tx, { id: linkId }, { lock: true });
        // Run again after it was done, over a limit, or overtaken by other data.
        if (!link?.mailed || link.mailId !== null || judgeLink(link, clock.now()).kind !== 'OPEN') return;
        const mails = await mailsFor(tx, link, clock.now());
        const [mailId] = await queueMail(tx, mails);
        if (mailId) await markMailed(tx, linkId, mailId);
      }),
    'registration.deleteExpired': async () => {
      const count = await deleteExpired(db, clock.now());
      if (count > 0) logger.info({ count }, 'expired registrations were deleted');
    },
  };
}

/** The link, or that there is an account already; that is told to the account's own mailbox too. */
async function mailsFor(tx: SqlTx, link: LinkRecord, at: Date): Promise<QueuedMail[]> {
  const { id: registrationId, fiscalCode, declared, email, locale } = link.registration;
  if (!declared || email === null) return [];
  const known = await findKnownPerson(tx, fiscalCode);
  const account = known && (await findAccountOfPerson(tx, known.personId));
  if (!account) {
    const { firstName } = declared;
    const params = { registrationId, number: link.number, firstName, until: link.expiresAt.toISOString() };
    return [{ template: 'registration.confirm', params, locale, recipient: email, accountId: null, at }];
  }
  const exists = { template: 'registration.exists', params: {}, at } as const;
  const mails: QueuedMail[] = [{ ...exists, locale, recipient: email, accountId: null }];
  const told = await countWarnings(tx, account.accountId, after(at, -MAIL_LIMIT.windowMs));
  if (account.email && mailboxOf(account.email) !== mailboxOf(email) && told < MAIL_LIMIT.perMailbox) {
    const { accountId, email: recipient } = account;
    mails.push({ ...exists, locale: account.locale, recipient, accountId });
  }
  return mails;
}

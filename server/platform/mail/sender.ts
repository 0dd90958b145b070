import type { Clock } from '../clock.ts';
import type { Db } from '../db/db.ts';
import { addJob } from '../jobs/jobs.ts';
import type { JobHandler } from '../jobs/worker.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../pubsub/bus.ts';
import { composeMessage, isMailAddress } from './message.ts';
import { GIVE_UP_AFTER_MS, type MailOutcome, outcomeOfError, type PauseAfter, pauseAfter } from './outcome.ts';
import { MAIL_PRIORITY } from './queue.ts';
import { claimTry, listWaiting, noteFailure, settle, type WaitingMail } from './store.ts';
import { renderMail } from './subjects.ts';
import type { MailDocument, MailSite, MailTemplates } from './template.ts';
import type { MailTransport } from './transport.ts';

declare module '../pubsub/bus.ts' {
  interface Topics {
    /** A mail was sent or refused; ids only. */
    'mail.settled': { mailId: string; accountId: string | null; bookingId: string | null };
  }
}

export interface SenderOptions {
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  transport: MailTransport;
  templates: MailTemplates;
  site: MailSite;
  pauseAfter?: PauseAfter;
}

// While our mail server is away, other mails are put off without asking it, so that other jobs are not held up.
const AWAY_MS = 5_000;

/** Handler of `mail.send`: every mail settles by itself, and what must wait goes into jobs of its own. */
export function createMailSender(options: SenderOptions): JobHandler<'mail.send'> {
  const { db, clock } = options;
  const pauseOf = options.pauseAfter ?? pauseAfter;
  const awayMs = Math.min(AWAY_MS, pauseOf('unreachable', 1));
  let away: { untilMs: number; error: string } | null = null;

  async function send(mail: WaitingMail): Promise<MailOutcome> {
    const outcome = await deliver(options, mail);
    away = outcome.kind === 'unreachable' ? { untilMs: performance.now() + awayMs, error: outcome.error } : null;
    const waitedMs = clock.now().getTime() - mail.createdAt.getTime();
    if (outcome.kind === 'deferred' && waitedMs > GIVE_UP_AFTER_MS) return { kind: 'refused', error: outcome.error };
    return outcome;
  }

  /** In one transaction: the try is counted and the next one exists. */
  async function putOff(mails: readonly WaitingMail[], outcome: PutOff, claimedId: string | null): Promise<void> {
    const ids = mails.map((mail) => mail.id);
    const attempts = Math.max(...mails.map((mail) => mail.attempts)) + 1;
    await db.sqlTransaction(async (tx) => {
      await noteFailure(tx, { ids, error: outcome.error, claimedId });
      const delayMs = pauseOf(outcome.kind, attempts);
      await addJob(tx, 'mail.send', { mailIds: ids }, { delayMs, priority: MAIL_PRIORITY });
    });
  }

  /** False when the mails after this one must wait too. */
  async function sendOne(mail: WaitingMail, left: readonly WaitingMail[]): Promise<boolean> {
    if (away && performance.now() < away.untilMs) {
      await putOff(left, { kind: 'unreachable', error: away.error }, null);
      return false;
    }
    if (!isMailAddress(mail.recipient)) {
      await settleMail(options, mail, { kind: 'refused', error: 'address not valid' });
      return true;
    }
    if (!(await claimTry(db, mail))) return true;
    const outcome = await send(mail);
    if (outcome.kind === 'sent' || outcome.kind === 'refused') await settleMail(options, mail, outcome);
    else await putOff(outcome.kind === 'deferred' ? [mail] : left, outcome, mail.id);
    return outcome.kind !== 'unreachable';
  }

  return async ({ mailIds }, { signal }) => {
    const mails = await listWaiting(db, mailIds);
    for (const [index, mail] of mails.entries()) {
      const left = mails.slice(index);
      if (signal.aborted) {
        await addJob(db, 'mail.send', { mailIds: left.map(({ id }) => id) }, { priority: MAIL_PRIORITY });
        return;
      }
      if (!(await sendOne(mail, left))) return;
    }
  };
}

async function deliver({ site, templates, transport, logger }: SenderOptions, mail: WaitingMail): Promise<MailOutcome> {
  const { id: mailId, locale, recipient, createdAt: at } = mail;
  let document: MailDocument;
  try {
    document = renderMail(templates, mail, { site, recipient, at });
  } catch (error) {
    // A template that this version does not know yet, or a fault of ours: a later version sends it.
    logger.error({ err: error, mailId, template: mail.template }, 'a mail could not be written');
    return { kind: 'deferred', error: 'not written' };
  }
  try {
    await transport.deliver(composeMessage({ mailId, document, locale, site, recipient, at }));
    return { kind: 'sent' };
  } catch (error) {
    const outcome = outcomeOfError(error);
    logger.warn({ mailId, outcome: outcome.kind, error: outcome.error }, 'a mail was not sent');
    return outcome;
  }
}

async function settleMail({ db, clock, bus }: SenderOptions, mail: WaitingMail, outcome: Settled): Promise<void> {
  const { id: mailId, accountId, bookingId } = mail;
  const state = outcome.kind === 'sent' ? 'SENT' : 'REFUSED';
  const error = outcome.kind === 'refused' ? outcome.error : null;
  const changed = await settle(db, { id: mailId, state, error, at: clock.now() });
  if (changed) bus.publish('mail.settled', { mailId, accountId, bookingId });
}

type Settled = Extract<MailOutcome, { kind: 'sent' | 'refused' }>;
type PutOff = Extract<MailOutcome, { kind: 'deferred' | 'unreachable' }>;

import type { Clock } from '../clock.ts';
import type { Db } from '../db/db.ts';
import { addJob } from '../jobs/jobs.ts';
import type { JobHandler } from '../jobs/worker.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../pubsub/bus.ts';
import type { SmsOutcome, SmsTransport } from './gateway.ts';
import { SMS_PRIORITY, type SmsName, type SmsTemplate, type SmsTemplates } from './queue.ts';
import { claimSms, findWaitingSms, type SmsRow, settleSms } from './store.ts';

declare module '../pubsub/bus.ts' {
  interface Topics {
    /** An SMS was sent, refused or lost sight of; ids only. */
    'sms.settled': { smsId: string; accountId: string };
  }
}

export interface SmsSenderOptions {
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  transport: SmsTransport;
  templates: SmsTemplates;
  pauseAfter?: (attempts: number) => number;
}

// An SMS that somebody waits for is asked again soon; its own end comes within the half hour.
const PAUSES_MS = [5_000, 10_000, 20_000, 40_000, 60_000];

export function smsPauseAfter(attempts: number): number {
  return PAUSES_MS[Math.min(attempts, PAUSES_MS.length) - 1] ?? 60_000;
}

/** Handler of `sms.send`. At most once: only what certainly was not taken is tried again. */
export function createSmsSender(options: SmsSenderOptions): JobHandler<'sms.send'> {
  const { db, clock, bus, logger, transport } = options;
  const pauseOf = options.pauseAfter ?? smsPauseAfter;

  async function deliver(sms: SmsRow): Promise<SmsOutcome> {
    const template = options.templates[sms.template as SmsName] as SmsTemplate<SmsName> | undefined;
    // Of a version that this one does not know: another server may.
    if (!template) return { kind: 'unavailable', error: 'not written' };
    const text = template(sms.params as never, sms.locale);
    return await transport.deliver({ id: sms.id, to: sms.recipient, text });
  }

  async function putOff(sms: SmsRow, error: string): Promise<void> {
    await db.sqlTransaction(async (tx) => {
      await settleSms(tx, { id: sms.id, state: 'WAITING', error, at: clock.now() });
      const delayMs = pauseOf(sms.attempts + 1);
      await addJob(tx, 'sms.send', { smsId: sms.id }, { delayMs, priority: SMS_PRIORITY });
    });
  }

  async function settle({ id, accountId }: SmsRow, outcome: SmsOutcome): Promise<void> {
    const state = outcome.kind === 'sent' ? 'SENT' : outcome.kind === 'refused' ? 'REFUSED' : 'UNKNOWN';
    const error = outcome.kind === 'sent' ? null : outcome.error;
    await settleSms(db, { id, state, error, at: clock.now() });
    bus.publish('sms.settled', { smsId: id, accountId });
  }

  return async ({ smsId }) => {
    const sms = await findWaitingSms(db, smsId);
    if (!sms) return;
    if (sms.expiresAt <= clock.now()) return await settle(sms, { kind: 'refused', error: 'too late' });
    if (!(await claimSms(db, sms))) return;
    const outcome = await deliver(sms);
    if (outcome.kind !== 'sent') {
      logger.warn({ smsId, outcome: outcome.kind, error: outcome.error }, 'an SMS was not sent');
    }
    if (outcome.kind === 'unavailable') await putOff(sms, outcome.error);
    else await settle(sms, outcome);
  };
}

import type { SqlRunner } from '../db/db.ts';
import type { Loc } from '../i18n.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/jobs.ts';
import { insertSms } from './store.ts';

declare module '../jobs/jobs.ts' {
  interface JobPayloads {
    'sms.send': { smsId: string };
  }
}

/** Every SMS and the facts it tells, as JSON. Modules add theirs by declaration merging, with their template. */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface SmsParams {}

export type SmsName = keyof SmsParams & string;

/** Pure: the same row always makes the same text. Secrets are derived here, so that none rests in a row (DEC-21). */
export type SmsTemplate<Name extends SmsName> = (params: SmsParams[Name], locale: Loc) => string;
export type SmsTemplates = { [Name in SmsName]: SmsTemplate<Name> };

interface Queued {
  template: string;
  params: unknown;
  locale: Loc;
  /** E.164: +39 and the digits. */
  recipient: string;
  accountId: string;
  at: Date;
  /** After this instant it helps nobody, and is no longer sent. */
  expiresAt: Date;
}

interface QueuedOf<Name extends SmsName> extends Queued {
  template: Name;
  params: SmsParams[Name];
}

export type QueuedSms = { [Name in SmsName]: QueuedOf<Name> }[SmsName];

// Somebody looks at the telephone and waits: before mails.
export const SMS_PRIORITY = 5;

/** Writes an SMS in the transaction of its act, with the job that sends it; its id. */
export async function queueSms(tx: SqlRunner, sms: QueuedSms): Promise<string> {
  const queued: Queued = sms;
  const id = newId();
  await insertSms(tx, { ...queued, id });
  await addJob(tx, 'sms.send', { smsId: id }, { priority: SMS_PRIORITY });
  return id;
}

import addressparser from 'nodemailer/lib/addressparser';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/db.ts';
import type { JobHandlers } from '../jobs/worker.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../pubsub/bus.ts';
import { createForgottenSweep } from './forgotten.ts';
import type { PauseAfter } from './outcome.ts';
import { createMailSender } from './sender.ts';
import type { MailSite, MailTemplates } from './template.ts';
import { createMailboxTransport, createSmtpTransport } from './transport.ts';

export interface MailerOptions {
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  /** null: mails stay in the development mailbox. */
  smtp: { url: string } | null;
  site: MailSite;
  templates: MailTemplates;
  pauseAfter?: PauseAfter;
}

export interface Mailer {
  handlers: Required<Pick<JobHandlers, 'mail.send' | 'mail.findForgotten'>>;
  dispose(): Promise<void>;
}

/** Sends what `queueMail` wrote; its handlers go to the worker of jobs. */
export function createMailer({ smtp, ...options }: MailerOptions): Mailer {
  const transport = smtp ? createSmtpTransport(smtp.url) : createMailboxTransport(options);
  return {
    handlers: {
      'mail.send': createMailSender({ ...options, transport }),
      'mail.findForgotten': createForgottenSweep(options),
    },
    dispose: () => transport.dispose(),
  };
}

interface SiteConfig {
  office: { name: string; shortName: string };
  siteUrl: string;
  /** «Nome <nome@dominio>» or an address alone. */
  mailFrom: string;
}

export function mailSiteOf({ office, siteUrl, mailFrom }: SiteConfig): MailSite {
  const [parsed] = addressparser(mailFrom, { flatten: true });
  if (!parsed?.address) throw new Error('the sender of mails is not an address');
  const sender = { name: parsed.name || office.shortName, address: parsed.address };
  return { office: { name: office.name, shortName: office.shortName }, siteUrl, sender };
}

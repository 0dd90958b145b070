// Every job there is: a server's worker runs them, and the command line runs those of every so often.
import type { Config } from './config.ts';
import { accountSweeps, createAccountJobs } from './modules/account/jobs.ts';
import { createAccountMails } from './modules/account/mails.ts';
import { createAccountSms } from './modules/account/sms.ts';
import { createLabJobs, labSweeps } from './modules/lab/jobs.ts';
import { labMails } from './modules/lab/mails.ts';
import { createRegistrationJobs, registrationSweeps } from './modules/registration/jobs.ts';
import { registrationMails } from './modules/registration/mails.ts';
import { auditSweeps, createAuditDigest } from './platform/audit/digest.ts';
import type { Clock } from './platform/clock.ts';
import type { Db } from './platform/db/db.ts';
import type { JobHandlers, Sweep } from './platform/jobs/worker.ts';
import type { Logger } from './platform/logger.ts';
import { mailSweeps } from './platform/mail/forgotten.ts';
import { createMailer, mailSiteOf } from './platform/mail/mailer.ts';
import type { MailTemplates } from './platform/mail/template.ts';
import type { Bus } from './platform/pubsub/bus.ts';
import { createSms, smsRoute } from './platform/sms/sms.ts';

export interface JobParts {
  config: Config;
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
}

export interface Jobs {
  handlers: JobHandlers;
  dispose(): Promise<void>;
}

export const sweeps: readonly Sweep[] = [
  ...mailSweeps,
  ...auditSweeps,
  ...accountSweeps,
  ...registrationSweeps,
  ...labSweeps,
];

export function createJobs({ config, db, clock, bus, logger }: JobParts): Jobs {
  const templates = mailTemplates(config.serverKey);
  const texts = createAccountSms(config.serverKey, config.office.shortName);
  const mailer = createMailer({ db, clock, bus, logger, smtp: config.smtp, site: mailSiteOf(config), templates });
  return {
    handlers: {
      ...mailer.handlers,
      ...createAuditDigest({ db, logger }),
      ...createSms({ config, db, clock, bus, logger, templates: texts }),
      ...createAccountJobs({
        ...{ db, clock, bus, logger, policies: config.policies },
        smsAvailable: smsRoute(config) !== 'NONE',
      }),
      ...createRegistrationJobs({ db, clock, logger }),
      ...createLabJobs({ db, clock }),
    },
    dispose: () => mailer.dispose(),
  };
}

export function mailTemplates(serverKey: Buffer): MailTemplates {
  return { ...labMails, ...createAccountMails(serverKey), ...registrationMails(serverKey) };
}

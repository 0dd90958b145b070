import type { Clock } from '../clock.ts';
import type { Db } from '../db/db.ts';
import { addJob } from '../jobs/jobs.ts';
import type { JobHandler, Sweep } from '../jobs/worker.ts';
import type { Logger } from '../logger.ts';
import { MAIL_PRIORITY } from './queue.ts';
import { listForgotten } from './store.ts';

declare module '../jobs/jobs.ts' {
  interface JobPayloads {
    'mail.findForgotten': Record<string, never>;
  }
}

export const mailSweeps: readonly Sweep[] = [
  {
    job: 'mail.findForgotten',
    cron: '17 * * * *',
    rule: 'le mail che aspettano da più di 15 minuti senza un lavoro che le spedisca ne ricevono uno',
  },
];

const FORGOTTEN_AFTER_MS = 15 * 60_000;
const AT_ONCE = 500;

/**
 * Gives a job to mails that wait without one: theirs was given up, or the database was restored without its jobs.
 * The row, not the job, says what is owed.
 */
export function createForgottenSweep(options: {
  db: Db;
  clock: Clock;
  logger: Logger;
}): JobHandler<'mail.findForgotten'> {
  const { db, clock, logger } = options;
  return async () => {
    const before = new Date(clock.now().getTime() - FORGOTTEN_AFTER_MS);
    const mailIds = await listForgotten(db, before, AT_ONCE);
    if (mailIds.length === 0) return;
    logger.warn({ count: mailIds.length }, 'mails waited without a job');
    await addJob(db, 'mail.send', { mailIds }, { priority: MAIL_PRIORITY });
  };
}

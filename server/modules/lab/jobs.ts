import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { JobHandlers, Sweep } from '../../platform/jobs/worker.ts';
import { deleteKeptActs } from './release-store.ts';
import { KEPT_ACTS_MS } from './rules.ts';

declare module '../../platform/jobs/jobs.ts' {
  interface JobPayloads {
    'lab.forgetActs': Record<string, never>;
  }
}

export const labSweeps: readonly Sweep[] = [
  {
    job: 'lab.forgetActs',
    cron: '53 * * * *',
    rule: 'le risposte tenute per le richieste ripetute si cancellano dopo 7 giorni',
  },
];

/** What is due without anybody asking. */
export function createLabJobs({ db, clock }: { db: Db; clock: Clock }): Required<Pick<JobHandlers, 'lab.forgetActs'>> {
  return {
    'lab.forgetActs': () => deleteKeptActs(db, new Date(clock.now().getTime() - KEPT_ACTS_MS)),
  };
}

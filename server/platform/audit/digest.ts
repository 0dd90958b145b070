import type { SqlRunner } from '../db/db.ts';
import type { JobHandlers, Sweep } from '../jobs/worker.ts';
import type { Logger } from '../logger.ts';
import { findLastSeal } from './store.ts';

declare module '../jobs/jobs.ts' {
  interface JobPayloads {
    'audit.noteHead': Record<string, never>;
  }
}

/** Just after midnight, in UTC. */
export const auditSweeps: readonly Sweep[] = [
  { job: 'audit.noteHead', cron: '5 0 * * *', rule: 'annota nel log l’ultimo sigillo del registro; non cambia righe' },
];

/**
 * The daily digest: the newest seal goes into the log, outside the database, where it later shows whether the end of
 * the chain was cut off (`verifyAudit` with a noted head).
 */
export function createAuditDigest({ db, logger }: { db: SqlRunner; logger: Logger }): JobHandlers {
  return {
    async 'audit.noteHead'() {
      const last = await findLastSeal(db);
      if (!last) return;
      const head = { seq: last.seq.toString(), hash: Buffer.from(last.hash).toString('hex') };
      logger.info({ auditHead: head }, 'daily digest of the audit chain');
    },
  };
}

import type { SqlTx } from '../../platform/db/db.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { JobHandlers, Sweep } from '../../platform/jobs/worker.ts';
import type { Logger } from '../../platform/logger.ts';
import { type QueuedMail, queueMail } from '../../platform/mail/queue.ts';
import { queueSms } from '../../platform/sms/queue.ts';
import { countSms } from '../../platform/sms/store.ts';
import { e164 } from './contact-rules.ts';
import { findValidatedMobile, lockNumber } from './contact-store.ts';
import { forgetErasureMails } from './erasure-store.ts';
import { createPolicyJobs, type PolicyDeps, policySweeps } from './policy-jobs.ts';
import {
  type Correspondent,
  countMails,
  findCorrespondent,
  silence,
  takeUnhandled,
  type UnhandledRecovery,
  wasQueued,
} from './recovery-mail-store.ts';
import { RECOVERY_LIMITS, type RecoveryChannel } from './recovery-rules.ts';
import { addressKey } from './recovery-secrets.ts';
import { lockOwner, sweepRecoveries } from './recovery-store.ts';
import { SECOND_FACTOR } from './second-factor-rules.ts';
import { sweepSecondFactors } from './second-factor-store.ts';
import { sweepThrottle } from './throttle-store.ts';

declare module '../../platform/jobs/jobs.ts' {
  interface JobPayloads {
    /** Added for every request, and does nothing for those of nobody (DEC-21). */
    'account.sendRecovery': { recoveryId: string; channel: RecoveryChannel; locale: Loc };
    'account.sendUsernames': { actId: string; accountIds: string[]; locale: Loc };
    /** Of a name that is nobody's the account is null. */
    'account.tellLock': { actId: string; accountId: string | null; at: string; until: string };
    'account.forgetRecoveries': Record<string, never>;
    'account.forgetAttempts': Record<string, never>;
    'account.forgetErasureMails': Record<string, never>;
    'account.forgetSecondSteps': Record<string, never>;
  }
}

export const accountSweeps: readonly Sweep[] = [
  ...policySweeps,
  {
    job: 'account.forgetRecoveries',
    cron: '23 2 * * *',
    rule: 'le richieste di recupero si cancellano dopo 30 giorni',
  },
  {
    job: 'account.forgetAttempts',
    cron: '* * * * *',
    rule: 'i tentativi di accesso si cancellano dopo 15 minuti, quando non bloccano più nessuno',
  },
  {
    job: 'account.forgetErasureMails',
    cron: '41 * * * *',
    rule: 'l’ultimo messaggio di chi è stato cancellato si cancella dopo l’invio',
  },
  {
    job: 'account.forgetSecondSteps',
    cron: '29 2 * * *',
    rule: 'i secondi passaggi e i modi di verifica che nessuno ha completato si cancellano dopo 24 ore',
  },
];

type AccountJob =
  | 'account.sendRecovery'
  | 'account.sendUsernames'
  | 'account.tellLock'
  | 'account.forgetRecoveries'
  | 'account.forgetAttempts'
  | 'account.forgetErasureMails'
  | 'account.forgetSecondSteps'
  | 'account.expirePasswords'
  | 'account.revokeUnused';

const COUNTED = ['account.recovery', 'account.recoveryAtMinistry', 'account.usernames'] as const;

interface JobDeps extends PolicyDeps {
  logger: Logger;
  smsAvailable: boolean;
}

/** What follows the acts of accounts, after their answer: whatever depends on who exists happens here, unseen. */
export function createAccountJobs(deps: JobDeps): Required<Pick<JobHandlers, AccountJob>> {
  const { db, clock, logger, smsAvailable } = deps;
  return {
    ...createPolicyJobs(deps),
    'account.sendRecovery': ({ recoveryId, channel, locale }) =>
      db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const recovery = await takeUnhandled(tx, recoveryId, at);
        if (!recovery?.accountId || recovery.expiresAt <= at) return;
        const to = await findCorrespondent(tx, recovery.accountId, channel === 'SMS' ? 'MAIN_EMAIL' : channel);
        // An institution has one mailbox, whatever was chosen (DEC-17); the ministry's accounts are told by mail alone.
        if (channel === 'SMS' && to?.kind === 'PERSON' && !to.ministry) {
          if (!smsAvailable || !(await sendRecoverySms(tx, to, recovery, at))) await silence(tx, recoveryId);
          return;
        }
        if (!to?.address) {
          logger.info({ accountId: recovery.accountId }, 'a recovery has no address to go to');
          await silence(tx, recoveryId);
          return;
        }
        if (to.ministry) {
          // Without a link: only the security officer gives it another password.
          const params = { recoveryId, number: recovery.number, username: to.username };
          await queueWithinLimit(tx, to, { template: 'account.recoveryAtMinistry', params, locale }, at);
          return;
        }
        const params = {
          ...{ recoveryId, number: recovery.number, username: to.username },
          askedAt: recovery.createdAt.toISOString(),
          until: recovery.expiresAt.toISOString(),
        };
        const sent = await queueWithinLimit(tx, to, { template: 'account.recovery', params, locale }, at);
        if (!sent) await silence(tx, recoveryId);
      }),

    'account.sendUsernames': ({ actId, accountIds, locale }) =>
      db.sqlTransaction(async (tx) => {
        const at = clock.now();
        for (const accountId of accountIds) {
          const to = await findCorrespondent(tx, accountId);
          if (!to?.address || (await wasQueued(tx, 'account.usernames', accountId, actId))) continue;
          const params = { actId, username: to.username };
          await queueWithinLimit(tx, to, { template: 'account.usernames', params, locale }, at);
        }
      }),

    'account.tellLock': ({ actId, accountId, at: lockedAt, until }) =>
      db.sqlTransaction(async (tx) => {
        const to = accountId === null ? null : await findCorrespondent(tx, accountId);
        if (!to?.address || (await wasQueued(tx, 'account.locked', to.accountId, actId))) return;
        const { accountId: ownerId, address: recipient, locale, username } = to;
        const params = { actId, username, at: lockedAt, until };
        await queueMail(tx, {
          template: 'account.locked',
          ...{ params, locale, recipient, accountId: ownerId, at: clock.now() },
        });
      }),

    'account.forgetRecoveries': () => sweepRecoveries(db, clock.now()),
    'account.forgetAttempts': () => sweepThrottle(db, clock.now()),

    'account.forgetErasureMails': () => forgetErasureMails(db),
    'account.forgetSecondSteps': () => sweepSecondFactors(db, new Date(clock.now().getTime() - SECOND_FACTOR.keptMs)),
  };
}

type RecoveryMail = Extract<QueuedMail, { template: (typeof COUNTED)[number] }>;
type Written = RecoveryMail extends infer Mail
  ? Mail extends RecoveryMail
    ? Pick<Mail, 'template' | 'params' | 'locale'>
    : never
  : never;

/** False when the address got as many as it may in an hour, whichever accounts they were asked for (SEC-015). */
async function queueWithinLimit(tx: SqlTx, to: Correspondent, mail: Written, at: Date): Promise<boolean> {
  const { address: recipient, accountId } = to;
  if (recipient === null) return false;
  await lockOwner(tx, addressKey(recipient));
  const since = new Date(at.getTime() - RECOVERY_LIMITS.windowMs);
  if ((await countMails(tx, recipient, COUNTED, since)) >= RECOVERY_LIMITS.mailsAnAddress) return false;
  await queueMail(tx, { ...mail, recipient, accountId, at } as RecoveryMail);
  return true;
}

/** False when there is no validated number, or it got as many codes as it may in an hour. */
async function sendRecoverySms(tx: SqlTx, to: Correspondent, asked: UnhandledRecovery, at: Date): Promise<boolean> {
  const { accountId, locale } = to;
  const mobile = await findValidatedMobile(tx, accountId);
  if (mobile === null) return false;
  const recipient = e164(mobile);
  await lockNumber(tx, recipient);
  const since = new Date(at.getTime() - RECOVERY_LIMITS.windowMs);
  if ((await countSms(tx, recipient, ['account.recoveryCode'], since)) >= RECOVERY_LIMITS.smsANumber) return false;
  const { id: recoveryId, number, expiresAt } = asked;
  const params = { recoveryId, number, until: expiresAt.toISOString() };
  await queueSms(tx, { template: 'account.recoveryCode', params, accountId, locale, recipient, at, expiresAt });
  return true;
}

import { createHash } from 'node:crypto';
import { recordAudit } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, SqlTx } from '../../platform/db/db.ts';
import type { JobHandlers, JobRun, Sweep } from '../../platform/jobs/worker.ts';
import { queueMail } from '../../platform/mail/queue.ts';
import type { Bus } from '../../platform/pubsub/bus.ts';
import {
  clearPasswordEnds,
  revokeAccount,
  setPasswordEnds,
  takeAbsent,
  takeExpiring,
  takeWithoutEnd,
  type Watched,
} from './policy-store.ts';
import { mailTo, type Telling, tell } from './policy-telling.ts';
import { revokeTokensOf } from './recovery-store.ts';
import { endSessionsOf } from './store.ts';
import {
  dueStep,
  PASSWORD_EXPIRY,
  type PasswordExpiryPolicy,
  passwordEnd,
  REVOCATION,
  type RevocationPolicy,
  revocationDay,
  revocationPlan,
  sameDay,
  type TimePolicies,
} from './time-rules.ts';

declare module '../../platform/jobs/jobs.ts' {
  interface JobPayloads {
    'account.expirePasswords': Record<string, never>;
    'account.revokeUnused': Record<string, never>;
  }
}

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.revoked': { lastAccessAt: string; sessionsEnded: number; accessTokensRevoked: number };
  }
}

export const policySweeps: readonly Sweep[] = [
  {
    job: 'account.expirePasswords',
    cron: '*/10 * * * *',
    rule: 'con PASSWORD_EXPIRY_DAYS ogni password riceve la sua scadenza, annunciata 30, 14, 7 e 1 giorni prima; senza, le scadenze si tolgono',
  },
  {
    job: 'account.revokeUnused',
    cron: '5,15,25,35,45,55 * * * *',
    rule: 'dopo REVOCATION_MONTHS mesi senza accessi un account si revoca, con un avviso 3 mesi, 1 mese e mezzo mese prima',
  },
];

/** In one transaction. */
const PORTION = 100;
/** Mails and revocations of one run: what is more waits for the next, so that nothing happens to everybody at once. */
export const MOST_A_RUN = 500;

const DAY_MS = 24 * 60 * 60_000;

export interface PolicyDeps {
  db: Db;
  clock: Clock;
  bus: Bus;
  policies: TimePolicies;
}

type PolicyJob = 'account.expirePasswords' | 'account.revokeUnused';

/** What time does to accounts. Each run does what is due, however long none ran, and tells nobody twice. */
export function createPolicyJobs(deps: PolicyDeps): Required<Pick<JobHandlers, PolicyJob>> {
  const { db, policies } = deps;
  return {
    'account.expirePasswords': async (_payload, run) => {
      const policy = policies.passwordExpiry;
      if (!policy) {
        let count = PORTION;
        while (count === PORTION && !run.signal.aborted) count = await clearPasswordEnds(db, PORTION);
        return;
      }
      await giveEnds(deps, policy, run);
      await inPortions(run, (after, most) => db.sqlTransaction((tx) => announceEnds(tx, deps, { after, most })));
    },
    'account.revokeUnused': async (_payload, run) => {
      const policy = policies.revocation;
      if (!policy) return;
      await inPortions(run, (after, most) => db.sqlTransaction((tx) => watchAbsent(tx, deps, policy, { after, most })));
    },
  };
}

interface Portion {
  after: string | null;
  most: number;
}

interface Done {
  /** null: there are no more. */
  last: string | null;
  acts: number;
}

async function inPortions(
  { signal }: JobRun,
  work: (after: string | null, most: number) => Promise<Done>,
): Promise<void> {
  let after: string | null = null;
  let acts = 0;
  while (acts < MOST_A_RUN && !signal.aborted) {
    const done: Done = await work(after, Math.min(PORTION, MOST_A_RUN - acts));
    if (done.last === null) return;
    acts += done.acts;
    after = done.last;
  }
}

async function giveEnds({ db, clock }: PolicyDeps, policy: PasswordExpiryPolicy, { signal }: JobRun): Promise<void> {
  let found = PORTION;
  while (found === PORTION && !signal.aborted) {
    found = await db.sqlTransaction(async (tx) => {
      const now = clock.now();
      const ageing = await takeWithoutEnd(tx, PORTION);
      const ends = ageing.map(({ accountId, passwordSetAt }) => ({
        accountId,
        at: passwordEnd(passwordSetAt, shareOf(accountId), policy, now),
      }));
      if (ends.length > 0) await setPasswordEnds(tx, ends);
      return ends.length;
    });
  }
}

/** A number from 0 up to 1 that is the account's own, evenly spread. */
export function shareOf(accountId: string): number {
  return createHash('sha256').update(accountId).digest().readUInt32BE() / 2 ** 32;
}

async function announceEnds(tx: SqlTx, { clock }: PolicyDeps, portion: Portion): Promise<Done> {
  const now = clock.now();
  const until = new Date(now.getTime() + PASSWORD_EXPIRY.firstNoticeMs);
  const expiring = await takeExpiring(tx, { from: now, until }, portion);
  const due: Telling[] = [];
  for (const one of expiring) {
    const about = one.passwordExpiresAt;
    if (about === null) continue;
    const days = PASSWORD_EXPIRY.steps;
    const told = one.told.map(({ step }) => days.indexOf(step as (typeof days)[number]));
    const found = dueStep(
      days.map((day) => new Date(about.getTime() - day * DAY_MS)),
      told,
      now,
    );
    if (!found) continue;
    const left = Math.ceil((about.getTime() - now.getTime()) / DAY_MS);
    const mail = mailTo(one, now, (to) => ({
      ...{
        template: 'account.passwordExpiring',
        params: { username: one.username, until: about.toISOString(), days: left },
      },
      ...to,
    }));
    const [step = 0, ...missed] = [found.step, ...found.missed].map((index) => days[index] ?? 0);
    due.push({ one, policy: 'PASSWORD_EXPIRY', about, step, missed, mail });
  }
  await tell(tx, due, now);
  return { last: expiring.at(-1)?.accountId ?? null, acts: due.length };
}

async function watchAbsent(
  tx: SqlTx,
  { clock, bus }: PolicyDeps,
  policy: RevocationPolicy,
  portion: Portion,
): Promise<Done> {
  const now = clock.now();
  // No month is shorter: whoever is due is among these.
  const before = new Date(now.getTime() - (policy.months - 3) * 28 * DAY_MS);
  const absent = await takeAbsent(tx, before, portion);
  const due: Telling[] = [];
  const over: Watched[] = [];
  for (const one of absent) {
    // Never on the day on which the password ends: people took the one for the other (DEC-11, NFR-04).
    if (one.passwordExpiresAt && sameDay(one.passwordExpiresAt, now)) continue;
    const plan = revocationPlan(one.lastAccessAt, policy);
    const found = dueStep(
      plan.steps,
      one.told.map(({ step }) => step - 1),
      now,
    );
    const final = one.told.find(({ step }) => step === REVOCATION.stepsBefore.length);
    if (found) {
      const until = revocationDay(plan, found.step === REVOCATION.stepsBefore.length - 1 ? now : null);
      const params = {
        username: one.username,
        lastAccessAt: one.lastAccessAt.toISOString(),
        until: until.toISOString(),
      };
      const mail = mailTo(one, now, (to) => ({ template: 'account.revocationNear', params, ...to }));
      const missed = found.missed.map((step) => step + 1);
      due.push({ one, policy: 'REVOCATION', about: one.lastAccessAt, step: found.step + 1, missed, mail });
    } else if (final && revocationDay(plan, final.at) <= now) over.push(one);
  }
  await tell(tx, due, now);
  for (const one of over) await revoke(tx, one, now, bus);
  return { last: absent.at(-1)?.accountId ?? null, acts: due.length + over.length };
}

async function revoke(tx: SqlTx, one: Watched, at: Date, bus: Bus): Promise<void> {
  const { accountId, lastAccessAt, username } = one;
  if (!(await revokeAccount(tx, one, at))) return;
  const ended = await endSessionsOf(tx, accountId, at);
  const tokens = await revokeTokensOf(tx, accountId, at);
  const facts = { sessionsEnded: ended.length, accessTokensRevoked: tokens.length };
  const data = { lastAccessAt: lastAccessAt.toISOString(), ...facts };
  await recordAudit(tx, { event: 'account.revoked', actorId: null, subjectId: accountId, data, at, requestId: null });
  const params = { username, at: at.toISOString(), lastAccessAt: lastAccessAt.toISOString() };
  const mail = mailTo(one, at, (to) => ({ template: 'account.revoked', params, ...to }));
  if (mail) await queueMail(tx, mail);
  tx.afterCommit(() => {
    bus.publish('account.sessionEnded', { loginSessionIds: [...ended, ...tokens] });
    bus.publish('account.changed', { accountIds: [accountId] });
  });
}

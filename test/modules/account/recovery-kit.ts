// Recovering by the public door: what the page sends, and what the mailbox gets.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import PostalMime from 'postal-mime';
import { createAccountJobs } from '#server/modules/account/jobs.ts';
import { createAccountMails } from '#server/modules/account/mails.ts';
import { RECOVERY_COOKIE } from '#server/modules/account/recovery-rules.ts';
import { recoveryCode, recoveryLink } from '#server/modules/account/recovery-secrets.ts';
import { sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMailer, mailSiteOf } from '#server/platform/mail/mailer.ts';
import type { MailTemplates } from '#server/platform/mail/template.ts';
import type { TestApp } from '#test/kit/api.ts';

export const NEW_PASSWORD = 'tre gatti sul tetto, uno dorme';

const SEEN = 'number subject state expiresAt attemptsLeft grantUntil endedAt newerNumber';
const START = `mutation ($input: StartRecoveryInput!) { startRecovery(input: $input) {
  __typename
  ... on RecoveryStarted { recovery { ${SEEN} } }
  ... on Error { message }
  ... on InvalidInputError { issues { path message } }
} }`;
const CODE = `mutation ($input: RecoveryCodeInput!) { confirmRecoveryCode(input: $input) {
  __typename
  ... on RecoveryConfirmed { recovery { ${SEEN} } }
  ... on Error { message }
  ... on WrongRecoveryCodeError { attemptsLeft }
  ... on RecoveryOverError { reason newerNumber }
} }`;
const LINK = `mutation ($token: String!) { confirmRecoveryLink(token: $token) {
  __typename
  ... on RecoveryConfirmed { recovery { ${SEEN} } }
  ... on Error { message }
  ... on RecoveryOverError { reason newerNumber }
} }`;
const CHOOSE = `mutation ($password: String!) { chooseRecoveredPassword(password: $password) {
  __typename
  ... on PasswordRecovered { number }
  ... on Error { message }
  ... on InvalidInputError { issues { path message } }
} }`;
const USERNAME = `mutation ($input: RecoverUsernameInput!) { recoverUsername(input: $input) {
  __typename ... on UsernameAsked { ok } ... on Error { message }
} }`;

export interface Seen {
  number: number;
  subject: string;
  state: string;
  expiresAt: string;
  attemptsLeft: number;
  grantUntil: string | null;
  endedAt: string | null;
  newerNumber: number | null;
}

export interface Outcome {
  __typename: string;
  message?: string;
  recovery?: Seen;
  attemptsLeft?: number;
  reason?: string;
  newerNumber?: number | null;
  issues?: { path: string; message: string }[];
}

export interface MailSeen {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Asked {
  number: number;
  seen: Seen;
  /** Of the browser that asked; the code and the link as only the mail says them. */
  cookie: string;
  code: string;
  link: string;
}

interface Sent {
  outcome: Outcome;
  /** What the browser holds from now on; null when no cookie came. */
  cookie: string | null;
  headers: Headers;
}

export function recoveryBench(test: TestApp) {
  const { db, clock, bus, config } = test.app;
  const logger = createLogger('silent');
  const jobs = createAccountJobs({ db, clock, bus, logger, policies: config.policies, smsAvailable: true });
  const templates = createAccountMails(config.serverKey) as MailTemplates;
  const mailer = createMailer({ db, clock, bus, logger, smtp: null, site: mailSiteOf(config), templates });

  async function proof(): Promise<string> {
    const { securityCheck } = await test.ask<{ securityCheck: { challenge: string } }>(
      '{ securityCheck { challenge } }',
    );
    const challenge = JSON.parse(securityCheck.challenge);
    return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
  }

  async function send(document: string, variables: object, cookie: string | null, more = {}): Promise<Sent> {
    const { data, errors, headers } = await test.send<Record<string, Outcome>>(document, variables, {
      cookie,
      headers: more,
    });
    if (!data) throw new Error(`the operation failed: ${JSON.stringify(errors)}`);
    const set = headers.getSetCookie().find((line) => line.startsWith(`${RECOVERY_COOKIE}=`));
    return { outcome: Object.values(data)[0]!, cookie: set?.split(';')[0] ?? null, headers };
  }

  const bench = {
    proof,
    async start(identifier: string, more: { channel?: string; cookie?: string; headers?: object } = {}): Promise<Sent> {
      const input = { identifier, securityCheck: await proof(), ...(more.channel ? { channel: more.channel } : {}) };
      return await send(START, { input }, more.cookie ?? null, more.headers);
    },
    startWith: (input: object) => send(START, { input }, null),
    /** Asks, and reads the row for what the mail will say. */
    async ask(identifier: string): Promise<Asked> {
      const { outcome, cookie } = await bench.start(identifier);
      const seen = outcome.recovery!;
      const [row] = await db.query<{ id: string }>(sql`select id from recovery_request where number = ${seen.number}`);
      return {
        ...{ number: seen.number, seen, cookie: cookie! },
        code: recoveryCode(config.serverKey, row!.id),
        link: recoveryLink(config.serverKey, row!.id),
      };
    },
    code: (number: number, code: string, cookie: string | null) => send(CODE, { input: { number, code } }, cookie),
    link: (token: string, cookie: string | null = null) => send(LINK, { token }, cookie),
    choose: (password: string, cookie: string | null) => send(CHOOSE, { password }, cookie),
    async username(identifier: string): Promise<Outcome> {
      const input = { identifier, securityCheck: await proof() };
      return (await send(USERNAME, { input }, null)).outcome;
    },
    async seen(number: number, cookie: string | null): Promise<Seen | null> {
      const query = `query ($number: Int!) { recovery(number: $number) { ${SEEN} } }`;
      return (await test.ask<{ recovery: Seen | null }>(query, { number }, cookie)).recovery;
    },
    async seenByLink(token: string, cookie: string | null = null): Promise<Seen | null> {
      const query = `query ($token: String!) { recoveryByLink(token: $token) { ${SEEN} } }`;
      return (await test.ask<{ recoveryByLink: Seen | null }>(query, { token }, cookie)).recoveryByLink;
    },
    /** Does the jobs of accounts that wait, then sends the mails, and answers those that this made. */
    async post(): Promise<MailSeen[]> {
      const [last] = await db.query<{ id: string }>(sql`select coalesce(max(id), 0)::text as id from dev_message`);
      const taken = await db.query<{ task: keyof typeof jobs; payload: never }>(sql`
        select t.identifier as task, j.payload from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier like 'account.%' order by j.id`);
      await db.query(sql`
        delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
        where t.id = j.task_id and t.identifier like 'account.%'`);
      for (const { task, payload } of taken)
        await jobs[task](payload, { attempt: 1, signal: new AbortController().signal });
      const waiting = await db.query<{ id: string }>(sql`
        select id from mail where state = 'WAITING' and template like 'account.%' order by created_at, id`);
      const mailIds = waiting.map(({ id }) => id);
      await mailer.handlers['mail.send']({ mailIds }, { attempt: 1, signal: new AbortController().signal });
      const messages = await db.query<{ raw: Buffer | string }>(sql`
        select raw from dev_message where id > ${last!.id}::bigint order by id`);
      return await Promise.all(messages.map(({ raw }) => readMail(raw)));
    },
    dispose: () => mailer.dispose(),
  };
  return bench;
}

export type RecoveryBench = ReturnType<typeof recoveryBench>;

async function readMail(raw: Buffer | string): Promise<MailSeen> {
  const { to, subject = '', text = '', html = '' } = await PostalMime.parse(raw);
  return { to: to?.[0]?.address ?? '', subject, text, html };
}

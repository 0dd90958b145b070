// Registering by the public door: what a browser sends and keeps, and what the mailbox gets.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import PostalMime from 'postal-mime';
import { TERMS_VERSION } from '#server/modules/account/terms.ts';
import { createRegistrationJobs } from '#server/modules/registration/jobs.ts';
import { registrationMails } from '#server/modules/registration/mails.ts';
import { REGISTRATION_COOKIE } from '#server/modules/registration/rules.ts';
import { composeFiscalCode } from '#server/modules/registry/fiscal-code.ts';
import { type Db, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMailer, mailSiteOf } from '#server/platform/mail/mailer.ts';
import type { MailTemplates } from '#server/platform/mail/template.ts';
import type { TestApp } from '#test/kit/api.ts';

export const PASSWORD = 'tre gatti sul tetto, uno dorme';

/** Not a word of it may be different for one person than for another (SEC-011). */
const STATE = `step fiscalCode expiresAt
  data { firstName lastName bornOn sex email birthPlace { code name kind province } }
  mail { delivery linkExpiresAt resendAt }`;
const REFUSAL = '... on Error { message } ... on InvalidInputError { issues { path message } }';
const START = `mutation ($input: StartRegistrationInput!) { startRegistration(input: $input) {
  __typename ... on StartRegistrationSuccess { registration { ${STATE} } } ${REFUSAL} } }`;
const SAVE = `mutation ($input: RegistrationDataInput!) { saveRegistrationData(input: $input) {
  __typename ... on SaveRegistrationDataSuccess { registration { ${STATE} } } ${REFUSAL} } }`;
const CONFIRM = `mutation { confirmRegistrationData {
  __typename ... on ConfirmRegistrationDataSuccess { registration { ${STATE} } } ... on Error { message }
  ... on RegistrationIncompleteError { step } } }`;
const RESEND = `mutation ($token: String) { resendRegistrationMail(token: $token) {
  __typename ... on Error { message } ... on ResendTooSoonError { retryAfter availableAt } } }`;
const OPEN = `mutation ($token: String!) { openRegistrationLink(token: $token) {
  __typename ... on OpenRegistrationLinkSuccess { firstName lastName email username differing expiresAt }
  ... on Error { message } ... on RegistrationLinkExpiredError { expiredAt } ... on ComparisonLimitError { retryAfter } } }`;
const CORRECT = `mutation ($token: String!) { correctRegistration(token: $token) { __typename ... on Error { message } } }`;
const COMPLETE = `mutation ($input: CompleteRegistrationInput!) { completeRegistration(input: $input) {
  __typename ... on CompleteRegistrationSuccess { username } ${REFUSAL} ... on DataDifferError { fields } } }`;

export interface Outcome {
  __typename: string;
  message?: string;
  issues?: { path: string; message: string }[];
  registration?: State | null;
  username?: string;
  differing?: string[];
  fields?: string[];
  step?: string;
  retryAfter?: number;
  expiredAt?: string;
  firstName?: string;
  email?: string;
}

export interface State {
  step: string;
  fiscalCode: string;
  expiresAt: string;
  data: Record<string, unknown> | null;
  mail: { delivery: string; linkExpiresAt: string; resendAt: string } | null;
}

export interface Data {
  firstName: string;
  lastName: string;
  bornOn: string;
  birthplaceCode: string;
  sex: 'F' | 'M';
  email: string;
  emailAgain: string;
  consent: boolean;
  termsVersion: string;
}

let counter = 0;

/** Somebody plainly made up, each with a codice fiscale of her own. */
export function somebody(more: Partial<Data> = {}): { fiscalCode: string; data: Data } {
  const n = counter++;
  const bornOn = new Date(Date.UTC(1960, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
  const email = more.email ?? `prova.${process.pid}.${n}@posta.example`;
  const data: Data = {
    ...{ firstName: 'Prova', lastName: 'Esempio', bornOn, birthplaceCode: 'A944', sex: 'F' },
    ...{ email, emailAgain: email, consent: true, termsVersion: TERMS_VERSION },
    ...more,
  };
  return { fiscalCode: composeFiscalCode(data), data };
}

export interface MailSeen {
  to: string;
  subject: string;
  text: string;
  raw: string;
  /** Of the link that it carries. */
  token: string | null;
}

export interface Sent {
  outcome: Outcome;
  /** What the browser holds from now on. */
  cookie: string | null;
  body: string;
}

export function registrationBench(test: TestApp) {
  const { db, clock, bus, config } = test.app;
  const logger = createLogger('silent');
  const jobs = createRegistrationJobs({ db, clock, logger });
  const templates = registrationMails(config.serverKey) as MailTemplates;
  const mailer = createMailer({ db, clock, bus, logger, smtp: null, site: mailSiteOf(config), templates });

  async function proof(): Promise<string> {
    const { securityCheck } = await test.ask<{ securityCheck: { challenge: string } }>(
      '{ securityCheck { challenge } }',
    );
    const challenge = JSON.parse(securityCheck.challenge);
    return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
  }

  async function send(document: string, variables: object, cookie: string | null, headers = {}): Promise<Sent> {
    const answer = await test.send<Record<string, Outcome>>(document, variables, { cookie, headers });
    if (!answer.data) throw new Error(`the operation failed: ${JSON.stringify(answer.errors)}`);
    const set = answer.headers.getSetCookie().find((line) => line.startsWith(`${REGISTRATION_COOKIE}=`));
    return {
      outcome: Object.values(answer.data)[0]!,
      cookie: set?.split(';')[0] ?? cookie,
      body: JSON.stringify(answer.data),
    };
  }

  const bench = {
    proof,
    async start(fiscalCode: string, cookie: string | null = null, more: object = {}, headers = {}): Promise<Sent> {
      const input = { fiscalCode, termsVersion: TERMS_VERSION, proof: await proof(), ...more };
      return await send(START, { input }, cookie, headers);
    },
    save: (data: Data, cookie: string | null) => send(SAVE, { input: data }, cookie),
    confirm: (cookie: string | null, headers = {}) => send(CONFIRM, {}, cookie, headers),
    resend: (cookie: string | null, token: string | null = null) => send(RESEND, { token }, cookie),
    open: async (token: string): Promise<Outcome> => (await send(OPEN, { token }, null)).outcome,
    correct: (token: string) => send(CORRECT, { token }, null),
    async complete(token: string, password = PASSWORD, acceptDifferences = false): Promise<Outcome> {
      return (await send(COMPLETE, { input: { token, password, acceptDifferences } }, null)).outcome;
    },
    async own(cookie: string | null): Promise<State | null> {
      return (await test.ask<{ registration: State | null }>(`{ registration { ${STATE} } }`, {}, cookie)).registration;
    },
    /** The first three steps; the cookie of the browser, and every body that it was answered. */
    async register(who: { fiscalCode: string; data: Data }): Promise<{ cookie: string; bodies: string[] }> {
      const started = await bench.start(who.fiscalCode);
      const saved = await bench.save(who.data, started.cookie);
      const confirmed = await bench.confirm(started.cookie);
      if (confirmed.outcome.__typename !== 'ConfirmRegistrationDataSuccess')
        throw new Error(`not registered: ${saved.body} ${confirmed.body}`);
      return { cookie: started.cookie!, bodies: [started.body, saved.body, confirmed.body] };
    },
    /** As far as the mail; the token of its link. */
    async mailed(who: { fiscalCode: string; data: Data }): Promise<{ cookie: string; token: string }> {
      const { cookie } = await bench.register(who);
      const mails = await bench.post();
      const token = mails.find(({ to }) => to === who.data.email)?.token;
      if (!token) throw new Error(`no link in ${JSON.stringify(mails)}`);
      return { cookie, token };
    },
    /** A whole registration; the user name. */
    async registered(who: { fiscalCode: string; data: Data }): Promise<string> {
      const { token } = await bench.mailed(who);
      const { username } = await bench.complete(token);
      return username!;
    },
    /** Does the jobs that wait, then sends the mails, and answers those that this made. */
    async post(): Promise<MailSeen[]> {
      const [last] = await db.query<{ id: string }>(sql`select coalesce(max(id), 0)::text as id from dev_message`);
      for (const { task, payload } of await takeJobs(db)) await jobs[task](payload, run);
      const waiting = await db.query<{ id: string }>(sql`
        select id from mail where state = 'WAITING' and template like 'registration.%' order by created_at, id`);
      await mailer.handlers['mail.send']({ mailIds: waiting.map(({ id }) => id) }, run);
      const messages = await db.query<{ raw: Buffer | string }>(sql`
        select raw from dev_message where id > ${last!.id}::bigint order by id`);
      return await Promise.all(messages.map(({ raw }) => readMail(raw)));
    },
    deleteExpired: () => jobs['registration.deleteExpired']({}, run),
    dispose: () => mailer.dispose(),
  };
  return bench;
}

export type RegistrationBench = ReturnType<typeof registrationBench>;

const run = { attempt: 1, signal: new AbortController().signal };

async function takeJobs(db: Db) {
  const jobs = await db.query<{ task: 'registration.mailLink'; payload: { linkId: string } }>(sql`
    select t.identifier as task, j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier like 'registration.%' order by j.id`);
  await db.query(sql`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier like 'registration.%'`);
  return jobs;
}

async function readMail(raw: Buffer | string): Promise<MailSeen> {
  const { to, subject = '', text = '' } = await PostalMime.parse(raw);
  const token = /\/conferma\/([\w-]+)/.exec(text)?.[1] ?? null;
  return { to: to?.[0]?.address ?? '', subject, text, raw: raw.toString(), token };
}

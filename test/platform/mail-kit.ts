import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';
import { type BookingParams, labMails } from '#server/modules/lab/mails.ts';
import { type Db, sql } from '#server/platform/db/db.ts';
import type { JobHandlers } from '#server/platform/jobs/worker.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createMailer, type MailerOptions } from '#server/platform/mail/mailer.ts';
import type { QueuedMail } from '#server/platform/mail/queue.ts';
import type { MailSite, MailTemplates } from '#server/platform/mail/template.ts';
import { createLocalBus } from '#server/platform/pubsub/local-bus.ts';

export const site: MailSite = {
  office: { name: 'Ufficio di prova', shortName: 'Prova' },
  siteUrl: 'https://sportello.example',
  sender: { name: 'Prova', address: 'avvisi@sportello.example' },
};

export const clock = { now: () => new Date() };

export interface Received {
  envelope: { from: string; to: string[] };
  raw: string;
  mail: Email;
}

export interface TestSmtp {
  url: string;
  port: number;
  received: Received[];
  /** Answers to RCPT TO, by address; an answer is used once, in order. */
  answers: Map<string, number[]>;
  /** Called when a message has come whole, before it is answered. */
  beforeAnswer: () => Promise<void>;
  /** How often each address was tried. */
  tries: Map<string, number>;
  close(): Promise<void>;
}

function smtpError(responseCode: number): Error {
  return Object.assign(new Error(`told to answer ${responseCode}`), { responseCode });
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function startSmtp(port = 0): Promise<TestSmtp> {
  const received: Received[] = [];
  const answers = new Map<string, number[]>();
  const tries = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, callback) {
      tries.set(address, (tries.get(address) ?? 0) + 1);
      const code = answers.get(address)?.shift();
      callback(code ? smtpError(code) : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
        received.push({ envelope, raw: raw.toString('latin1'), mail: await PostalMime.parse(raw) });
        await smtp.beforeAnswer();
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const actual = (listening.address() as AddressInfo).port;
  const smtp: TestSmtp = {
    url: `smtp://127.0.0.1:${actual}`,
    port: actual,
    received,
    answers,
    tries,
    beforeAnswer: async () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return smtp;
}

export interface TestMailer {
  handlers: JobHandlers;
  settled: string[];
  dispose(): Promise<void>;
}

export async function startMailer(db: Db, more: Partial<MailerOptions> = {}): Promise<TestMailer> {
  const bus = createLocalBus();
  const settled: string[] = [];
  await bus.subscribe('mail.settled', ({ mailId }) => void settled.push(mailId));
  const logger = createLogger('silent');
  const pauseAfter = () => 50;
  // One module's mails stand for all.
  const templates = labMails as MailTemplates;
  const mailer = createMailer({ db, clock, bus, logger, smtp: null, site, templates, pauseAfter, ...more });
  return { handlers: mailer.handlers, settled, dispose: () => mailer.dispose() };
}

export const booking: BookingParams = {
  bookingId: '0b0f6a52-6b3f-4d57-9a3e-0f8a4a8c2f11',
  code: 'K7M2QXRT',
  sequence: 0,
  title: 'Laboratorio di prova',
  startsAt: '2026-12-03T14:00:00.000Z',
  endsAt: '2026-12-03T17:00:00.000Z',
  venueName: 'Istituto Prova',
  venueAddress: null,
  venueMunicipality: 'Bologna',
  room: null,
  cancelUntil: '2099-12-01T14:00:00.000Z',
};

export function mailTo(recipient: string, params: Partial<BookingParams> = {}): QueuedMail {
  return {
    template: 'lab.bookingConfirmed',
    params: { ...booking, ...params },
    locale: 'IT',
    recipient,
    accountId: null,
    at: new Date(),
  };
}

export interface MailRow {
  id: string;
  recipient: string;
  state: string;
  attempts: number;
  last_error: string | null;
}

export async function mailRows(db: Db): Promise<MailRow[]> {
  return await db.query<MailRow>(
    sql`select id, recipient, state, attempts, last_error from mail order by recipient, id`,
  );
}

/** Waits until no mail waits and no job is left. */
export async function untilSettled(db: Db, timeout = 15_000): Promise<MailRow[]> {
  return await vi.waitFor(
    async () => {
      const [left] = await db.query<{ waiting: number; jobs: number }>(sql`
        select (select count(*)::int from mail where state = 'WAITING') as waiting,
               (select count(*)::int from graphile_worker._private_jobs) as jobs`);
      if (left!.waiting + left!.jobs > 0) throw new Error(`${left!.waiting} mails and ${left!.jobs} jobs are left`);
      return await mailRows(db);
    },
    { timeout, interval: 25 },
  );
}

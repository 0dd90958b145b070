import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { addJob } from '#server/platform/jobs/jobs.ts';
import { createWorker } from '#server/platform/jobs/worker.ts';
import { createLogger } from '#server/platform/logger.ts';
import type { MailerOptions } from '#server/platform/mail/mailer.ts';
import { mailSiteOf } from '#server/platform/mail/mailer.ts';
import { isMailAddress } from '#server/platform/mail/message.ts';
import { outcomeOfError, pauseAfter } from '#server/platform/mail/outcome.ts';
import { queueMail } from '#server/platform/mail/queue.ts';
import { listForgotten } from '#server/platform/mail/store.ts';
import {
  booking,
  mailRows,
  mailTo,
  type Received,
  site,
  startMailer,
  startSmtp,
  type TestMailer,
  type TestSmtp,
  untilSettled,
} from './mail-kit.ts';
import { createScratch, type Scratch } from './scratch.ts';

const logger = createLogger('silent');
let base: Scratch;
let smtp: TestSmtp;
let stop: (() => Promise<void>)[] = [];

beforeEach(async () => {
  base = await createScratch();
  smtp = await startSmtp();
});
afterEach(async () => {
  for (const one of stop.reverse()) await one();
  stop = [];
  await smtp.close();
  await base.dispose();
});

async function work(more: Partial<MailerOptions> = {}): Promise<TestMailer> {
  const mailer = await startMailer(base.db, { smtp: { url: smtp.url }, ...more });
  const worker = await createWorker({ pool: base.db.pool, handlers: mailer.handlers, logger, pollMs: 25 });
  stop.push(
    () => mailer.dispose(),
    () => worker.dispose(),
  );
  return mailer;
}

function headersOf({ raw }: Received): string[] {
  return raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
}

describe('a queued mail', () => {
  it('[MSG-01] exists only with the act, as one job for all the mails of it', async () => {
    const undone = base.db.transaction(async (tx) => {
      await queueMail(tx, mailTo('nessuno@scuola.example'));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await base.db.transaction((tx) => queueMail(tx, [mailTo('a@scuola.example'), mailTo('b@scuola.example')]));
    await base.db.sqlTransaction((tx) => queueMail(tx, mailTo('c@scuola.example')));
    const [jobs] = await base.db.query<{ count: number }>(
      sql`select count(*)::int as count from graphile_worker._private_jobs`,
    );
    expect(jobs!.count).toBe(2);
    const mailer = await work();
    const rows = await untilSettled(base.db);
    expect(rows.map((row) => [row.recipient, row.state, row.attempts])).toEqual([
      ['a@scuola.example', 'SENT', 1],
      ['b@scuola.example', 'SENT', 1],
      ['c@scuola.example', 'SENT', 1],
    ]);
    expect(smtp.received.map(({ envelope }) => envelope.to)).toHaveLength(3);
    await vi.waitFor(() => expect(mailer.settled.toSorted()).toEqual(rows.map((row) => row.id).toSorted()));
  });

  it('[MSG-02] [LAB-14] travels as text, HTML and an invitation, with the office as its sender', async () => {
    const [id] = await queueMail(base.db, mailTo('a@scuola.example'));
    await work();
    await untilSettled(base.db);
    const { mail, envelope, raw } = smtp.received[0]!;
    expect(envelope).toEqual({ from: site.sender.address, to: ['a@scuola.example'] });
    expect(mail.from).toMatchObject({ name: 'Prova', address: 'avvisi@sportello.example' });
    expect(mail.messageId).toBe(`<${id}@sportello.example>`);
    expect(mail.subject).toMatch(/^Hai un posto: Laboratorio di prova/);
    expect(mail.text).toContain('Messaggio automatico: non leggiamo le risposte.');
    expect(mail.html).toContain('<html lang="it">');
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
    const headers = headersOf(smtp.received[0]!);
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers.some((header) => /^list-unsubscribe:/i.test(header))).toBe(false);
    const file = mail.attachments.find((attachment) => attachment.filename === 'appuntamento.ics');
    expect(Buffer.from(file!.content as ArrayBuffer).toString()).toContain(`UID:${booking.bookingId}`);
  });

  it('[SEC-014] never writes a header of its own making', async () => {
    const hostile = 'Prova\r\nBcc: altri@fuori.example\r\n\r\n<b>x</b>\0\u2028Cc: b@fuori.example';
    await queueMail(base.db, mailTo('a@scuola.example', { title: hostile, venueName: hostile }));
    await queueMail(base.db, mailTo('b@scuola.example'));
    await work({ site: { ...site, sender: { ...site.sender, name: hostile } } });
    await untilSettled(base.db);
    const names = (one: Received) => headersOf(one).map((header) => header.slice(0, header.indexOf(':')).toLowerCase());
    const [attacked, plain] = ['a@', 'b@'].map(
      (to) => smtp.received.find(({ envelope }) => envelope.to[0]!.startsWith(to))!,
    );
    expect(names(attacked!)).toEqual(names(plain!));
    expect(attacked!.envelope.to).toEqual(['a@scuola.example']);
    expect(attacked!.raw.slice(0, attacked!.raw.indexOf('\r\n\r\n'))).not.toContain('\0');
  });

  it.each([
    'a@scuola.example\r\nBcc: altri@fuori.example',
    'a@scuola.example\0',
    'a@scuola.example, b@fuori.example',
    'a@scuola.example;b@fuori.example',
    '<a@scuola.example> RCPT',
    '"a b"@scuola.example',
    'a@scuola\u3002example',
    'a@scuola\uFF0Eexample',
    'a@scuola\uFF61example',
    'a@b@scuola.example',
    'a..b@scuola.example',
    '',
  ])('[SEC-014] refuses the address %j without asking the server', async (address) => {
    expect(isMailAddress(address)).toBe(false);
    await queueMail(base.db, mailTo(address));
    await work();
    expect(await untilSettled(base.db)).toMatchObject([{ state: 'REFUSED', last_error: 'address not valid' }]);
    expect(smtp.received).toEqual([]);
  });
});

describe('a mail that cannot leave', () => {
  it('[FLT-17] waits while the server is down and leaves, all of them once, when it is back', async () => {
    const { port } = smtp;
    await smtp.close();
    const addresses = Array.from({ length: 30 }, (_, index) => `p${String(index).padStart(2, '0')}@scuola.example`);
    await work();
    for (const address of addresses.slice(0, 10)) await queueMail(base.db, mailTo(address));
    await queueMail(
      base.db,
      addresses.slice(10).map((address) => mailTo(address)),
    );
    await vi.waitFor(async () => {
      const rows = await mailRows(base.db);
      expect(rows.every((row) => row.state === 'WAITING' && row.attempts >= 2)).toBe(true);
      expect(new Set(rows.map((row) => row.last_error))).toEqual(new Set(['connection ESOCKET']));
    }, 10_000);
    smtp = await startSmtp(port);
    const rows = await untilSettled(base.db);
    expect(rows.every((row) => row.state === 'SENT' && row.last_error === null)).toBe(true);
    expect(smtp.received.map(({ envelope }) => envelope.to[0]).toSorted()).toEqual(addresses);
  });

  it('[FLT-17] is tried again within a minute however long the server was away, so that two drain the queue', () => {
    for (const attempts of [1, 2, 3, 4, 5, 50, 5_000])
      expect(pauseAfter('unreachable', attempts)).toBeLessThanOrEqual(60_000);
    const pauses = [1, 2, 3, 4, 5].map((attempts) => pauseAfter('deferred', attempts));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(new Set(pauses).size).toBe(5);
  });

  it('[FLT-19] put off twice arrives once, and so does each of its neighbours', async () => {
    smtp.answers.set('lenta@scuola.example', [451, 451]);
    await queueMail(
      base.db,
      ['a@scuola.example', 'lenta@scuola.example', 'z@scuola.example'].map((to) => mailTo(to)),
    );
    await work();
    const rows = await untilSettled(base.db);
    expect(rows.map((row) => [row.state, row.attempts])).toEqual([
      ['SENT', 1],
      ['SENT', 3],
      ['SENT', 1],
    ]);
    const arrived = smtp.received.map(({ envelope }) => envelope.to[0]);
    expect(arrived.at(-1)).toBe('lenta@scuola.example');
    expect(arrived.toSorted()).toEqual(['a@scuola.example', 'lenta@scuola.example', 'z@scuola.example']);
  });

  it('[FLT-20] [MSG-01] refused for good is marked at once, told, and never tried again', async () => {
    smtp.answers.set('piena@scuola.example', [552]);
    smtp.answers.set('ignota@scuola.example', [550]);
    await queueMail(
      base.db,
      ['a@scuola.example', 'ignota@scuola.example', 'piena@scuola.example'].map((to) => mailTo(to)),
    );
    const mailer = await work();
    const rows = await untilSettled(base.db);
    expect(rows.map((row) => [row.state, row.attempts, row.last_error])).toEqual([
      ['SENT', 1, null],
      ['REFUSED', 1, 'smtp 550'],
      ['REFUSED', 1, 'smtp 552'],
    ]);
    expect(mailer.settled).toHaveLength(3);
    expect(smtp.tries.get('ignota@scuola.example')).toBe(1);
  });

  it('[FLT-20] put off for five days is given up', async () => {
    smtp.answers.set(
      'lenta@scuola.example',
      Array.from({ length: 99 }, () => 451),
    );
    await queueMail(base.db, mailTo('lenta@scuola.example'));
    const fiveDays = 5 * 24 * 3_600_000;
    await work({ clock: { now: () => new Date(Date.now() + fiveDays + 60_000) } });
    expect(await untilSettled(base.db)).toMatchObject([{ state: 'REFUSED', attempts: 1, last_error: 'smtp 451' }]);
  });

  it('[MSG-01] is found again when its job is lost', async () => {
    const [lost] = await queueMail(base.db, { ...mailTo('a@scuola.example'), at: new Date(Date.now() - 3_600_000) });
    await base.owner.query('delete from graphile_worker._private_jobs');
    await queueMail(base.db, { ...mailTo('b@scuola.example'), at: new Date(Date.now() - 3_600_000) });
    expect(await listForgotten(base.db, new Date(), 10)).toEqual([lost]);
    await addJob(base.db, 'mail.findForgotten', {});
    await work();
    expect((await untilSettled(base.db)).map((row) => row.state)).toEqual(['SENT', 'SENT']);
    expect(smtp.received).toHaveLength(2);
  });

  it('a fault of our own server never counts against the recipient', () => {
    const fault = (command: string, responseCode: number) => outcomeOfError({ code: 'X', command, responseCode }).kind;
    expect(fault('RCPT TO', 550)).toBe('refused');
    expect(fault('DATA', 554)).toBe('refused');
    expect(fault('RCPT TO', 451)).toBe('deferred');
    expect(fault('RCPT TO', 421)).toBe('unreachable');
    expect(fault('AUTH PLAIN', 535)).toBe('unreachable');
    expect(fault('MAIL FROM', 530)).toBe('unreachable');
    expect(fault('CONN', 554)).toBe('unreachable');
    expect(outcomeOfError(new Error('boom')).kind).toBe('unreachable');
  });

  it('[SEC-111] the noted fault holds no address', () => {
    const fault = { command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 <persona@scuola.example> unknown' };
    expect(outcomeOfError(fault)).toEqual({ kind: 'refused', error: 'smtp 550 5.1.1' });
  });
});

describe('the sender', () => {
  it('is read from the configuration', () => {
    const config = {
      office: { name: 'Ufficio', shortName: 'U', ministry: 'M', helpEmail: 'x@y.example' },
      siteUrl: 'https://s.example',
    };
    expect(mailSiteOf({ ...config, mailFrom: 'Sportello <a@s.example>' }).sender).toEqual({
      name: 'Sportello',
      address: 'a@s.example',
    });
    expect(mailSiteOf({ ...config, mailFrom: 'a@s.example' }).sender).toEqual({ name: 'U', address: 'a@s.example' });
  });
});

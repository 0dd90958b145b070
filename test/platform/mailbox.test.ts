import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorker } from '#server/platform/jobs/worker.ts';
import { createLogger } from '#server/platform/logger.ts';
import { mailboxRoutes } from '#server/platform/mail/mailbox-page.ts';
import { queueMail } from '#server/platform/mail/queue.ts';
import { mailTo, startMailer, untilSettled } from './mail-kit.ts';
import { createScratch, type Scratch } from './scratch.ts';

let base: Scratch;
let server: FastifyInstance;
const hostile = '<script>alert(1)</script>';

beforeAll(async () => {
  base = await createScratch();
  server = fastify();
  server.register(async (scope) => mailboxRoutes({ db: base.db, enabled: true })(scope));
  const mailer = await startMailer(base.db);
  await queueMail(base.db, [
    { ...mailTo('a@scuola.example'), at: new Date('2026-10-01T08:00:00Z') },
    { ...mailTo('b@scuola.example', { title: hostile }), at: new Date('2026-10-01T08:00:01Z') },
  ]);
  const worker = await createWorker({ pool: base.db.pool, handlers: mailer.handlers, logger: createLogger('silent') });
  await untilSettled(base.db);
  await worker.dispose();
});
afterAll(async () => {
  await server.close();
  await base.dispose();
});

describe('the development mailbox', () => {
  it('[MSG-03] shows what would have been sent, as it would have been sent', async () => {
    const list = await server.inject('/posta');
    expect(list.statusCode).toBe(200);
    expect(list.body).toContain('Hai un posto: Laboratorio di prova');
    expect(list.body).toContain('a@scuola.example');
    const page = await server.inject('/posta/1');
    expect(page.body).toContain('<iframe');
    expect(page.body).toContain('Messaggio automatico: non leggiamo le risposte.');
    const mail = await server.inject('/posta/1/html');
    expect(mail.body).toContain('<h1');
    const file = await server.inject('/posta/1/allegati/0');
    expect(file.headers['content-disposition']).toBe('attachment; filename="appuntamento.ics"');
    expect(file.body).toContain('BEGIN:VCALENDAR');
    const original = await server.inject('/posta/1/originale.eml');
    expect(original.body).toMatch(/^From: Prova <avvisi@sportello\.example>\r$/m);
    expect((await server.inject('/posta/stile.css')).headers['content-type']).toContain('text/css');
  });

  it('[MSG-03] answers only this computer, asked for by a local name and without a proxy between', async () => {
    const paths = ['/posta', '/posta/1', '/posta/1/html', '/posta/1/allegati/0', '/posta/1/originale.eml'];
    for (const url of paths) {
      const status = async (more: object) => (await server.inject({ url, ...more })).statusCode;
      expect(await status({ remoteAddress: '192.0.2.7' })).toBe(403);
      expect(await status({ remoteAddress: '::ffff:192.0.2.7' })).toBe(403);
      expect(await status({ headers: { 'x-forwarded-for': '192.0.2.7' } })).toBe(403);
      expect(await status({ headers: { host: 'attacker.example' } })).toBe(403);
      expect(await status({ remoteAddress: '::1', headers: { host: '[::1]:4000' } })).toBe(200);
      expect(await status({ remoteAddress: '::ffff:127.0.0.1', headers: { host: 'localhost:4000' } })).toBe(200);
    }
  });

  it('[MSG-03] is not there when a server of mails is configured', async () => {
    const other = fastify();
    other.register(async (scope) => mailboxRoutes({ db: base.db, enabled: false })(scope));
    expect((await other.inject('/posta')).statusCode).toBe(404);
    await other.close();
  });

  it('[SEC-014] shows hostile words as words, and lets nothing in a mail run or load', async () => {
    for (const url of ['/posta', '/posta/2']) {
      const page = await server.inject(url);
      expect(page.body).not.toContain(hostile);
      expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(page.headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'self'; frame-src 'self';/,
      );
      expect(page.body).not.toMatch(/<(script|style)\b| style=| on[a-z]+=/i);
    }
    const mail = await server.inject('/posta/2/html');
    expect(mail.headers['content-security-policy']).toContain('sandbox');
    expect(mail.headers['content-security-policy']).not.toContain('allow-scripts');
    expect(mail.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('answers 404 in words for what does not exist', async () => {
    for (const url of [
      '/posta/999',
      '/posta/x',
      '/posta/1/allegati/9',
      '/posta/99999999999999999999',
      "/posta/1'/html",
    ]) {
      const page = await server.inject(url);
      expect(page.statusCode).toBe(404);
    }
    expect((await server.inject('/posta/999')).body).toContain('Questo messaggio non esiste.');
  });

  it('a retried mail is kept once', async () => {
    await base.db.pool.query("update mail set state = 'WAITING'");
    const mailer = await startMailer(base.db);
    const { rows } = await base.db.pool.query<{ id: string }>('select id from mail');
    const run = { attempt: 2, signal: new AbortController().signal };
    await mailer.handlers['mail.send']!({ mailIds: rows.map(({ id }) => id) }, run);
    const { rows: kept } = await base.db.pool.query('select id from dev_message');
    expect(kept).toHaveLength(2);
  });
});

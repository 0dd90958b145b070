import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWorker } from '#server/platform/jobs/worker.ts';
import { createLogger } from '#server/platform/logger.ts';
import { queueMail } from '#server/platform/mail/queue.ts';
import { claimTry, listWaiting } from '#server/platform/mail/store.ts';
import { mailTo, startMailer, startSmtp, type TestSmtp, untilSettled } from './mail-kit.ts';
import { createScratch, type Scratch } from './scratch.ts';

const logger = createLogger('silent');
let base: Scratch;
let smtp: TestSmtp;
let children: ChildProcess[] = [];

beforeEach(async () => {
  base = await createScratch();
  smtp = await startSmtp();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await smtp.close();
  await base.dispose();
});

/** A server's worker in a process of its own. */
async function spawnWorker(): Promise<ChildProcess> {
  const script = `
    import { createDb } from '#server/platform/db/db.ts';
    import { createLogger } from '#server/platform/logger.ts';
    import { createWorker } from '#server/platform/jobs/worker.ts';
    import { startMailer } from '#test/platform/mail-kit.ts';
    const logger = createLogger('silent');
    const db = createDb({ url: ${JSON.stringify(base.url)}, poolSize: 6, logger });
    const { handlers } = await startMailer(db, { smtp: { url: ${JSON.stringify(smtp.url)} } });
    await createWorker({ pool: db.pool, logger, handlers, pollMs: 25 });
    process.stdout.write('ready');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
}

describe('workers that fail', () => {
  it('[FLT-21] killed between sending and marking, the mail comes once more at most and is known by its Message-ID', async () => {
    const child = await spawnWorker();
    const holder = new pg.Client({ connectionString: base.url });
    await holder.connect();
    let held = false;
    smtp.beforeAnswer = async () => {
      smtp.beforeAnswer = async () => undefined;
      await holder.query('begin');
      await holder.query('select id from mail for update');
      held = true;
    };
    const [id] = await queueMail(base.db, mailTo('a@scuola.example'));
    const marking = await vi.waitFor(
      async () => {
        const { rows } = await base.owner.query<{ pid: number }>(
          `select pid from pg_locks where not granted and locktype in ('tuple', 'transactionid')`,
        );
        expect(held && rows.length > 0).toBe(true);
        return rows;
      },
      { timeout: 10_000 },
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (const { pid } of marking) await holder.query('select pg_terminate_backend($1)', [pid]);
    await holder.query('rollback');
    await holder.end();

    const mailer = await startMailer(base.db, { smtp: { url: smtp.url } });
    const worker = await createWorker({
      pool: base.db.pool,
      handlers: mailer.handlers,
      logger,
      pollMs: 25,
      deadAfterMs: 100,
    });
    const rows = await untilSettled(base.db);
    await worker.dispose();
    await mailer.dispose();
    expect(rows).toMatchObject([{ state: 'SENT', attempts: 2 }]);
    expect(smtp.received.map(({ mail }) => mail.messageId)).toEqual([
      `<${id}@sportello.example>`,
      `<${id}@sportello.example>`,
    ]);
  });

  it('[FLT-22] two servers send each mail once', async () => {
    for (let act = 0; act < 20; act++) {
      await queueMail(
        base.db,
        [1, 2, 3].map((number) => mailTo(`p${act}.${number}@scuola.example`)),
      );
    }
    await Promise.all([spawnWorker(), spawnWorker()]);
    const rows = await untilSettled(base.db);
    expect(rows.every((row) => row.state === 'SENT' && row.attempts === 1)).toBe(true);
    expect(new Set(smtp.received.map(({ mail }) => mail.messageId)).size).toBe(60);
    expect(smtp.received).toHaveLength(60);
  });

  it('[FLT-22] of two jobs that read the same mail at once, one sends it', async () => {
    const ids = await queueMail(base.db, mailTo('a@scuola.example'));
    const [mail] = await listWaiting(base.db, ids);
    const claims = await Promise.all([1, 2, 3].map(() => claimTry(base.db, mail!)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});

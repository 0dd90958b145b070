// The HTTP gateway of SMS, asked as the operator described it: a real server on loopback answers, or does not.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { newId } from '#server/platform/ids.ts';
import { createWorker, type Worker } from '#server/platform/jobs/worker.ts';
import { createLogger, type Logger } from '#server/platform/logger.ts';
import { createLocalBus } from '#server/platform/pubsub/local-bus.ts';
import { createGatewayTransport, type SmsGateway } from '#server/platform/sms/gateway.ts';
import { queueSms, type SmsTemplates } from '#server/platform/sms/queue.ts';
import { createSmsSender } from '#server/platform/sms/sender.ts';
import { createScratch, type Scratch } from './scratch.ts';

const NUMBER = '+393331234567';
const TEXT = 'Il codice è "ABC" & <2>, vale 30%';
const ACCOUNT = '00000000-0000-4000-8000-00000000000a';

interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What the gateway does with the next requests; the last one stays. */
type Answer = number | 'silent' | 'cut';

let gateway: Server;
let url: string;
/** A port where nobody listens. */
let nobody: string;
const asked: Asked[] = [];
let answers: Answer[] = [200];

beforeAll(async () => {
  gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, url: path, headers, body: Buffer.concat(chunks).toString() });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'cut') request.socket.destroy();
    if (typeof answer === 'number') response.writeHead(answer).end(`non posso mandare ${TEXT} a ${NUMBER}`);
  });
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  nobody = `http://127.0.0.1:${(gone.address() as AddressInfo).port}/`;
  await new Promise((resolve) => gone.close(resolve));
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/invio`;
});
afterAll(async () => {
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
});
afterEach(() => {
  asked.length = 0;
  answers = [200];
});

const described = (more: Partial<SmsGateway> = {}): SmsGateway => ({
  ...{ url, method: 'POST', headers: {}, body: '{"a":"{{to}}","testo":"{{text}}","n":"{{id}}"}' },
  ...more,
});
const deliver = (more: Partial<SmsGateway> = {}, timeoutMs = 5_000) =>
  createGatewayTransport(described(more), timeoutMs).deliver({ id: 'uno', to: NUMBER, text: TEXT });

describe('a request to the gateway', () => {
  it('[MSG-04] is JSON with the token and a key of its own', async () => {
    expect(await deliver({ headers: { authorization: 'Bearer chiave' } })).toEqual({ kind: 'sent' });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer chiave', 'content-type': 'application/json', 'idempotency-key': 'uno' },
    });
    expect(JSON.parse(asked[0]!.body)).toEqual({ a: NUMBER, testo: TEXT, n: 'uno' });
  });

  it('[MSG-04] is a form, XML, or an address alone, each with its own escapes', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await deliver({ headers: form, body: 'to={{to}}&text={{text}}' });
    expect(Object.fromEntries(new URLSearchParams(asked[0]!.body))).toEqual({ to: NUMBER, text: TEXT });
    await deliver({ headers: { 'content-type': 'text/xml' }, body: '<sms to="{{to}}">{{text}}</sms>', method: 'PUT' });
    expect(asked[1]).toMatchObject({ method: 'PUT' });
    expect(asked[1]!.body).toBe(`<sms to="${NUMBER}">Il codice è &#34;ABC&#34; &#38; &#60;2&#62;, vale 30%</sms>`);
    await deliver({ method: 'GET', url: `${url}?to={{to}}&text={{text}}` });
    expect(asked[2]).toMatchObject({ method: 'GET', body: '' });
    expect(Object.fromEntries(new URL(asked[2]!.url, url).searchParams)).toEqual({ to: NUMBER, text: TEXT });
  });

  it('[MSG-04] tells a refusal from what may pass later and from what nobody knows', async () => {
    const kinds: [Answer, string][] = [];
    for (const answer of [202, 302, 400, 401, 422, 429, 500, 502, 503, 504, 'cut'] as const) {
      answers = [answer];
      kinds.push([answer, (await deliver()).kind]);
    }
    expect(kinds).toEqual([
      ...([
        [202, 'sent'],
        [302, 'unavailable'],
        [400, 'refused'],
        [401, 'unavailable'],
        [422, 'refused'],
      ] as const),
      ...([
        [429, 'unavailable'],
        [500, 'unavailable'],
        [502, 'unknown'],
        [503, 'unavailable'],
      ] as const),
      ...([
        [504, 'unknown'],
        ['cut', 'unknown'],
      ] as const),
    ]);
    answers = ['silent'];
    expect(await deliver({}, 100)).toEqual({ kind: 'unknown', error: 'no answer' });
    const gone = await deliver({ url: nobody });
    expect(gone).toEqual({ kind: 'unavailable', error: 'connection ECONNREFUSED' });
  });
});

describe('an SMS that is owed', () => {
  let base: Scratch;
  let worker: Worker | null = null;
  let at: Date;
  const log: string[] = [];
  beforeAll(async () => {
    base = await createScratch();
    await base.owner.query(`insert into account (id, kind, username, display_name, created_at)
      values ('${ACCOUNT}', 'PERSON', 'prova.sms', 'Prova', now())`);
  });
  afterEach(async () => {
    await worker?.dispose();
    worker = null;
    log.length = 0;
    await base.owner.query('delete from sms; delete from graphile_worker._private_jobs');
  });
  afterAll(() => base.dispose());

  // One kind stands for all.
  const write = ({ until }: { until: string }) => `${until} ${TEXT}`;
  const templates: SmsTemplates = { 'account.phoneCode': write, 'account.recoveryCode': write };

  function logger(): Logger {
    const stream = new PassThrough();
    stream.on('data', (line: Buffer) => log.push(line.toString()));
    return createLogger('debug', stream);
  }

  async function work(more: Partial<SmsGateway> = {}, timeoutMs = 5_000): Promise<void> {
    const parts = { db: base.db, clock: { now: () => at }, bus: createLocalBus(), logger: logger(), templates };
    const transport = createGatewayTransport(described(more), timeoutMs);
    const handlers = { 'sms.send': createSmsSender({ ...parts, transport, pauseAfter: () => 20 }) };
    worker = await createWorker({ pool: base.db.pool, handlers, logger: logger(), pollMs: 50 });
  }
  async function owe(): Promise<string> {
    at = new Date();
    const expiresAt = new Date(at.getTime() + 60_000);
    const params = { phoneCodeId: newId(), until: expiresAt.toISOString() };
    const sms = { template: 'account.phoneCode', params, locale: 'IT', recipient: NUMBER } as const;
    return await queueSms(base.db, { ...sms, accountId: ACCOUNT, at, expiresAt });
  }
  async function row(id: string) {
    const [found] = await base.db.query<{ state: string; attempts: number; error: string | null }>(sql`
      select state, attempts, last_error as error from sms where id = ${id}::uuid`);
    return found;
  }
  const becomes = (id: string, expected: object) =>
    vi.waitFor(async () => expect(await row(id)).toMatchObject(expected), { timeout: 10_000, interval: 25 });

  it('[MSG-04] that the gateway cannot take yet is asked for again until it can', async () => {
    answers = [500, 503, 429, 200];
    const id = await owe();
    await work();
    await becomes(id, { state: 'SENT', attempts: 4, error: null });
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([id]));
  });

  it('[MSG-04] waits while the gateway is away, and is sent no more once it helps nobody', async () => {
    const id = await owe();
    await work({ url: nobody });
    await becomes(id, { state: 'WAITING', error: 'connection ECONNREFUSED' });
    at = new Date(at.getTime() + 60_000);
    await becomes(id, { state: 'REFUSED', error: 'too late' });
  });

  it('[MSG-04] that got no answer is left as unknown: never two for one', async () => {
    answers = ['silent'];
    const id = await owe();
    await work({}, 100);
    await becomes(id, { state: 'UNKNOWN', attempts: 1, error: 'no answer' });
    // A worker that died in the middle of a try leaves the same row; its job runs again and asks nobody.
    await base.db.query(sql`select graphile_worker.add_job('sms.send', ${JSON.stringify({ smsId: id })}::json)`);
    await vi.waitFor(async () => {
      const { rows } = await base.owner.query('select 1 from graphile_worker._private_jobs');
      expect(rows).toEqual([]);
    });
    expect(asked).toHaveLength(1);
  });

  it('[MSG-04] that the gateway refuses is over', async () => {
    answers = [422];
    const id = await owe();
    await work();
    await becomes(id, { state: 'REFUSED', attempts: 1, error: 'http 422' });
    expect(asked).toHaveLength(1);
  });

  it('[OPS-01] leaves neither number nor text in the log, whatever the gateway says', async () => {
    answers = [500, 'cut'];
    const id = await owe();
    await work();
    await becomes(id, { state: 'UNKNOWN' });
    const lines = log.join('');
    expect(lines).toContain(id);
    expect(lines).not.toMatch(/333\s?123|Il codice/);
  });
});

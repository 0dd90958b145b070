import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { createProxiedDatabase } from '#test/kit/fault-proxy.ts';

const BOOK = 'mutation Segreta($input: BookSeatInput!) { bookSeat(input: $input) { __typename } }';
const SEATS = 'subscription ($of: AvailabilityScope!) { availability(of: $of) { kind } }';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: Parameters<typeof startTestApp>[0] = {}): Promise<TestApp> {
  const test = await startTestApp(options);
  undo.push(() => test.stop());
  return test;
}

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

async function scrape(test: TestApp): Promise<Sample[]> {
  const answer = await fetch(`${test.url}/metrics`);
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text]);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}

function sampleOf(samples: Sample[], name: string, labels: Record<string, string> = {}): number | undefined {
  const fits = (sample: Sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
  return samples.find((sample) => sample.name === name && fits(sample))?.value;
}

/** The main journeys once, and what strangers send; everything in it that a label must not repeat. */
async function journeys(test: TestApp, round: number): Promise<string[]> {
  const session = await test.seed.session(await test.seed.lab((await test.seed.campaign()).id), { capacity: 1 });
  const input = () => ({ sessionId: globalId('LabSession', session.id), idempotencyKey: randomUUID() });
  const [first, second] = [await test.signedIn(), await test.signedIn()];
  for (const { cookie } of [first, second]) await test.send(BOOK, { input: input() }, { cookie });
  await test.signIn(first.username, 'sbagliata').catch(() => undefined);
  await test.send(`query Nome${round} { me { account { id } } }`);
  await test.send(`{ campo${round} }`);
  await test.send('{ rotta');
  await test.send('{ myBookings { id } }');
  const paths = [
    `/laboratori/${round}`,
    `/assets/segreto-${round}.js`,
    `/calendario/${randomUUID()}.ics`,
    `/x${round}.php`,
  ];
  for (const path of paths) await fetch(test.url + path);
  await fetch(`${test.url}/y${round}`, { method: 'DELETE' });
  return [
    first.username,
    second.username,
    first.accountId,
    session.id,
    `Nome${round}`,
    `campo${round}`,
    'segreto',
    'Segreta',
  ];
}

describe('metrics', () => {
  it('[OPS-01] count what happened', async () => {
    const test = await start({ config: { jobs: true }, realTime: false });
    await journeys(test, 1);
    const seats = watch(test.socket(), SEATS, { of: { campaign: (await test.seed.campaign()).slug } });
    await seats.next();
    const samples = await scrape(test);
    expect(sampleOf(samples, 'sportello_bookings_total', { outcome: 'ok' })).toBe(1);
    expect(sampleOf(samples, 'sportello_bookings_total', { outcome: 'full' })).toBe(1);
    expect(sampleOf(samples, 'sportello_sign_ins_total', { outcome: 'ok' })).toBe(2);
    expect(sampleOf(samples, 'sportello_sign_ins_total', { outcome: 'wrongCredentials' })).toBe(1);
    const operations = 'sportello_graphql_operation_duration_seconds_count';
    expect(sampleOf(samples, operations, { type: 'mutation', outcome: 'ok' })).toBe(5);
    expect(sampleOf(samples, operations, { type: 'query', outcome: 'UNAUTHENTICATED' })).toBe(1);
    expect(sampleOf(samples, operations, { type: 'subscription', outcome: 'ok' })).toBe(1);
    expect(sampleOf(samples, 'sportello_graphql_documents_refused_total', { code: 'BAD_USER_INPUT' })).toBe(2);
    expect(sampleOf(samples, 'sportello_open_connections', { kind: 'socket' })).toBe(1);
    expect(sampleOf(samples, 'sportello_watchers', { of: 'availability' })).toBe(1);
    expect(sampleOf(samples, 'sportello_bus_up')).toBe(1);
    expect(sampleOf(samples, 'sportello_database_up')).toBe(1);
    expect(sampleOf(samples, 'sportello_mails', { state: 'refused' })).toBe(0);
    const [waiting, sent] = ['waiting', 'sent'].map((state) => sampleOf(samples, 'sportello_mails', { state }) ?? 0);
    expect((waiting ?? 0) + (sent ?? 0)).toBe(1);
    expect(sampleOf(samples, 'sportello_jobs', { state: 'failed' })).toBe(0);
    expect(sampleOf(samples, 'sportello_jobs_oldest_seconds')).toBeGreaterThanOrEqual(0);
    expect(sampleOf(samples, 'sportello_hashing', { state: 'waiting' })).toBe(0);
    for (const pool of ['requests', 'jobs']) {
      expect(sampleOf(samples, 'sportello_db_connections', { pool, state: 'open' })).toBeGreaterThan(0);
    }
    expect(sampleOf(samples, 'sportello_event_loop_delay_seconds', { quantile: '0.99' })).toBeGreaterThan(0);
    const http = { method: 'POST', route: '/graphql', status: '200' };
    expect(sampleOf(samples, 'sportello_http_request_duration_seconds_count', http)).toBeGreaterThan(5);
    await seats.close();
  });

  it('[OPS-01] have no label with ids, names or free text, and as many series after five rounds as after two', async () => {
    const test = await start();
    await journeys(test, 0);
    await journeys(test, 1);
    await scrape(test);
    const before = await scrape(test);
    const told: string[] = [];
    for (let round = 2; round < 5; round++) told.push(...(await journeys(test, round)));
    const after = await scrape(test);
    expect(after.length).toBe(before.length);
    expect(after.length).toBeLessThan(400);
    const values = [...new Set(after.flatMap(({ labels }) => Object.values(labels)))];
    for (const value of values) {
      expect(value).toMatch(/^([A-Za-z_]{2,24}|\d{3}|\+Inf|\d*\.?\d+|\/[\w/:*]*)$/);
      expect(told.filter((secret) => value.includes(secret))).toEqual([]);
    }
    // The routes of the code, not the addresses that were asked for.
    expect(values.filter((value) => value.startsWith('/')).sort()).toEqual([
      '/*',
      '/calendario/:file',
      '/graphql',
      '/metrics',
    ]);
  });

  it('[OPS-01] lack the queues, and say why, while the database is away', async () => {
    const { database, proxy, stop } = await createProxiedDatabase();
    undo.push(stop);
    const test = await start({ database });
    proxy.refuse(true);
    const samples = await scrape(test);
    expect(sampleOf(samples, 'sportello_database_up')).toBe(0);
    expect(samples.filter(({ name }) => /^sportello_(jobs|mails)/.test(name))).toEqual([]);
  });
});

describe('who may see them', () => {
  it('[OPS-01] programs on this machine, and not whoever comes through a proxy on it', async () => {
    const test = await start({ config: { trustedProxies: ['127.0.0.1'] } });
    const asked = async (headers: Record<string, string>) => (await fetch(`${test.url}/metrics`, { headers })).status;
    expect(await asked({})).toBe(200);
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']) {
      expect(await asked({ [name]: '127.0.0.1' })).toBe(404);
    }
  });

  it('[OPS-01] with a token, whoever sends it and nobody else', async () => {
    const token = 'vR2m-Kd9Zt4pW8nHc3';
    const test = await start({ config: { metrics: { token } } });
    const asked = async (headers: Record<string, string>) => (await fetch(`${test.url}/metrics`, { headers })).status;
    expect(await asked({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.1' })).toBe(200);
    expect(await asked({})).toBe(404);
    expect(await asked({ authorization: 'Bearer ' })).toBe(404);
    expect(await asked({ authorization: `Bearer ${token}x` })).toBe(404);
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { PASSWORD, startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { startSmtp } from '#test/platform/mail-kit.ts';

const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Capture {
  lines: Record<string, unknown>[];
  text(): string;
  app: TestApp;
}

/** A server whose whole log is kept, at its most talkative. */
async function capture(options: Parameters<typeof startTestApp>[0] = {}): Promise<Capture> {
  const written: string[] = [];
  const logger = createLogger('trace', { write: (line) => void written.push(line) });
  const app = await startTestApp({ ...options, overrides: { logger } });
  undo.push(() => app.stop());
  return {
    app,
    text: () => written.join(''),
    get lines() {
      return written.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

describe('the log', () => {
  it('[OPS-01] [SEC-111] tells the main journeys by ids, without a personal datum, a password or a token', async () => {
    const smtp = await startSmtp();
    undo.push(() => smtp.close());
    const log = await capture({
      realTime: true,
      config: { jobs: true, smtp: { url: smtp.url, from: 'Prova <prova@sportello.example>' } },
    });
    const { app } = log;
    const now = Date.now();
    const campaign = await app.seed.campaign({ opensAt: new Date(now - 1e8), closesAt: new Date(now + 1e8) });
    const lab = await app.seed.lab(campaign.id);
    const session = await app.seed.session(lab, { capacity: 2, startsAt: new Date(now + 1e9) });
    const person = await app.signedIn();
    const account = await app.app.db.prisma.account.findUniqueOrThrow({
      where: { id: person.accountId },
      include: { person: true },
    });
    smtp.answers.set(account.email ?? '', [550]);

    const seats = watch(
      app.socket(person.cookie),
      'subscription ($of: AvailabilityScope!) { availability(of: $of) { kind } }',
      {
        of: { campaign: campaign.slug },
      },
    );
    await seats.next();
    await app.signIn(person.username, 'Segretissima-42 sbagliata').catch(() => undefined);
    await app.signIn('sconosciuto.planted', 'Segretissima-42').catch(() => undefined);
    const input = { sessionId: globalId('LabSession', session.id), idempotencyKey: randomUUID() };
    const { bookSeat } = await app.ask<{ bookSeat: { booking: { id: string } } }>(BOOK, { input }, person.cookie);
    await app.send(BOOK, { input: { ...input, idempotencyKey: 'non-valida-planted' } }, { cookie: person.cookie });
    await app.send('{ myBookings { id } }', {}, { headers: { 'x-forwarded-for': '203.0.113.77' } });
    await fetch(`${app.url}/laboratori?nome=planted-in-url`, { headers: { cookie: person.cookie } });
    await fetch(`${app.url}/calendario/${randomUUID()}.ics`, { headers: { cookie: person.cookie } });
    await expect.poll(() => smtp.tries.size, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => log.text(), { timeout: 10_000 }).toContain('a mail was not sent');
    await app.send('mutation { signOut { __typename } }', {}, { cookie: person.cookie });
    await seats.close();

    const planted = [
      ...[account.email, account.username, account.displayName, account.person?.fiscalCode, account.person?.firstName],
      ...[account.person?.lastName, PASSWORD, 'Segretissima', person.cookie.split('=')[1], 'sconosciuto.planted'],
      ...['non-valida-planted', '203.0.113.77', 'planted-in-url', '127.0.0.1', bookSeat.booking.id],
    ].filter((value): value is string => typeof value === 'string' && value.length > 2);
    expect(planted.length).toBeGreaterThanOrEqual(13);
    expect(log.lines.length).toBeGreaterThan(10);
    const told = log.text().toLowerCase();
    expect(planted.filter((value) => told.includes(value.toLowerCase()))).toEqual([]);
    expect(told).not.toMatch(/[\w.]+@[\w.]+/);
  });

  it('[OPS-01] gives every line of a request its number, the one in the answer', async () => {
    const log = await capture();
    const { headers } = await log.app.send('{ myBookings { id } }');
    const id = headers.get('x-request-id');
    await expect.poll(() => log.text()).toContain('a request was answered');
    const lines = log.lines.filter(({ requestId }) => requestId === id);
    expect(lines).toMatchObject([
      { msg: 'a request was refused', code: 'UNAUTHENTICATED' },
      { msg: 'a request was answered', method: 'POST', route: '/graphql', status: 200 },
    ]);
  });

  it('[SEC-111] has no value of the row that an error of the database is about', async () => {
    const written: string[] = [];
    const logger = createLogger('trace', { write: (line) => void written.push(line) });
    const app = await startTestApp();
    undo.push(() => app.stop());
    const { db } = app.app;
    const twice = () =>
      db.query(sql`insert into school (code, name, municipality, province_code, registry, school_year, updated_at)
      values ('PLANTED001', 'Planted', 'Planted', 'ZZ', 'x', 'y', now())`);
    const acts: (() => Promise<unknown>)[] = [
      async () => {
        await twice();
        await twice();
      },
      () => db.query(sql`insert into school (code, name) values ('PLANTED002', 'Planted')`),
      () => db.query(sql`select ${'planted-uuid'}::uuid`),
      () => db.prisma.account.findUniqueOrThrow({ where: { username: 'planted' } }),
      () => db.prisma.account.create({ data: { username: 'planted' } as never }),
      () => db.transaction((tx) => tx.query(sql`select ${'planted-number'}::int`)),
      () => db.transaction((tx) => tx.query(sql`insert into school (code, name) values ('PLANTED002', 'Planted')`)),
      () =>
        db.transaction(async (tx) => {
          for (const n of [1, 2]) await tx.query(sql`insert into installation values ('planted', to_jsonb(${n}::int))`);
        }),
      () =>
        db.transaction((tx) =>
          tx.prisma.installation.createMany({ data: [1, 2].map(() => ({ key: 'planted', value: 'planted' })) }),
        ),
    ];
    for (const act of acts) {
      const error = await act().then(
        () => {
          throw new Error('it did not fail');
        },
        (failure: unknown) => failure,
      );
      logger.error({ err: error, requestId: 'r1' }, 'a resolver failed');
      logger.error({ err: new Error('wrapped', { cause: error }) }, 'a resolver failed');
    }
    expect(written).toHaveLength(acts.length * 2);
    expect(written.filter((line) => /planted/i.test(line))).toEqual([]);
    // What is needed to find the fault stays.
    expect(written[0]).toContain('"code":"23505"');
    expect(written[0]).toContain('school_pkey');
    expect(written[0]).toMatch(/"stack":"\s+at /);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { type DemoParts, demoAccounts, seedDemoData } from '#server/demo/demo.ts';
import { createAccountService } from '#server/modules/account/service.ts';
import { createLabService } from '#server/modules/lab/service.ts';
import { parseFiscalCode } from '#server/modules/registry/fiscal-code.ts';
import { createPlaces } from '#server/modules/registry/service.ts';
import { createDb, type Db, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createPasswords } from '#server/platform/passwords.ts';
import { createProofOfWork } from '#server/platform/proof-of-work.ts';
import { createLocalBus } from '#server/platform/pubsub/local-bus.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';

// A Sunday in winter time, whose weeks to come reach over the change of the year.
const NOW = new Date('2026-11-22T09:00:00Z');
const SERVER_KEY = Buffer.alloc(32, 7);

let database: TestDatabase;
let db: Db;
let parts: DemoParts;
let dispose: () => void;

beforeAll(async () => {
  database = await createTestDatabase();
  const logger = createLogger('silent');
  db = createDb({ url: database.url, poolSize: 5, logger });
  const clock = { now: () => NOW };
  const bus = createLocalBus();
  const passwords = createPasswords({ concurrency: 2, queue: 100 });
  const proofOfWork = createProofOfWork({ clock, serverKey: SERVER_KEY });
  const lab = await createLabService({ db, clock, bus, logger });
  const account = await createAccountService({
    ...{
      db,
      clock,
      bus,
      passwords,
      proofOfWork,
      places: createPlaces(),
      smsAvailable: false,
      serverKey: SERVER_KEY,
      logger,
    },
    secondFactor: { roles: [], issuer: 'Prova', host: 'localhost', origins: ['http://localhost:4000'] },
  });
  const config = {
    ...readConfig({}),
    database: { url: database.url, ownerUrl: null, poolSize: 5 },
    serverKey: SERVER_KEY,
  };
  parts = { config, db, clock, bus, passwords, services: { lab, account } };
  dispose = () => {
    lab.dispose();
    account.dispose();
  };
});

afterAll(async () => {
  dispose();
  await db.dispose();
  await database.drop();
});

beforeEach(async () => {
  await db.prisma.installation.deleteMany();
});

function counts(): Promise<number[]> {
  const { school, account, campaign, lab, labSession, booking } = db.prisma;
  return Promise.all([
    school.count(),
    account.count(),
    campaign.count(),
    lab.count(),
    labSession.count(),
    booking.count(),
  ]);
}

describe('demo data', () => {
  it('fills an empty database once, with counters that agree with their rows', async () => {
    expect(await seedDemoData(parts)).toBe(true);
    const filled = await counts();
    expect(filled).toEqual([24, 170, 4, 9, 24, 254]);
    expect(await parts.services.lab.checkCounters()).toEqual([]);

    expect(await seedDemoData(parts)).toBe(false);
    expect(await counts()).toEqual(filled);
  });

  it('completes what an interrupted start left, and adds nothing twice', async () => {
    await db.prisma.installation.create({ data: { key: 'demoData', value: { monday: '2026-11-16', done: false } } });
    const before = await counts();
    expect(await seedDemoData(parts)).toBe(true);
    expect(await counts()).toEqual(before);
  });

  it('leaves a database alone that holds anything else', async () => {
    const before = await counts();
    expect(await seedDemoData(parts)).toBe(false);
    expect(await counts()).toEqual(before);
    expect(await db.prisma.installation.count()).toBe(0);
  });

  it('never fills a production database', async () => {
    const production = { ...parts, config: { ...parts.config, mode: 'production' as const } };
    await expect(seedDemoData(production)).rejects.toThrow('production');
  });

  it('has sessions in the weeks to come at the hours of the file, free, few and full ones, a cancelled one', async () => {
    const sessions = await db.prisma.labSession.findMany({
      where: { campaign: { slug: 'laboratori-aperti' } },
      include: { lab: true },
      orderBy: { startsAt: 'asc' },
    });
    expect(sessions[0]?.startsAt).toEqual(new Date('2026-11-25T15:00:00Z'));
    const free = sessions.filter(({ state }) => state === 'SCHEDULED').map(({ capacity, booked }) => capacity - booked);
    expect(free.filter((seats) => seats === 0).length).toBeGreaterThanOrEqual(3);
    expect(free.filter((seats) => seats > 0 && seats < 4).length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...free)).toBeGreaterThan(100);
    expect(sessions.filter(({ state }) => state === 'CANCELLED').length).toBe(1);
    expect(Math.max(...sessions.map(({ lab }) => lab.title.length))).toBeGreaterThan(190);
    const campaigns = await db.prisma.campaign.findMany({ orderBy: { opensAt: 'asc' } });
    expect(campaigns.map(({ state, opensAt }) => `${state} ${opensAt > NOW}`)).toEqual([
      ...['CLOSED false', 'PUBLISHED false', 'PUBLISHED true', 'DRAFT true'],
    ]);
  });

  it('has an account of each role that signs in with the password of the banner', async () => {
    const origin = { clientAddress: '192.0.2.1', userAgent: null, requestId: 'r', viewer: null };
    for (const { username, password } of demoAccounts) {
      const signedIn = await parts.services.account.signIn({ identifier: username, password, remember: false }, origin);
      expect(signedIn.viewer.account.username).toBe(username);
    }
    const roles = await db.prisma.roleGrant.findMany({ select: { role: true } });
    // The second of the office is the ministry's account of the file of people.
    expect(roles.map(({ role }) => role).sort()).toEqual(['DESK', 'HEAD', 'HELPDESK', 'OFFICE', 'OFFICE', 'SECURITY']);
    const people = await db.query<{ code: string }>(sql`select fiscal_code as code from person`);
    expect(people.filter(({ code }) => parseFiscalCode(code) !== code)).toEqual([]);
  });
});

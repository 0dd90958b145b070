// The composition root: reads as the architecture does.
import type { Config } from './config.ts';
import { graphqlWords } from './graphql/words.ts';
import { createHttp, type Http } from './http/http.ts';
import { countedServices } from './http/metrics.ts';
import { createJobs, mailTemplates, sweeps } from './jobs.ts';
import { ownDataRoutes } from './modules/account/own-data-route.ts';
import { accountOwnTables } from './modules/account/own-tables.ts';
import {
  type AccountService,
  createAccountService,
  createErasureOffice,
  createOwnDataService,
  type ErasureOfficeUseCases,
  type OwnDataService,
  secondFactorSettings,
} from './modules/account/service.ts';
import { accountWords } from './modules/account/words.ts';
import { contentOwnTables } from './modules/content/own-tables.ts';
import { type ContentService, createContentService } from './modules/content/service.ts';
import { contentWords } from './modules/content/words.ts';
import { createHelpdeskService, type HelpdeskService } from './modules/helpdesk/service.ts';
import { helpdeskWords } from './modules/helpdesk/words.ts';
import { calendarRoutes } from './modules/lab/calendar-route.ts';
import type { LabDeps } from './modules/lab/deps.ts';
import { labOwnTables } from './modules/lab/own-tables.ts';
import { countSeatsAhead, createLabService, type LabService } from './modules/lab/service.ts';
import { labWords } from './modules/lab/words.ts';
import { registrationOwnTables } from './modules/registration/own-tables.ts';
import { createRegistrationService, type RegistrationService } from './modules/registration/service.ts';
import { registrationWords } from './modules/registration/words.ts';
import { registryOwnTables } from './modules/registry/own-tables.ts';
import { createPlaces, type Places } from './modules/registry/service.ts';
import { registryWords } from './modules/registry/words.ts';
import { type AuditChainer, createAuditChainer } from './platform/audit/chainer.ts';
import { type Clock, createDatabaseClock } from './platform/clock.ts';
import { createDb, type Db } from './platform/db/db.ts';
import { createTranslator, type Translator } from './platform/i18n.ts';
import { createWorker, type Worker } from './platform/jobs/worker.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { mailboxRoutes } from './platform/mail/mailbox-page.ts';
import { mailSiteOf } from './platform/mail/mailer.ts';
import { createSubjects } from './platform/mail/subjects.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import type { OwnTable } from './platform/own-rows.ts';
import { platformOwnTables } from './platform/own-tables.ts';
import { createPasswords, type Passwords } from './platform/passwords.ts';
import { createProofOfWork, type ProofOfWork } from './platform/proof-of-work.ts';
import type { Bus } from './platform/pubsub/bus.ts';
import { createLocalBus } from './platform/pubsub/local-bus.ts';
import { createRedisBus } from './platform/pubsub/redis-bus.ts';
import { smsRoute } from './platform/sms/sms.ts';
import { declarePresence } from './platform/solo.ts';
import { createTracing, type Tracing } from './platform/tracing.ts';
import { schema } from './schema.ts';

export interface App {
  listen(): Promise<{ url: string }>;
  /** Drains, then closes everything; the database last. */
  dispose(): Promise<void>;
  config: Config;
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  passwords: Passwords;
  chainer: AuditChainer;
  services: {
    account: AccountService;
    ownData: OwnDataService;
    erasures: ErasureOfficeUseCases;
    helpdesk: HelpdeskService;
    registration: RegistrationService;
    lab: LabService;
    content: ContentService;
    places: Places;
    proofOfWork: ProofOfWork;
  };
}

/** What tests replace: never our own code, only time and what stands outside. */
export interface Overrides {
  clock?: Clock;
  logger?: Logger;
  onQuery?: (statement: string) => void;
  locks?: NonNullable<LabDeps['locks']>;
}

const MEASURE_CLOCK_MS = 60_000;
const JOB_CONNECTIONS = 5;

export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const undo: (() => unknown)[] = [];
  try {
    return await compose(config, overrides, undo);
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

async function compose(config: Config, overrides: Overrides, undo: (() => unknown)[]): Promise<App> {
  const logger = overrides.logger ?? createLogger(config.logLevel);
  const presence = await declarePresence({ url: config.database.url, hasBus: config.redis !== null, logger });
  undo.push(() => presence.dispose());

  const { url, poolSize } = config.database;
  const db = createDb({ url, poolSize, logger, ...(overrides.onQuery ? { onQuery: overrides.onQuery } : {}) });
  undo.push(() => db.dispose());
  const clock = overrides.clock ?? (await startClock(db, logger, undo));
  const bus = config.redis ? await createRedisBus({ url: config.redis.url, logger }) : createLocalBus();
  undo.push(() => bus.dispose());
  const words = createTranslator([
    graphqlWords,
    registryWords,
    accountWords,
    registrationWords,
    labWords,
    contentWords,
    helpdeskWords,
  ]);
  const passwords = createPasswords(config.hashing);

  const { serverKey } = config;
  const proofOfWork = createProofOfWork({ clock, serverKey });
  const secondFactor = secondFactorSettings(config);
  const places = createPlaces(db);
  const account = await createAccountService({
    ...{ db, clock, bus, passwords, proofOfWork, places, serverKey, secondFactor, logger },
    smsAvailable: smsRoute(config) !== 'NONE',
  });
  undo.push(() => account.dispose());
  const ofRegistration = { db, clock, passwords, proofOfWork, places, serverKey, logger };
  const registration = createRegistrationService(ofRegistration);
  const lab = await createLabService({
    db,
    clock,
    bus,
    logger,
    ...(overrides.locks ? { locks: overrides.locks } : {}),
  });
  undo.push(() => lab.dispose());
  const content = createContentService({ db, clock });
  const pools: Record<string, Db['pool']> = { requests: db.pool };
  const metrics = createMetrics({ db, pools, bus, passwords });
  undo.push(() => metrics.dispose());
  const tracing = config.tracing ? await createTracing(config.tracing.endpoint) : null;
  if (tracing) undo.push(() => tracing.dispose());
  const subjectOf = createSubjects(mailTemplates(serverKey), mailSiteOf(config));
  const ownData = createOwnDataService({ db, clock, tables: ownTables, subjectOf });
  const erasures = createErasureOffice({ db, clock, bus, tables: ownTables, countSeatsAhead });
  const helpdesk = createHelpdeskService({ db, clock, serverKey, subjectOf });
  const services = countedServices(
    { account, ownData, erasures, helpdesk, registration, lab, content, places, proofOfWork },
    metrics.registry,
  );

  const chainer = createAuditChainer({ db, logger });
  undo.push(() => chainer.dispose());
  if (config.jobs) await startJobs({ config, clock, bus, logger, chainer, pools, undo });

  const http = await startHttp({ config, services, db, clock, bus, logger, words, metrics, tracing });
  return {
    listen: () => http.listen(),
    async dispose() {
      await http.dispose();
      await unwind(undo);
    },
    ...{ config, db, clock, bus, logger, passwords, chainer, services },
  };
}

/** Every table of the database is in one of these; a test holds that (SEC-108). */
export const ownTables: readonly OwnTable[] = [
  ...registryOwnTables,
  ...accountOwnTables,
  ...registrationOwnTables,
  ...labOwnTables,
  ...contentOwnTables,
  ...platformOwnTables,
];

async function unwind(undo: (() => unknown)[]): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

async function startClock(db: Db, logger: Logger, undo: (() => unknown)[]): Promise<Clock> {
  const clock = createDatabaseClock(db.pool);
  await clock.measure();
  const timer = setInterval(() => {
    clock.measure().catch((error: unknown) => logger.warn({ err: error }, 'the clock could not be measured'));
  }, MEASURE_CLOCK_MS);
  undo.push(() => clearInterval(timer));
  return clock;
}

interface JobParts {
  config: Config;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  chainer: AuditChainer;
  /** Where metrics find its connections. */
  pools: Record<string, Db['pool']>;
  undo: (() => unknown)[];
}

/** Jobs have connections of their own, so that a rush of requests never starves the mails. */
async function startJobs({ config, clock, bus, logger, chainer, pools, undo }: JobParts): Promise<Worker> {
  const db = createDb({ url: config.database.url, poolSize: JOB_CONNECTIONS, logger });
  undo.push(() => db.dispose());
  pools.jobs = db.pool;
  const jobs = createJobs({ config, db, clock, bus, logger });
  undo.push(() => jobs.dispose());
  const worker = await createWorker({ pool: db.pool, handlers: jobs.handlers, sweeps, logger });
  undo.push(() => worker.dispose());
  chainer.start();
  return worker;
}

interface HttpParts {
  config: Config;
  services: App['services'];
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  words: Translator;
  metrics: Metrics;
  tracing: Tracing | null;
}

async function startHttp(parts: HttpParts): Promise<Http> {
  const { config, services, db, clock, words } = parts;
  const site = { url: config.siteUrl, office: config.office };
  return await createHttp({
    ...{ ...parts, schema, site },
    trustedProxies: config.trustedProxies,
    routes: [
      mailboxRoutes({ db, enabled: config.smtp === null || smsRoute(config) === 'MAILBOX' }),
      ownDataRoutes({ account: services.account, ownData: services.ownData, words }),
      calendarRoutes({ lab: services.lab, site: mailSiteOf(config), clock }),
    ],
  });
}

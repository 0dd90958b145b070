import type { Config, Settings } from '../config.ts';
import { createPeopleFiles, type PeopleFiles } from '../modules/account/people-import.ts';
import { createRoles, type RoleUseCases } from '../modules/account/service.ts';
import { type CatalogueFiles, createCatalogueFiles } from '../modules/lab/catalogue-import.ts';
import { createPlaceFiles, type PlaceFiles } from '../modules/registry/place-import.ts';
import { createRegistryService, type RegistryService } from '../modules/registry/service.ts';
import { createDatabaseClock, type DatabaseClock } from '../platform/clock.ts';
import { createDb, type Db } from '../platform/db/db.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { createPasswords, type Passwords } from '../platform/passwords.ts';
import type { Bus } from '../platform/pubsub/bus.ts';
import { createLocalBus } from '../platform/pubsub/local-bus.ts';
import { createRedisBus } from '../platform/pubsub/redis-bus.ts';
import { bringUpToDate, openInstallation } from '../start/installation.ts';

/** What a command works with: the database of this installation and the services over it. */
export interface Workplace {
  config: Config;
  db: Db;
  clock: DatabaseClock;
  bus: Bus;
  logger: Logger;
  passwords: Passwords;
  registry: RegistryService;
  catalogue: CatalogueFiles;
  people: PeopleFiles;
  places: PlaceFiles;
  roles: RoleUseCases;
  close(): Promise<void>;
}

const POOL_SIZE = 3;

export interface WorkplaceOptions {
  /** Applies the migrations that the database lacks; a command that only looks does not. */
  migrate: boolean;
}

/**
 * Joins the installation: the database of DATABASE_URL, the embedded one that a running server holds, or the embedded
 * one started for this command and stopped after it.
 */
export async function openWorkplace(settings: Settings, { migrate }: WorkplaceOptions): Promise<Workplace> {
  const installation = await openInstallation(settings, { join: true });
  const undo: (() => Promise<void>)[] = [() => installation.close()];
  let closing: Promise<void> | null = null;
  async function closeAll(): Promise<void> {
    for (const step of undo.splice(0).reverse()) await step();
  }
  // An interruption may come while the command is closing already: both wait for the same end.
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  try {
    const { config } = installation;
    if (migrate) await bringUpToDate(config.database);
    const logger = createLogger('fatal');
    const db = createDb({ url: config.database.url, poolSize: POOL_SIZE, logger });
    undo.push(() => db.dispose());
    const clock = createDatabaseClock(db.pool);
    await clock.measure();
    const bus = config.redis ? await createRedisBus({ url: config.redis.url, logger }) : createLocalBus();
    undo.push(() => bus.dispose());
    const registry = createRegistryService({ db, clock });
    const catalogue = createCatalogueFiles({ db, clock, bus, registry });
    const passwords = createPasswords(config.hashing);
    const people = createPeopleFiles({ db, clock, bus, registry });
    const places = createPlaceFiles({ db, clock });
    const roles = createRoles({ db, clock, bus });
    return { config, db, clock, bus, logger, passwords, registry, catalogue, people, places, roles, close };
  } catch (error) {
    await close();
    throw error;
  }
}

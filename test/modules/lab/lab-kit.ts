// The lab module on a database of its own, for what the public door cannot show: rows, counters, races.

import type { LabDeps } from '#server/modules/lab/deps.ts';
import { createLabService } from '#server/modules/lab/service.ts';
import { createDb } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createLocalBus } from '#server/platform/pubsub/local-bus.ts';
import { createTestClock } from '#test/kit/clock.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { createSeed, NOON } from '#test/kit/seed.ts';

export async function startLab(options: { database?: TestDatabase; locks?: LabDeps['locks'] } = {}) {
  const database = options.database ?? (await createTestDatabase());
  const logger = createLogger('silent');
  const db = createDb({ url: database.url, poolSize: 10, logger });
  const clock = createTestClock(NOON);
  const bus = createLocalBus();
  const lab = await createLabService({ db, clock, bus, logger, ...(options.locks ? { locks: options.locks } : {}) });
  return {
    database,
    db,
    clock,
    bus,
    lab,
    seed: createSeed(db),
    async stop() {
      lab.dispose();
      await db.dispose();
      if (!options.database) await database.drop();
    },
  };
}

import pg from 'pg';
import { createDb, type Db } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createTestDatabase } from '../kit/database.ts';

export interface Scratch {
  /** As the application role. */
  db: Db;
  url: string;
  owner: pg.Pool;
  dispose(): Promise<void>;
}

/** A database of its own with both roles connected. */
export async function createScratch(): Promise<Scratch> {
  const database = await createTestDatabase();
  const db = createDb({ url: database.url, poolSize: 12, logger: createLogger('silent') });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on('error', () => undefined);
  return {
    db,
    url: database.url,
    owner,
    async dispose() {
      await db.dispose();
      await owner.end();
      await database.drop();
    },
  };
}

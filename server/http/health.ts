import type { FastifyInstance } from 'fastify';
import { sql } from '../platform/db/db.ts';
import { pendingMigrations } from '../platform/db/migrate.ts';
import { type Backlog, readBacklog } from '../platform/jobs/backlog.ts';
import type { HttpDeps } from './deps.ts';

type Part = 'up' | 'down';

interface Readiness {
  database: Part;
  migrations: Part;
  /** Down, the server still serves: changes are seen up to 2 s later (design.md section 2). */
  bus: Part;
  /** Down when jobs wait for long. The server still serves, and taking it away would bring no mail sooner. */
  jobs: Part;
  backlog: Pick<Backlog, 'waiting' | 'oldestSeconds'> | null;
  /** What is wrong, in words for the operator. */
  faults: string[];
}

const LATE_JOBS_SECONDS = 300;

const FAULTS = {
  stopping: 'Il processo si sta fermando: le richieste nuove vanno a un altro server.',
  database: 'Il database non risponde, o non ha connessioni libere.',
  migrations: 'Al database mancano delle migrazioni: esegui «npm run db:migrate».',
  bus: 'Redis non risponde: il servizio continua, i posti si aggiornano ogni 2 secondi.',
} as const;

/** Live: the process answers. Ready: it can serve, and is not about to stop. */
export function healthRoutes(server: FastifyInstance, deps: HttpDeps, isClosing: () => boolean): void {
  const read = oneAtATime(createReading(deps));
  server.get('/health/live', async (_request, reply) => {
    return await reply.header('cache-control', 'no-store').send({ live: true });
  });
  server.get('/health/ready', async (_request, reply) => {
    const { faults, ...parts } = await read();
    const stopping = isClosing();
    const ready = parts.database === 'up' && parts.migrations === 'up' && !stopping;
    if (!ready) reply.header('retry-after', '5');
    return await reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready, ...parts, faults: stopping ? [FAULTS.stopping, ...faults] : faults });
  });
}

function createReading({ config, db, bus }: HttpDeps): () => Promise<Readiness> {
  // Once complete they stay complete; only until then is it worth a connection of its own.
  let migrated = false;
  return async () => {
    const faults: string[] = [];
    const busFaults = bus.state === 'up' ? [] : [FAULTS.bus];
    try {
      await db.query(sql`select 1 as answered`);
      migrated ||= (await pendingMigrations(config.database.url)).length === 0;
      const backlog = migrated ? await readBacklog(db) : null;
      const late = backlog !== null && backlog.oldestSeconds > LATE_JOBS_SECONDS;
      if (!migrated) faults.push(FAULTS.migrations);
      if (late) faults.push(lateJobs(backlog));
      return {
        ...{ database: 'up', migrations: migrated ? 'up' : 'down', bus: bus.state, jobs: late ? 'down' : 'up' },
        ...{ backlog: backlog && shown(backlog), faults: [...faults, ...busFaults] },
      };
    } catch {
      return {
        ...{ database: 'down', migrations: migrated ? 'up' : 'down', bus: bus.state, jobs: 'down', backlog: null },
        faults: [FAULTS.database, ...busFaults],
      };
    }
  };
}

function shown({ waiting, oldestSeconds }: Backlog): Readiness['backlog'] {
  return { waiting, oldestSeconds: Math.round(oldestSeconds) };
}

function lateJobs({ waiting, oldestSeconds }: Backlog): string {
  const minutes = Math.floor(oldestSeconds / 60);
  return `Lavori in attesa da ${minutes} minuti (${waiting}): controlla che un processo abbia JOBS=true.`;
}

/** Anyone may ask, so all who ask at once get the same answer: one connection, however many they are. */
function oneAtATime<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= read().finally(() => {
      running = null;
    });
    return running;
  };
}

import pg from 'pg';
import { ADVISORY_LOCKS } from './db/advisory-locks.ts';
import type { Logger } from './logger.ts';

const RETRY_MS = 1_000;

/** Two servers without a bus between them would each show numbers that the other has changed. */
export class NotAloneError extends Error {
  override readonly name = 'NotAloneError';
}

export interface Presence {
  dispose(): Promise<void>;
}

/**
 * Stands for this server in the database for as long as it lives: a lock that dies with its connection, so that a
 * crash leaves nothing behind. Throws NotAloneError when a server without a bus is, or would be, one of several.
 */
export async function declarePresence(options: { url: string; hasBus: boolean; logger: Logger }): Promise<Presence> {
  const { url, hasBus, logger } = options;
  let disposed = false;
  let client: pg.Client | null = null;

  async function stand(): Promise<boolean> {
    const next = new pg.Client({ connectionString: url, application_name: 'sportello presence', keepAlive: true });
    next.on('error', () => undefined);
    await next.connect();
    const call = hasBus ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
    const { rows } = await next.query<{ alone: boolean }>(`select ${call}($1) as alone`, [ADVISORY_LOCKS.servers]);
    if (!rows[0]?.alone) {
      await next.end();
      return false;
    }
    client = next;
    next.once('end', () => {
      client = null;
      if (!disposed) void standAgain();
    });
    return true;
  }

  /** After the database came back. Another server may have taken the place: then both say so until one leaves. */
  async function standAgain(): Promise<void> {
    while (!disposed && !client) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      const stands = await stand().catch(() => null);
      if (stands === false)
        logger.error({}, 'another server works on this database and no bus joins them: set REDIS_URL');
    }
  }

  if (!(await stand())) {
    throw new NotAloneError(
      'Un altro server lavora già su questo database e i due non possono avvisarsi dei cambiamenti: imposta REDIS_URL su tutti.',
    );
  }
  return {
    async dispose() {
      disposed = true;
      await client?.end();
    },
  };
}

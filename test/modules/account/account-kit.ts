// The account module on a database of its own, for what the public door cannot show: counts of hashes, rows, races.
import { randomUUID } from 'node:crypto';
import { createAccountService } from '#server/modules/account/service.ts';
import { createPlaces } from '#server/modules/registry/service.ts';
import { createDb, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createPasswords } from '#server/platform/passwords.ts';
import { createProofOfWork } from '#server/platform/proof-of-work.ts';
import { createLocalBus } from '#server/platform/pubsub/local-bus.ts';
import { createTestDatabase } from '#test/kit/database.ts';

export const NOON = new Date('2026-11-23T11:00:00Z');
export const RIGHT = 'Cavallo corretto, pila 9';
export const MINUTE = 60_000;

export function movableClock(start: Date): { now(): Date; set(at: Date): void; advance(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}

export interface Seeded {
  accountId: string;
  username: string;
  fiscalCode: string;
}

export async function startAccounts(options: { concurrency?: number; queue?: number } = {}) {
  const database = await createTestDatabase();
  const logger = createLogger('silent');
  const db = createDb({ url: database.url, poolSize: 10, logger });
  const clock = movableClock(NOON);
  const bus = createLocalBus();
  const passwords = createPasswords({ concurrency: options.concurrency ?? 2, queue: options.queue ?? 1_000 });
  const serverKey = Buffer.alloc(32, 7);
  const proofOfWork = createProofOfWork({ clock, serverKey });
  const deps = {
    db,
    clock,
    bus,
    passwords,
    proofOfWork,
    places: createPlaces(),
    smsAvailable: false,
    serverKey,
    secondFactor: { roles: [], issuer: 'Prova', host: 'localhost', origins: ['http://localhost:4000'] },
    logger,
  };
  const account = await createAccountService(deps);
  const passwordHash = await passwords.hash(RIGHT);
  let people = 0;

  async function seedPerson(username: string): Promise<Seeded> {
    const fiscalCode = `PRVTST80A01A${String(100 + people++)}X`;
    const [person] = await db.query<{ id: string }>(sql`
      insert into person (fiscal_code, first_name, last_name) values (${fiscalCode}, 'Persona', 'Prova') returning id`);
    const [row] = await db.query<{ id: string }>(sql`
      insert into account (kind, username, person_id, display_name, password_hash, created_at)
      values ('PERSON', ${username}, ${person!.id}::uuid, 'Persona Prova', ${passwordHash}, ${NOON}) returning id`);
    return { accountId: row!.id, username, fiscalCode };
  }

  async function grant(accountId: string, role: string, times: { startsAt?: Date; endsAt?: Date } = {}) {
    const [row] = await db.query<{ id: string }>(sql`
      insert into role_grant (account_id, role, starts_at, ends_at)
      values (${accountId}::uuid, ${role}::role, ${times.startsAt ?? NOON}, ${times.endsAt ?? null}) returning id`);
    return row!.id;
  }

  const from = { clientAddress: '192.0.2.1', userAgent: 'test', viewer: null };
  return {
    ...deps,
    account,
    seedPerson,
    grant,
    signIn: (identifier: string, password: string, more: { clientAddress?: string; remember?: boolean } = {}) =>
      account.signIn(
        { identifier, password, remember: more.remember ?? false },
        { ...from, requestId: randomUUID(), clientAddress: more.clientAddress ?? from.clientAddress },
      ),
    async dispose() {
      account.dispose();
      await bus.dispose();
      await db.dispose();
      await database.drop();
    },
  };
}

/** The name of what a call was refused with, or 'ok'. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: Error) => error.constructor.name,
  );
}

/** What a call was refused with. */
export async function refusal<E extends Error>(call: Promise<unknown>): Promise<E> {
  return call.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: E) => error,
  );
}

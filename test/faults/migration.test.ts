// A newer version's migration is applied while this version serves.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { migrate, pendingMigrations } from '#server/platform/db/migrate.ts';
import { startTestApp } from '#test/kit/api.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { type ServerProcess, startServerProcess } from '#test/kit/server-process.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const PEOPLE = 200;
const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';
const READ =
  '{ me { account { id } } myBookings { id } labSessions(first: 5) { edges { node { id seats { free } lab { id } } } } }';

/** What a newer version adds, as docs/operations.md asks: it takes nothing away. */
const EXPAND = `
  create type "account_mood" as enum ('CALM');
  create table "account_note" ("id" uuid primary key, "account_id" uuid not null references "account"("id"));
  create index "account_note_account_id_idx" on "account_note"("account_id");
  alter table "account" add column "later_mood" "account_mood" not null default 'CALM', add column "later_nickname" text;
  alter table "lab_session" add column "later_room" text;
  alter table "lab_session" add constraint "lab_session_later_room_not_empty" check ("later_room" <> '') not valid;
  alter table "booking" add column "later_note" text not null default '';
  alter table "login_session" add column "later_device" text;
  alter table "mail" add column "later_copies" int not null default 0;
  alter table "audit_event" add column "later_place" text;
  alter type "booking_state" add value 'LAPSED';`;

/** What it must not do at once. */
const CONTRACT = `alter table "booking" add column "later_note" text not null;`;

interface World {
  server: ServerProcess;
  base: TestDatabase;
  sessionId: string;
  cookies: string[];
  owner: pg.Client;
}

async function world(): Promise<World> {
  const base = await createTestDatabase();
  undo.push(() => base.drop());
  const app = await startTestApp({ database: base, realTime: true });
  const now = Date.now();
  const campaign = await app.seed.campaign({ opensAt: new Date(now - 1e8), closesAt: new Date(now + 1e8) });
  const session = await app.seed.session(await app.seed.lab(campaign.id), {
    capacity: PEOPLE,
    startsAt: new Date(now + 1e9),
  });
  const people = await app.seed.people(PEOPLE);
  const cookies = await Promise.all(people.map((person) => app.cookieOf(person.accountId)));
  await app.stop();
  const server = await startServerProcess(base, { jobs: true });
  undo.push(() => server.stop());
  const owner = new pg.Client({ connectionString: base.ownerUrl });
  owner.on('error', () => undefined);
  await owner.connect();
  undo.push(() => owner.end());
  return { server, base, sessionId: globalId('LabSession', session.id), cookies, owner };
}

/** The migrations of this version and one more. */
function newerMigrations(statements: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-newer-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  cpSync('prisma/migrations', folder, { recursive: true });
  mkdirSync(path.join(folder, '29991231000000_newer'));
  writeFileSync(path.join(folder, '29991231000000_newer/migration.sql'), statements);
  return folder;
}

interface Load {
  failed: object[];
  booked: string[];
  reads: number;
  finish(): Promise<void>;
}

/** Everybody reads, and one after the other books, until told to stop. */
function load({ server, sessionId, cookies }: World): Load {
  const found: Load = { failed: [], booked: [], reads: 0, finish };
  const waiting = [...cookies];
  let going = true;

  async function post(query: string, variables: object, cookie: string): Promise<{ bookSeat?: Booked } | null> {
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data?: { bookSeat?: Booked }; errors?: object };
    if (answer.status !== 200 || errors) found.failed.push({ status: answer.status, errors });
    return data ?? null;
  }
  async function read(cookie: string): Promise<void> {
    for (; going; await sleep(20)) {
      await post(READ, {}, cookie);
      found.reads += 1;
    }
  }
  async function book(): Promise<void> {
    for (let cookie = waiting.shift(); going && cookie; cookie = waiting.shift()) {
      const data = await post(BOOK, { input: { sessionId, idempotencyKey: randomUUID() } }, cookie);
      if (data?.bookSeat?.booking) found.booked.push(data.bookSeat.booking.id);
      await sleep(40);
    }
  }
  const all = Promise.all([...cookies.slice(0, 4).map(read), book(), book()]);
  async function finish(): Promise<void> {
    going = false;
    await all;
  }
  undo.push(finish);
  return found;
}

interface Booked {
  booking?: { id: string };
}

async function bookings({ owner }: World): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(`select id from booking where state = 'BOOKED'`);
  return rows.map(({ id }) => globalId('Booking', id)).sort();
}

it('[FLT-40] an older version serves on while a newer one’s migration is applied, and after it', async () => {
  const here = await world();
  const folder = newerMigrations(EXPAND);
  const busy = load(here);
  await expect.poll(() => busy.booked.length, { timeout: 20_000 }).toBeGreaterThan(5);
  const before = { booked: busy.booked.length, reads: busy.reads };
  const { url, ownerUrl } = here.base;
  expect(await migrate({ ownerUrl, applicationUrl: url, folder })).toEqual(['29991231000000_newer']);
  await expect.poll(() => busy.booked.length, { timeout: 20_000 }).toBeGreaterThan(before.booked + 10);
  await busy.finish();
  expect(busy.reads).toBeGreaterThan(before.reads + 10);
  expect(busy.failed).toEqual([]);
  expect(await bookings(here)).toEqual(busy.booked.sort());

  // It is still ready, and would start again: what it does not know is no fault of the database.
  expect((await fetch(`${here.server.url}/health/ready`)).status).toBe(200);
  expect(await pendingMigrations(url)).toEqual([]);
  await here.server.stop();
  const again = await startServerProcess(here.base);
  undo.push(() => again.stop());
  expect((await fetch(`${again.url}/health/ready`)).status).toBe(200);
});

it('[FLT-40] a migration that takes something away at once makes an older version fail: the test would notice', async () => {
  const here = await world();
  const folder = newerMigrations(CONTRACT);
  const { url, ownerUrl } = here.base;
  await migrate({ ownerUrl, applicationUrl: url, folder });
  const busy = load(here);
  await expect.poll(() => busy.failed.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await busy.finish();
  expect(busy.booked).toEqual([]);
});

it('[FLT-40] a migration that must wait for a table lets the requests behind it pass, and is applied in the end', async () => {
  const here = await world();
  const folder = newerMigrations(EXPAND);
  const reader = new pg.Client({ connectionString: here.base.ownerUrl });
  await reader.connect();
  undo.push(() => reader.end());
  // Somebody counts bookings for a report, and takes long.
  await reader.query('begin');
  await reader.query('select count(*) from booking');
  const busy = load(here);
  const { url, ownerUrl } = here.base;
  let applied = false;
  const migrating = migrate({ ownerUrl, applicationUrl: url, folder }).then((names) => {
    applied = true;
    return names;
  });
  await expect.poll(() => busy.booked.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await sleep(6_000);
  expect(applied).toBe(false);
  await reader.query('commit');
  expect(await migrating).toEqual(['29991231000000_newer']);
  await busy.finish();
  expect(busy.failed).toEqual([]);
  expect(await bookings(here)).toEqual(busy.booked.sort());
});

// Two servers behind nginx as docs/nginx.conf has it.
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { globalId } from '#server/graphql/ids.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { nginxOrSkip, redisOrSkip } from '#test/kit/external.ts';
import { startNginx } from '#test/kit/nginx.ts';
import { freePort, startRedis } from '#test/kit/redis.ts';
import { type ServerProcess, startServerProcess } from '#test/kit/server-process.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Between two requests of one client: the machine is to serve, not only to ask. */
const PAUSE_MS = 15;
const SOON = { timeout: 20_000 };
const BOOK =
  'mutation ($input: BookSeatInput!) { bookSeat(input: $input) { __typename ... on BookSeatSuccess { booking { id } } } }';
const SEATS = 'subscription ($of: AvailabilityScope!) { availability(of: $of) { kind sessions { free } } }';

interface World {
  url: string;
  base: TestDatabase;
  servers: ServerProcess[];
  /** Starts a server again on its port. */
  start(index: number): Promise<void>;
  sessionId: string;
  campaign: string;
  cookies: string[];
  /** For looking at the rows; it is no server. */
  app: Pick<TestApp, 'app'>;
}

vi.setConfig({ testTimeout: 240_000 });

nginxOrSkip('behind nginx', (program) => {
  redisOrSkip('two servers', (source) => {
    async function world(people: number): Promise<World> {
      const base = await createTestDatabase();
      undo.push(() => base.drop());
      const redis = await startRedis(source);
      undo.push(() => redis.stop());
      const ports = [await freePort(), await freePort()] as const;
      const config = { redis: { url: redis.url }, serverKey: randomBytes(32), trustedProxies: ['127.0.0.1'] };
      const app = await startTestApp({ database: base, config, realTime: true });
      undo.push(() => app.stop());
      const now = Date.now();
      const campaign = await app.seed.campaign({ opensAt: new Date(now - 1e8), closesAt: new Date(now + 1e8) });
      const session = await app.seed.session(await app.seed.lab(campaign.id), {
        capacity: people,
        startsAt: new Date(now + 1e9),
      });
      const seeded = await app.seed.people(people);
      const cookies: string[] = [];
      for (const person of seeded) cookies.push(await app.cookieOf(person.accountId));
      const servers: ServerProcess[] = [];
      const start = async (index: number): Promise<void> => {
        servers[index] = await startServerProcess(base, { ...config, port: ports[index] ?? 0 });
      };
      await Promise.all([start(0), start(1)]);
      undo.push(() => Promise.all(servers.map((server) => server.stop())));
      const nginx = await startNginx(program, ports);
      undo.push(() => nginx.stop());
      const sessionId = globalId('LabSession', session.id);
      return { url: nginx.url, base, servers, start, sessionId, campaign: campaign.slug, cookies, app };
    }

    function post(url: string, query: string, variables: object, cookie: string): Promise<Response> {
      return fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ query, variables }),
      });
    }

    interface Booked {
      data?: { bookSeat?: { booking: { id: string } } | null };
    }

    interface Load {
      /** Statuses that were not 200. */
      reads: number[];
      acts: number[];
      done: { reads: number; acts: number };
      /** Booking ids that somebody was told. */
      told: string[];
      /** Acts without an answer, by person and key. */
      unanswered: { cookie: string; key: string }[];
      finish(): Promise<void>;
    }

    /** Pages and queries without end, and one booking after the other. */
    function load({ url, cookies, sessionId }: World): Load {
      const found: Load = { reads: [], acts: [], done: { reads: 0, acts: 0 }, told: [], unanswered: [], finish };
      let going = true;
      const waiting = [...cookies];
      async function read(path: string): Promise<void> {
        while (going) {
          const status = await fetch(url + path).then(async (answer) => {
            await answer.arrayBuffer();
            return answer.status;
          });
          found.done.reads += 1;
          if (status !== 200) found.reads.push(status);
          await sleep(PAUSE_MS);
        }
      }
      async function act(): Promise<void> {
        for (let cookie = waiting.shift(); going && cookie; cookie = waiting.shift()) {
          await bookWith(cookie, randomUUID());
          await sleep(4 * PAUSE_MS);
        }
      }
      async function bookWith(cookie: string, key: string): Promise<void> {
        const answer = await post(url, BOOK, { input: { sessionId, idempotencyKey: key } }, cookie);
        const body = (await answer.json().catch(() => null)) as Booked | null;
        found.done.acts += 1;
        if (body?.data?.bookSeat) return void found.told.push(body.data.bookSeat.booking.id);
        // The database of a busy machine took over 3 s: no fault of a stop. Who is told to wait waits.
        if (answer.headers.has('retry-after')) return await sleep(2_000).then(() => bookWith(cookie, key));
        found.acts.push(answer.status);
        found.unanswered.push({ cookie, key });
      }
      const all = Promise.all([
        ...['/health/live', '/graphql?query={campaigns{id}}', '/graphql?query={serverTime}'].map(read),
        ...[1, 2, 3].map(act),
      ]);
      async function finish(): Promise<void> {
        going = false;
        await all;
      }
      return found;
    }

    async function bookings({ app }: World): Promise<string[]> {
      const rows = await app.app.db.query<{ id: string }>(sql`select id from booking where state = 'BOOKED'`);
      return rows.map((row) => globalId('Booking', row.id)).sort();
    }

    it('[FLT-40] [OPS-04] a rolling restart under load: no request fails, and none is done twice', async () => {
      const here = await world(250);
      const busy = load(here);
      for (const index of [0, 1]) {
        await sleep(500);
        const started = performance.now();
        await here.servers[index]?.stop();
        expect(performance.now() - started).toBeLessThan(10_000);
        await here.start(index);
        // Longer than fail_timeout: nginx asks it again.
        await sleep(2_500);
      }
      await busy.finish();
      expect(busy.done.reads).toBeGreaterThan(30);
      expect(busy.done.acts).toBeGreaterThan(30);
      expect({ reads: busy.reads, acts: busy.acts }).toEqual({ reads: [], acts: [] });
      expect(await bookings(here)).toEqual(busy.told.sort());
    });

    it('[FLT-40] [FLT-05] one killed under load: reading never fails, what was told stands, and the same key again is one booking', async () => {
      const here = await world(300);
      const busy = load(here);
      await sleep(1_000);
      await here.servers[0]?.kill();
      await sleep(2_000);
      await busy.finish();
      expect(busy.reads).toEqual([]);
      expect(busy.done.reads).toBeGreaterThan(5);
      // At most what was on its way to the one that died.
      expect(busy.acts.length).toBeLessThanOrEqual(3);
      for (const status of busy.acts) expect(status).toBe(502);
      for (const { cookie, key } of busy.unanswered) {
        const answer = await post(
          here.url,
          BOOK,
          { input: { sessionId: here.sessionId, idempotencyKey: key } },
          cookie,
        );
        const { data } = (await answer.json()) as { data: { bookSeat: { booking: { id: string } } } };
        busy.told.push(data.bookSeat.booking.id);
      }
      expect(await bookings(here)).toEqual(busy.told.sort());
    });

    it('[OPS-04] [SEC-056] sockets and streams pass, know the client, and are told to come again when a server stops', async () => {
      const here = await world(2);
      const sockets = await Promise.all([1, 2, 3, 4].map(() => openSocket(here)));
      const stream = await fetch(
        `${here.url}/graphql?query=${encodeURIComponent(SEATS)}&variables=${encodeURIComponent(JSON.stringify({ of: { campaign: here.campaign } }))}`,
        { headers: { accept: 'text/event-stream' } },
      );
      const reader = stream.body?.getReader();
      let streamed = '';
      while (!streamed.includes('event: next')) streamed += new TextDecoder().decode((await reader?.read())?.value);
      void reader?.cancel();
      await post(
        here.url,
        BOOK,
        { input: { sessionId: here.sessionId, idempotencyKey: randomUUID() } },
        here.cookies[0] ?? '',
      );
      for (const socket of sockets) await expect.poll(() => socket.heard(), SOON).toContain('"free":1');
      await here.servers[0]?.stop();
      await here.servers[1]?.stop();
      expect(await Promise.all(sockets.map((socket) => socket.closed))).toEqual([1012, 1012, 1012, 1012]);
    });

    it('[OPS-01] [SEC-056] shows metrics to nobody, and a claimed address is not passed on', async () => {
      const here = await world(1);
      expect((await fetch(`${here.url}/metrics`)).status).toBe(404);
      const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
      for (const n of [1, 2, 3]) {
        await fetch(`${here.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${n}` },
          body: JSON.stringify({ query: signIn, variables: { input: { identifier: `nessuno.${n}`, password: 'x' } } }),
        });
      }
      const rows = await here.app.app.db.query(sql`select failures from sign_in_throttle where failures > 1`);
      expect(rows).toEqual([{ failures: 3 }]);
    });

    async function openSocket({ url, campaign }: World) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      let heard = '';
      socket.on('message', (data) => {
        heard += String(data);
      });
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send(JSON.stringify({ type: 'connection_init' }));
      await expect.poll(() => heard, SOON).toContain('connection_ack');
      const payload = { query: SEATS, variables: { of: { campaign } } };
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
      await expect.poll(() => heard, SOON).toContain('"next"');
      return { heard: () => heard, closed };
    }
  });
});

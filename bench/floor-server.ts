// The least that could do the same work: node:http, `pg` with named statements, `ws`, `argon2`. It checks nothing.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import argon2 from 'argon2';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { answerParent } from './child.ts';
import { BOOK_BARE, BOOK_SAME_ROWS, CATALOGUE_LABS, CATALOGUE_SESSIONS, type Named, ONE_SESSION } from './floor-sql.ts';

interface Setup {
  url: string;
  /** What a rush on one row does best with; more wait for its lock in each other's way. */
  hotConnections: number;
  connections: number;
}

interface Booking {
  sessionId: string;
  accountId: string;
  bookingId: string;
  hot: boolean;
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
let free = 0;
let hotPool: pg.Pool;
let pool: pg.Pool;

const run = async (on: pg.Pool, statement: Named, values: unknown[]) =>
  (await on.query({ ...statement, values })).rows as Record<string, unknown>[];

async function catalogue(slug: string): Promise<unknown> {
  const [labs, sessions] = await Promise.all([
    run(pool, CATALOGUE_LABS, [slug]),
    run(pool, CATALOGUE_SESSIONS, [slug]),
  ]);
  const byLab = new Map(labs.map(({ id, code, title }) => [id, { code, title, sessions: [] as unknown[] }]));
  for (const { lab_id, id, starts_at, free: seats } of sessions) {
    byLab.get(lab_id)?.sessions.push({ id, startsAt: starts_at, seats: { free: seats } });
  }
  return { data: { campaign: { labs: [...byLab.values()] } } };
}

async function session(id: string): Promise<unknown> {
  const [row] = await run(pool, ONE_SESSION, [id]);
  const { number, starts_at, capacity, free: seats, title } = row ?? {};
  return { data: { node: { id, number, startsAt: starts_at, lab: { title }, seats: { capacity, free: seats } } } };
}

async function book(statement: Named, { sessionId, accountId, bookingId, hot }: Booking): Promise<unknown> {
  const rows = await run(hot ? hotPool : pool, statement, [sessionId, bookingId, accountId]);
  return { data: { bookSeat: rows.length === 1 ? { __typename: 'BookSeatSuccess', id: bookingId } : 'FULL' } };
}

function broadcast(): unknown {
  free -= 1;
  const bytes = Buffer.from(
    `{"id":"1","type":"next","payload":{"data":{"availability":{"sessions":[{"free":${free}}]}}}}`,
  );
  for (const socket of sockets.clients) socket.send(bytes, { binary: false });
  return { data: { bookSeat: { __typename: 'BookSeatSuccess' } } };
}

async function read(request: IncomingMessage): Promise<Booking> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Booking;
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const [, door = '', argument = ''] = (request.url ?? '').split('/');
  if (door === 'catalogue') return await catalogue(argument);
  if (door === 'session') return await session(argument);
  if (door === 'book') return await book(BOOK_BARE, await read(request));
  if (door === 'book-same-rows') return await book(BOOK_SAME_ROWS, await read(request));
  if (door === 'change') return broadcast();
  throw new Error(`nothing at ${request.url}`);
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

const server = createServer((request, response) => {
  answer(request).then(
    (value) => send(response, 200, value),
    (error: Error) => send(response, 500, { errors: [{ message: error.message }] }),
  );
});
server.keepAliveTimeout = 60_000;
server.on('upgrade', (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on('message', () => socket.send(`{"free":${free}}`));
  });
});

/** Sign-ins with everything left out but the hash. */
async function verify({
  hash,
  password,
  concurrency,
  ms,
}: Record<'hash' | 'password', string> & Record<'concurrency' | 'ms', number>) {
  const begun = performance.now();
  let done = 0;
  const one = async () => {
    while (performance.now() - begun < ms) {
      await argon2.verify(hash, password);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  return { done, ms: performance.now() - begun };
}

answerParent({
  async start(setup: Setup) {
    hotPool = new pg.Pool({ connectionString: setup.url, max: setup.hotConnections });
    pool = new pg.Pool({ connectionString: setup.url, max: setup.connections });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return { port: typeof address === 'object' && address ? address.port : 0 };
  },
  setFree(value: number) {
    free = value;
  },
  verify,
  async stop() {
    await Promise.all([hotPool.end(), pool.end()]);
  },
});

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { isUnavailable } from '../platform/db/db-errors.ts';
import { bearerToken, sessionToken } from './cookies.ts';
import { createCrowd, type Place } from './crowd.ts';
import type { Front, HttpDeps } from './deps.ts';
import type { GraphQLServer } from './graphql.ts';
import { judgeOrigin } from './origins.ts';
import { CHALLENGE } from './request-context.ts';
import { type AddressOf, type Connection, createSocketProtocol } from './socket-protocol.ts';

export interface Sockets {
  readonly open: number;
  /** Closes every socket with a code upon which clients connect again, to another server or to this one's successor. */
  dispose(): Promise<void>;
}

export interface SocketOptions {
  deps: Front;
  graphql: GraphQLServer;
  server: Server;
  addressOf: AddressOf;
}

/** Limits of sockets (SEC-081). A whole school sits behind one address. */
export const SOCKET_LIMITS = {
  initWaitMs: 3_000,
  payloadBytes: 64 * 1024,
  operations: 20,
  perAccount: 5,
  perAddress: 2_000,
  backlogBytes: 1_000_000,
} as const;

/** Close codes; graphql-ws clients connect again after both. */
export const CLOSE = { restarting: 1012, sessionChanged: 4499 } as const;

const PING_MS = 12_000;
const CLOSE_WAIT_MS = 1_000;

export function createSockets(options: SocketOptions): Sockets {
  const { deps, server, addressOf } = options;
  const speak = createSocketProtocol({ ...options, limits: SOCKET_LIMITS });
  const wss = new WebSocketServer({ noServer: true, maxPayload: SOCKET_LIMITS.payloadBytes, handleProtocols });
  const crowd = createCrowd(SOCKET_LIMITS);
  const unanswered = new WeakSet<WebSocket>();
  let closing = false;

  function admit(socket: WebSocket, connection: Connection): void {
    let leave = settle(socket, connection);
    socket.on('pong', () => unanswered.delete(socket));
    socket.once('close', () => leave());
    speak(socket, {
      connection,
      async identify(token) {
        const named = await identityOf(deps, token);
        const isOpen = socket.readyState === socket.OPEN;
        if (named.accountId === null || !isOpen || crowd.full(placeOf({ ...connection, ...named }))) return false;
        leave();
        Object.assign(connection, named);
        leave = settle(socket, connection);
        return true;
      },
    });
  }

  /** Counts the socket, and ends it with what it was opened by; answers how to stop both. */
  function settle(socket: WebSocket, connection: Connection): () => void {
    const leave = crowd.enter(placeOf(connection));
    const stop = connection.identity.signIn?.onEnd(() => socket.close(CLOSE.sessionChanged, 'Session changed'));
    return () => {
      leave();
      stop?.();
    };
  }

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const refused = closing ? 503 : refusalOf(request, deps);
    if (!refused && !deps.rates.ofAddress(addressOf(request)).allowed) return refuse(stream, 429);
    if (refused) return refuse(stream, refused);
    const connection = await establish(options, request);
    if (connection.identity.bearer && connection.accountId === null) return refuse(stream, 401);
    if (crowd.full(placeOf(connection))) return refuse(stream, 429);
    wss.handleUpgrade(request, stream, head, (socket) => admit(socket, connection));
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    upgrade(request, stream, head).catch((error: unknown) => {
      deps.logger.error({ err: error }, 'a socket could not be opened');
      refuse(stream, isUnavailable(error) ? 503 : 500);
    });
  }

  /** A peer that vanished without a word is noticed by the ping it does not answer. */
  const pinger = setInterval(() => {
    for (const socket of wss.clients) {
      if (unanswered.has(socket)) {
        socket.terminate();
      } else {
        unanswered.add(socket);
        socket.ping();
      }
    }
  }, PING_MS);
  pinger.unref();
  server.on('upgrade', onUpgrade);

  return {
    get open() {
      return wss.clients.size;
    },
    async dispose() {
      closing = true;
      clearInterval(pinger);
      await Promise.all([...wss.clients].map(closeForRestart));
      wss.close();
    },
  };
}

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function refuse(stream: Duplex, status: number): void {
  const hints: Record<number, string> = {
    401: `WWW-Authenticate: ${CHALLENGE}\r\n`,
    429: 'Retry-After: 5\r\n',
    503: 'Retry-After: 5\r\n',
  };
  const retry = hints[status] ?? '';
  stream.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${retry}\r\n`);
}

/** A foreign page opens no socket, nor does a cookie without a page (SEC-079). */
function refusalOf(request: IncomingMessage, { config, logger }: HttpDeps): number | null {
  if (request.url?.split('?')[0] !== '/graphql') return 404;
  const verdict = judgeOrigin(request.headers, config);
  if (verdict === 'own' || verdict === 'listed') return null;
  if (verdict === 'absent' && request.headers.cookie === undefined) return null;
  logger.info({ origin: verdict }, 'a socket was refused for its origin');
  return 403;
}

function placeOf({ scene, accountId }: Connection): Place {
  return { clientAddress: scene.clientAddress, accountId };
}

async function establish({ deps, addressOf }: SocketOptions, request: IncomingMessage): Promise<Connection> {
  const { headers } = request;
  const bearer = bearerToken(headers.authorization);
  const scene = { clientAddress: addressOf(request), headers, cookies: null };
  const known = await identityOf(deps, bearer ?? sessionToken(headers.cookie));
  return { scene, ...known, identity: { ...known.identity, bearer: bearer !== null } };
}

async function identityOf(
  { services: { account } }: HttpDeps,
  token: string | null,
): Promise<Pick<Connection, 'identity' | 'accountId'>> {
  const viewer = token === null ? null : await account.resolveSession(token);
  if (token === null || !viewer) return { identity: { token: null, bearer: false, signIn: null }, accountId: null };
  const signIn = account.holdSession(token, viewer);
  return { identity: { token, bearer: viewer.accessToken !== null, signIn }, accountId: viewer.account.id };
}

function closeForRestart(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => socket.terminate(), CLOSE_WAIT_MS);
    socket.once('close', () => {
      clearTimeout(impatient);
      resolve();
    });
    socket.close(CLOSE.restarting, 'Service restart');
  });
}

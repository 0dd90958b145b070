import { randomUUID } from 'node:crypto';
import { Server } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { RETRY_AFTER_SECONDS } from '../graphql/errors.ts';
import { isUnavailable } from '../platform/db/db-errors.ts';
import { clientAddress, trustedPeers } from './client-address.ts';
import { sessionToken } from './cookies.ts';
import type { HttpDeps, RouteTools } from './deps.ts';
import { createGraphQL } from './graphql.ts';
import { graphqlRoutes, type OpenStreams } from './graphql-routes.ts';
import { securityHeaders } from './headers.ts';
import { healthRoutes } from './health.ts';
import { measureRequests, measureWatchers, metricsRoute } from './metrics.ts';
import { createRateLimits } from './rate-limits.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { staticClient } from './static-client.ts';
import { traceRequests } from './tracing.ts';

export type { HttpDeps, HttpRoutes, RouteTools } from './deps.ts';

export interface Http {
  listen(): Promise<{ url: string }>;
  /** Lets requests under way finish, for a while; sockets and streams are told to connect elsewhere. */
  dispose(): Promise<void>;
  readonly openSockets: number;
}

const CLIENT_DIR = path.resolve(import.meta.dirname, '../../dist/client');
const DRAIN_MS = 5_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 20_000;
const CHECK_MS = 2_000;
// Above the 12 s at which an idle event stream sends a sign of life.
const SILENCE_MS = 40_000;
const TIDY_EVERY_MS = 100;
// A proxy sends requests over connections it keeps. Each is answered and closed, and the next goes to another server.
const PROXY_LINGER_MS = 500;

/** Every door of the server; it listens only when told to. */
export async function createHttp(deps: HttpDeps): Promise<Http> {
  let closing = false;
  const trusts = trustedPeers(deps.trustedProxies ?? []);
  const server = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    trustProxy: trusts,
    bodyLimit: 200_000,
    // Who sends a request byte by byte, or reads none of its answer, does not keep a connection (FLT-31, FLT-33).
    requestTimeout: REQUEST_MS,
    connectionTimeout: SILENCE_MS,
    http: { headersTimeout: HEADERS_MS, connectionsCheckingInterval: CHECK_MS },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  await securityHeaders(server, deps.config.siteUrl);
  handleFaults(server, deps);
  measureRequests(server, { registry: deps.metrics.registry, logger: deps.logger });
  const rates = createRateLimits(deps);
  const front = { ...deps, rates };
  const graphql = createGraphQL(front, deps.tracing ? [traceRequests(server, deps.tracing)] : []);
  const streams = graphqlRoutes(server, front, graphql);
  healthRoutes(server, deps, () => closing);
  metricsRoute(server, deps);
  for (const routes of deps.routes ?? []) routes(server, toolsFor(deps));
  await staticClient(server, deps.clientDir ?? CLIENT_DIR);
  await server.ready();
  const sockets = createSockets({
    deps: front,
    graphql,
    server: server.server,
    addressOf: (request) => clientAddress(request, trusts),
  });

  measureWatchers(deps.metrics.registry, deps.services, {
    get sockets() {
      return sockets.open;
    },
    get streams() {
      return streams.size;
    },
  });

  return {
    async listen() {
      const { host, port } = deps.config;
      await server.listen({ host, port });
      return { url: addressUrl(server, host) };
    },
    async dispose() {
      closing = true;
      const lingerMs = deps.trustedProxies?.length ? PROXY_LINGER_MS : 0;
      await drain(server, { sockets, streams, lingerMs });
      await graphql.dispose();
      await rates.dispose();
    },
    get openSockets() {
      return sockets.open;
    },
  };
}

interface Drained {
  sockets: Sockets;
  streams: OpenStreams;
  /** How long connections that stand are still answered. */
  lingerMs: number;
}

/**
 * First nobody new comes in, so that whoever is sent away arrives at another server; then sockets and streams are told;
 * then what is under way is finished.
 */
async function drain(server: FastifyInstance, { sockets, streams, lingerMs }: Drained): Promise<void> {
  // After the connections that the system had taken already; Fastify's own close would end idle ones at once.
  await new Promise((resolve) => setImmediate(resolve));
  Server.prototype.close.call(server.server);
  await sockets.dispose();
  for (const stream of streams) stream.destroy();
  await sleep(lingerMs);
  const impatient = setTimeout(() => server.server.closeAllConnections(), DRAIN_MS);
  // Whose answer had left its headers when the stop began becomes idle later.
  const tidier = setInterval(() => server.server.closeIdleConnections(), TIDY_EVERY_MS);
  await server.close();
  clearInterval(tidier);
  clearTimeout(impatient);
}

function addressUrl(server: FastifyInstance, host: string): string {
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function toolsFor({ services }: HttpDeps): RouteTools {
  return {
    async viewerOf(request) {
      const token = sessionToken(request.headers.cookie);
      return token === null ? null : await services.account.resolveSession(token);
    },
  };
}

function faultOf(error: { statusCode?: number }, id: string): { status: number; code: string; message: string } {
  if (isUnavailable(error))
    return { status: 503, code: 'SERVICE_UNAVAILABLE', message: `Try again soon, number ${id}` };
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { status: error.statusCode, code: 'BAD_REQUEST', message: 'The request was not understood.' };
  }
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: `Internal error, number ${id}` };
}

/** Outside GraphQL too, a fault is told by its request's number alone (SEC-075). */
function handleFaults(server: FastifyInstance, { logger }: HttpDeps): void {
  server.setErrorHandler(async (error: { statusCode?: number; message: string }, request, reply) => {
    const { status, code, message } = faultOf(error, request.id);
    if (status >= 500) logger.error({ err: error, requestId: request.id }, 'a request failed');
    if (status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    return await reply
      .code(status)
      .header('cache-control', 'no-store')
      .send({ errors: [{ message, extensions: { code, requestId: request.id } }] });
  });
}

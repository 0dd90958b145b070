import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Services } from '../graphql/context.ts';
import { isUnavailable } from '../platform/db/db-errors.ts';
import { DomainError } from '../platform/errors.ts';
import type { Logger } from '../platform/logger.ts';
import { tokenHash } from '../platform/tokens.ts';
import { trustedPeers } from './client-address.ts';
import type { HttpDeps } from './deps.ts';

const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 1, 2.5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
const isLoopback = trustedPeers(['127.0.0.0/8', '::1']);

interface RequestMeasures {
  registry: Registry;
  logger: Logger;
}

/** Requests by the pattern of their route, which is written in code; never by their address. */
export function measureRequests(server: FastifyInstance, { registry, logger }: RequestMeasures): void {
  const durations = new Histogram({
    name: 'sportello_http_request_duration_seconds',
    help: 'Requests by method, route and status. Streams count until they end.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    const method = METHODS.has(request.method) ? request.method : 'other';
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const facts = { method, route, status: reply.statusCode };
    durations.observe(facts, reply.elapsedTime / 1000);
    logger.debug({ requestId: request.id, ...facts, ms: Math.round(reply.elapsedTime) }, 'a request was answered');
  });
}

/** What is open at this moment. */
export function measureWatchers(
  registry: Registry,
  services: Services,
  open: { sockets: number; streams: number },
): void {
  new Gauge({
    name: 'sportello_open_connections',
    help: 'Open sockets and event streams.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.set({ kind: 'socket' }, open.sockets);
      this.set({ kind: 'stream' }, open.streams);
    },
  });
  new Gauge({
    name: 'sportello_watchers',
    help: 'Subscriptions that run, by what they watch.',
    labelNames: ['of'],
    registers: [registry],
    collect() {
      this.set({ of: 'availability' }, services.lab.availability.watchers);
      this.set({ of: 'bookings' }, services.lab.ownBookings.watchers);
    },
  });
}

/** The same services, with what came of bookings and sign-ins counted. */
export function countedServices<S extends Services>(services: S, registry: Registry): S {
  const bookings = outcomes(registry, 'sportello_bookings_total', 'Bookings asked for, by verdict.');
  const signIns = outcomes(registry, 'sportello_sign_ins_total', 'Sign-ins with a password, by outcome.');
  const { lab, account } = services;
  return {
    ...services,
    lab: { ...lab, bookSeat: bookings(lab.bookSeat) },
    account: { ...account, signIn: signIns(account.signIn) },
  };
}

function outcomes(registry: Registry, name: string, help: string) {
  const counter = new Counter({ name, help, labelNames: ['outcome'], registers: [registry] });
  return <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        const result = await act(...args);
        counter.inc({ outcome: 'ok' });
        return result;
      } catch (error) {
        counter.inc({ outcome: outcomeOf(error) });
        throw error;
      }
    };
}

/** The last word of a refusal's key, which is written in code: full, notOpen, locked. */
function outcomeOf(error: unknown): string {
  if (error instanceof DomainError) return error.key.split('.').at(-1) ?? 'other';
  return isUnavailable(error) ? 'unavailable' : 'failed';
}

/** GET /metrics, for whoever sends the token; where there is none, for programs on this machine alone. */
export function metricsRoute(server: FastifyInstance, { config, metrics }: HttpDeps): void {
  const { registry } = metrics;
  server.get('/metrics', async (request, reply) => {
    if (!maySee(request, config.metrics.token)) return reply.callNotFound();
    return await reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}

function maySee(request: FastifyRequest, token: string | null): boolean {
  if (token !== null) {
    const sent = request.headers.authorization?.replace(/^Bearer /i, '') ?? '';
    return timingSafeEqual(tokenHash(sent), tokenHash(token));
  }
  // A proxy on this machine is no reason to show them to everyone it speaks for.
  const proxied = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => name in request.headers);
  return !proxied && isLoopback(request.socket.remoteAddress ?? '');
}

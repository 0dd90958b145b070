import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { bearerToken, cookieNamed, sessionToken, setCookie } from './cookies.ts';
import type { Front, HttpDeps } from './deps.ts';
import { sendGraphiQL } from './graphiql.ts';
import { bodyTooLarge, type GraphQLServer } from './graphql.ts';
import { LIMITS } from './limits.ts';
import { judgeOrigin } from './origins.ts';
import { type NamedVerdict, rateExceeded, rateHeaders } from './rate-limits.ts';
import type { Scene } from './request-context.ts';

/** Answers that stay open until a client leaves: a server that stops ends them itself. */
export type OpenStreams = Set<FastifyReply['raw']>;

/** GraphQL over HTTP: POST with JSON, and GET for readers without a session (DEC-23). */
export function graphqlRoutes(server: FastifyInstance, deps: Front, graphql: GraphQLServer): OpenStreams {
  const streams: OpenStreams = new Set();
  server.register(async (scope) => {
    // Yoga reads the body itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.options('/graphql', async (request, reply) => {
      allowOrigin(request, reply, deps);
      return await reply.code(204).send();
    });
    // Such as the one connection for all streams of graphql-sse, which this server does not keep (SEC-085).
    scope.route({
      url: '/graphql',
      method: ['DELETE', 'PATCH', 'PUT'],
      handler: (_request, reply) => sendRefusal(reply.header('allow', 'GET, POST, OPTIONS'), NO_SUCH_METHOD),
    });
    scope.route({
      url: '/graphql',
      method: ['GET', 'POST'],
      async handler(request, reply) {
        allowOrigin(request, reply, deps);
        if (request.method === 'GET' && request.headers.accept?.includes('text/html')) {
          return deps.config.introspection ? await sendGraphiQL(request, reply) : reply.callNotFound();
        }
        const rated = deps.rates.ofAddress(request.ip);
        reply.headers(rateHeaders([rated]));
        const refused = rated.allowed ? refusalOf(request, deps) : refusalBy(429, rateExceeded(rated));
        if (refused) {
          deps.logger.info({ requestId: request.id, code: refused.extensions.code }, 'a request was refused');
          return await sendRefusal(reply, refused);
        }
        return await answer(request, reply, { graphql, streams, rated });
      },
    });
  });
  return streams;
}

interface Refusal {
  status: number;
  message: string;
  extensions: Record<string, unknown>;
}

function refusal(status: number, code: string, message: string): Refusal {
  return { status, message, extensions: { code } };
}

function refusalBy(status: number, { message, extensions }: GraphQLError): Refusal {
  const { http, ...told } = extensions;
  return { status, message, extensions: told };
}

const NO_SUCH_METHOD = refusal(405, 'METHOD_NOT_ALLOWED', 'Operations are sent with POST, or with GET to read.');

/** A form of another site cannot send JSON, nor a script of another site our cookie (SEC-052). */
function refusalOf({ method, headers }: FastifyRequest, { config }: HttpDeps): Refusal | null {
  if (method === 'GET') {
    if (bearerToken(headers.authorization) === null) return null;
    return refusal(400, 'BAD_REQUEST', 'GET reads as a visitor: send an access token with POST.');
  }
  const kind = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (kind !== 'application/json') {
    return refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the operation as application/json.');
  }
  if (headers.cookie !== undefined && judgeOrigin(headers, config) === 'foreign') {
    return refusal(403, 'FORBIDDEN', 'This origin may not use a session.');
  }
  // A body that says its length is refused before it is read.
  const length = Number(headers['content-length'] ?? 0);
  return length > LIMITS.bodyBytes ? refusalBy(413, bodyTooLarge(length)) : null;
}

async function sendRefusal(reply: FastifyReply, { status, ...error }: Refusal): Promise<FastifyReply> {
  return await reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({ errors: [error] });
}

/** Only listed origins are named, never the one that asks because it asks (SEC-055). */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, { config }: HttpDeps): void {
  reply.header('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !config.allowedOrigins.includes(origin)) return;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-allow-credentials', 'true');
  reply.header(
    'access-control-expose-headers',
    'x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit-policy',
  );
  if (request.method === 'OPTIONS') {
    reply.header('access-control-allow-methods', 'GET, POST');
    reply.header('access-control-allow-headers', 'authorization, content-type, accept, accept-language');
    reply.header('access-control-max-age', '600');
  }
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { graphql, streams, rated }: { graphql: GraphQLServer; streams: OpenStreams; rated: NamedVerdict },
): Promise<FastifyReply> {
  const scene = sceneOf(request, reply, rated);
  const response = await graphql.handleNodeRequestAndResponse(request.raw, reply.raw, { scene });
  for (const [name, value] of response.headers) reply.header(name, value);
  if (scene.rated.length > 1) reply.headers(rateHeaders(scene.rated));
  if (request.method === 'POST') reply.header('cache-control', 'no-store');
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    streams.add(reply.raw);
    reply.raw.once('close', () => streams.delete(reply.raw));
  }
  return await reply.code(response.status).send(response.body ?? undefined);
}

function sceneOf(request: FastifyRequest, reply: FastifyReply, rated: NamedVerdict): Scene {
  const { headers, id, ip, method } = request;
  const personal = method === 'POST';
  const scene = { requestId: id, clientAddress: ip, headers, signIn: null, locale: null, rated: [rated] };
  if (!personal) return { ...scene, token: null, bearer: false, cookies: null };
  const accessToken = bearerToken(headers.authorization);
  if (accessToken !== null) return { ...scene, token: accessToken, bearer: true, cookies: null };
  return {
    ...scene,
    token: sessionToken(headers.cookie),
    bearer: false,
    cookies: {
      get: (name) => cookieNamed(headers.cookie, name),
      set: (name, value, maxAgeSeconds) => void reply.header('set-cookie', setCookie(name, value, maxAgeSeconds)),
      clear(name) {
        reply.header('set-cookie', setCookie(name, '', 0));
        // Nothing of whoever signed out stays on a shared device (SEC-054).
        reply.header('clear-site-data', '"storage"');
      },
    },
  };
}

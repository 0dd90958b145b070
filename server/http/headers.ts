import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;

/**
 * The security headers of every answer (SEC-051). Without upgrade-insecure-requests, which would break an
 * installation on plain http; HSTS means nothing there and is sent all the same.
 */
export async function securityHeaders(server: FastifyInstance, siteUrl: string): Promise<void> {
  // 'self' covers the own sockets in browsers of today; older ones want them named.
  const ownSockets = siteUrl.replace(/^http/, 'ws');
  const options: FastifyHelmetOptions = {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", ownSockets],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  };
  await server.register(helmet, options);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
}

/** For one page that needs scripts and styles of its own. */
export function ownPolicy(directives: Record<string, string[]>): { contentSecurityPolicy: object } {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        ...directives,
      },
    },
  };
}

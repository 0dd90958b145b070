import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import type { Services, Site, Viewer } from '../graphql/context.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import type { Translator } from '../platform/i18n.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Bus } from '../platform/pubsub/bus.ts';
import type { Tracing } from '../platform/tracing.ts';
import type { RateLimits } from './rate-limits.ts';

export interface HttpDeps {
  config: Pick<
    Config,
    'host' | 'port' | 'siteUrl' | 'allowedOrigins' | 'introspection' | 'database' | 'metrics' | 'redis' | 'rateLimits'
  >;
  schema: GraphQLSchema;
  services: Services;
  db: Db;
  clock: Clock;
  bus: Bus;
  logger: Logger;
  words: Translator;
  metrics: Metrics;
  /** null where nobody collects traces. */
  tracing: Tracing | null;
  site: Site;
  /** Pages and files that modules serve besides the API. */
  routes?: readonly HttpRoutes[];
  /** The built web client; dist/client of the project when not given. */
  clientDir?: string;
  /** Addresses and networks whose X-Forwarded-For is believed; none when not given (SEC-056). */
  trustedProxies?: readonly string[];
}

/** What the doors share beyond what they were given. */
export interface Front extends HttpDeps {
  rates: RateLimits;
}

export interface RouteTools {
  /** Who asks, by the session cookie; null for a visitor. */
  viewerOf(request: FastifyRequest): Promise<Viewer | null>;
}

export type HttpRoutes = (server: FastifyInstance, tools: RouteTools) => void;

import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Context, Cookies, SignInHold, Viewer } from '../graphql/context.ts';
import { LOCALES, type Loc, localeFromHeader } from '../platform/i18n.ts';
import type { Front } from './deps.ts';
import { type NamedVerdict, rateExceeded } from './rate-limits.ts';

/** What a transport knows of one operation before anything of it is read. */
export interface Scene {
  requestId: string;
  clientAddress: string;
  headers: IncomingHttpHeaders;
  /** Of the cookie or, instead of it, the access token; null for a visitor and over HTTP GET (DEC-23). */
  token: string | null;
  /** An access token was sent: unlike a cookie it is never just ignored. */
  bearer: boolean;
  /** On sockets, held once for the whole connection. */
  signIn: SignInHold | null;
  /** The language a socket was opened for, when it said one. */
  locale: Loc | null;
  cookies: Cookies | null;
  /** What was counted for it so far (API-06). */
  rated: NamedVerdict[];
}

/** The same context whatever the transport; the session is looked up here, after the document was found valid. */
export async function contextFor(deps: Front, scene: Scene): Promise<Context> {
  const { services, db, clock, site, words } = deps;
  const viewer = scene.token === null ? null : await services.account.resolveSession(scene.token);
  const locale = localeOf(scene, viewer);
  if (scene.bearer && !viewer) throw tokenRefused(words.say(locale, 'error.tokenRefused'));
  if (viewer) countFor(viewer.account.id, deps, scene);
  return {
    services,
    prisma: db.prisma,
    clock,
    site,
    viewer,
    signIn: viewer && scene.token !== null ? (scene.signIn ?? services.account.holdSession(scene.token, viewer)) : null,
    locale,
    say: (key, params) => words.say(locale, key, params),
    requestId: scene.requestId,
    clientAddress: scene.clientAddress,
    userAgent: scene.headers['user-agent'] ?? null,
    cookies: scene.cookies,
  };
}

function countFor(accountId: string, { rates, logger }: Front, { requestId, rated }: Scene): void {
  const verdict = rates.ofAccount(accountId);
  rated.push(verdict);
  if (verdict.allowed) return;
  logger.info({ requestId, accountId, code: 'RATE_LIMITED' }, 'a request was refused');
  throw rateExceeded(verdict);
}

export const CHALLENGE = 'Bearer error="invalid_token"';

function tokenRefused(message: string): GraphQLError {
  const http = { status: 401, headers: { 'www-authenticate': CHALLENGE } };
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http } });
}

/** The language of the screen that asks; of the account where the screen says nothing. */
export function localeOf(scene: Pick<Scene, 'headers' | 'locale'>, viewer: Viewer | null): Loc {
  if (scene.locale) return scene.locale;
  const wanted = scene.headers['accept-language'] ?? null;
  return wanted === null || wanted === '*' ? (viewer?.account.locale ?? 'IT') : localeFromHeader(wanted);
}

/** The language that a socket's first message names. */
export function localeFromParams(params: Readonly<Record<string, unknown>> | undefined): Loc | null {
  const named = typeof params?.locale === 'string' ? params.locale.toUpperCase() : '';
  return LOCALES.find((locale) => locale === named) ?? null;
}

import { SESSION_COOKIE } from '../modules/account/service.ts';
import { isAccessToken, isToken } from '../platform/tokens.ts';

/** The session token among a request's cookies; null when there is none or two that differ. */
export function sessionToken(cookieHeader: string | undefined): string | null {
  const value = cookieNamed(cookieHeader, SESSION_COOKIE);
  return value !== null && isToken(value) ? value : null;
}

/** The value of a request's cookie; null when there is none or two that differ. */
export function cookieNamed(cookieHeader: string | undefined, wanted: string): string | null {
  const values = new Set<string>();
  for (const part of cookieHeader?.split(';') ?? []) {
    const [name, value = ''] = part.trim().split('=');
    if (name === wanted) values.add(value);
  }
  const [only = null] = values;
  return values.size === 1 ? only : null;
}

/** Stands for what was sent as an access token and is none; it opens nothing. */
const NO_TOKEN = '';

/**
 * The access token of an Authorization header, '' when what it names is none of ours; null when it speaks of something
 * else, such as the password of a proxy in front.
 */
export function bearerToken(authorization: unknown): string | null {
  if (typeof authorization !== 'string') return null;
  const [scheme = '', token = '', ...more] = authorization.trim().split(/ +/);
  if (scheme.toLowerCase() !== 'bearer') return null;
  return more.length === 0 && isAccessToken(token) ? token : NO_TOKEN;
}

/** Without Domain and with Path=/, as the `__Host-` prefix demands (SEC-046). */
export function setCookie(name: string, value: string, maxAgeSeconds: number | null): string {
  const lifetime = maxAgeSeconds === null ? '' : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${lifetime}`;
}

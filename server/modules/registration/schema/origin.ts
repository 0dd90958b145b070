import { GraphQLError } from 'graphql';
import type { Context, Cookies } from '../../../graphql/context.ts';
import { DRAFT_MS, REGISTRATION_COOKIE } from '../rules.ts';
import type { RegistrationOrigin } from '../service/deps.ts';

/** A socket cannot set a cookie. */
export function cookiesOf(context: Context): Cookies {
  if (context.cookies) return context.cookies;
  throw new GraphQLError(context.say('registration.overHttp'), { extensions: { code: 'BAD_USER_INPUT' } });
}

export function originOf(context: Context): RegistrationOrigin {
  const { clientAddress, requestId, locale } = context;
  return { clientAddress, requestId, locale, browserToken: context.cookies?.get(REGISTRATION_COOKIE) ?? null };
}

/** As long as the registration itself is kept. */
export function keepInBrowser(cookies: Cookies, browserToken: string): void {
  cookies.set(REGISTRATION_COOKIE, browserToken, DRAFT_MS / 1000);
}

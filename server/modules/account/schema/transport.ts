import { GraphQLError } from 'graphql';
import type { Context, Cookies } from '../../../graphql/context.ts';

/** Of a transport that has them: a socket cannot set a cookie, and HTTP GET carries none. */
export function cookiesOf(context: Context): Cookies {
  if (context.cookies) return context.cookies;
  throw new GraphQLError(context.say('account.overHttp'), { extensions: { code: 'BAD_USER_INPUT' } });
}

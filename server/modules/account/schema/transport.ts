import { GraphQLError } from 'graphql';
import type { Context, Cookies, Viewer } from '../../../graphql/context.ts';
import { DEVICE_COOKIE, DEVICE_SECONDS } from '../device.ts';

/** Of a transport that has them: a socket cannot set a cookie, and HTTP GET carries none. */
export function cookiesOf(context: Context): Cookies {
  if (context.cookies) return context.cookies;
  throw new GraphQLError(context.say('account.overHttp'), { extensions: { code: 'BAD_USER_INPUT' } });
}

/** From now on this device has a quota of wrong passwords of its own (SEC-026). */
export function keepDevice(cookies: Cookies, context: Context, viewer: Viewer): void {
  const held = cookies.get(DEVICE_COOKIE);
  cookies.set(DEVICE_COOKIE, context.services.account.deviceFor(viewer.account.id, held), DEVICE_SECONDS);
}

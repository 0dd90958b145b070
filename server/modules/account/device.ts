import { keyedHash, newToken, sameBytes } from '../../platform/tokens.ts';

/** Of a device on which its owner signed in once: there the wrong passwords of strangers do not count (SEC-026). */
export const DEVICE_COOKIE = '__Host-sportello-dispositivo';
export const DEVICE_SECONDS = 365 * 24 * 60 * 60;

const SHAPE = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

function markOf(serverKey: Buffer, accountId: string, name: string): Buffer {
  return keyedHash(serverKey, 'sign-in device', accountId, name);
}

/** What the cookie holds: a random name and, signed, whose device it is. Nothing of it rests here. */
export function newDevice(serverKey: Buffer, accountId: string): string {
  const name = newToken();
  return `${name}.${markOf(serverKey, accountId, name).toString('base64url')}`;
}

/** The name of the device, when the cookie was made for this account; null otherwise. */
export function deviceNameOf(serverKey: Buffer, accountId: string, held: string | null): string | null {
  const [, name, mark] = SHAPE.exec(held ?? '') ?? [];
  if (!name || !mark) return null;
  return sameBytes(Buffer.from(mark, 'base64url'), markOf(serverKey, accountId, name)) ? name : null;
}

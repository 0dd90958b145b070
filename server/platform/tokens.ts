import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits for a cookie or a link; only its hash is ever stored (SEC-044). */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Whether a string could be one of our tokens at all. */
export function isToken(value: string): boolean {
  return TOKEN.test(value);
}

/** Tells readers, logs and secret scanners what it is (API-03). */
const ACCESS_TOKEN_MARK = 'spt_';
const ACCESS_TOKEN_SHOWN = 8;

/** A key for a program: 256 random bits behind a readable mark. */
export function newAccessToken(): { token: string; prefix: string } {
  const token = ACCESS_TOKEN_MARK + newToken();
  return { token, prefix: token.slice(0, ACCESS_TOKEN_SHOWN) };
}

export function isAccessToken(value: string): boolean {
  return value.startsWith(ACCESS_TOKEN_MARK) && isToken(value.slice(ACCESS_TOKEN_MARK.length));
}

/** What rests in the database in place of a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * A keyed hash of `parts`, apart for every purpose: the same value hashed for two purposes gives nothing in common,
 * and no two lists of parts give the same input.
 */
export function keyedHash(serverKey: Buffer, purpose: string, ...parts: readonly string[]): Buffer {
  return createHmac('sha256', serverKey)
    .update(JSON.stringify([purpose, ...parts]))
    .digest();
}

/** Compares without telling where two values differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

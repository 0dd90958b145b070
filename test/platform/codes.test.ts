import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { derivedCode, randomCode } from '#server/platform/codes.ts';

const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODES = 10_000;
const LENGTH = 10;
// Chi-square with 30 degrees of freedom: above this the chance is less than one in a thousand.
const UNLIKELY = 59.7;

/** How far the characters of many codes are from being equally frequent. */
function chiSquare(codes: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const character of codes.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
  const expected = (codes.length * LENGTH) / ALPHABET.length;
  return [...ALPHABET].reduce((sum, each) => sum + ((counts.get(each) ?? 0) - expected) ** 2 / expected, 0);
}

describe('codes for people', () => {
  it.each([
    ['drawn', () => randomCode(LENGTH)],
    ['derived', (n: number) => derivedCode(Buffer.from(`secret ${n}`), LENGTH)],
  ])('[SEC-041][DEC-21] %s are of unambiguous characters, each as likely as the next', (_name, make) => {
    const codes = Array.from({ length: CODES }, (_, n) => make(n));
    expect(codes.every((code) => /^[A-HJKMNP-Z2-9]{10}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBe(CODES);
    expect(chiSquare(codes)).toBeLessThan(UNLIKELY);
    // At least 20 bits.
    expect(LENGTH * Math.log2(ALPHABET.length)).toBeGreaterThan(20);
  });

  it('[SEC-041] control: bytes cut to the alphabet without care are told apart', () => {
    const careless = Array.from({ length: CODES }, () =>
      [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
    );
    expect(chiSquare(careless)).toBeGreaterThan(UNLIKELY);
  });

  it('[DEC-21] are the same for the same secret, and others for another', () => {
    const secret = randomBytes(32);
    expect(derivedCode(secret, LENGTH)).toBe(derivedCode(secret, LENGTH));
    expect(derivedCode(secret, LENGTH)).not.toBe(derivedCode(randomBytes(32), LENGTH));
    expect(derivedCode(secret, 40)).toHaveLength(40);
  });
});

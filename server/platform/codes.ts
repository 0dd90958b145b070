import { createHmac, randomInt } from 'node:crypto';

// Without 0 O 1 I L, which people mistake for each other (DEC-08, NFR-07).
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code for people, of unambiguous characters, drawn from the system's random source. */
export function randomCode(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

const PASSWORD_PARTS = 4;
const PASSWORD_PART = 5;

/** A password for somebody else, to be typed once: 20 characters of 31 in groups, some 99 bits. */
export function randomPassword(): string {
  return Array.from({ length: PASSWORD_PARTS }, () => randomCode(PASSWORD_PART)).join('-');
}

// Bytes from here on would make some characters likelier than others.
const FAIR_BYTES = 256 - (256 % ALPHABET.length);

/** The code of a secret: the same every time it is asked for, so that it need not be kept (DEC-21). */
export function derivedCode(secret: Buffer, length: number): string {
  let code = '';
  for (let block = 0; code.length < length; block++) {
    const bytes = createHmac('sha256', secret).update(String(block)).digest();
    for (const byte of bytes) {
      if (byte < FAIR_BYTES && code.length < length) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return code;
}

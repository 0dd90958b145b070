import { createHash } from 'node:crypto';
import { derivedCode } from '../../platform/codes.ts';
import { keyedHash } from '../../platform/tokens.ts';
import { RECOVERY } from './recovery-rules.ts';

// Derived from the request and the server's key, so that no secret rests in a row or a job, and a mail that is sent
// again says the same (DEC-21).

export function recoveryCode(serverKey: Buffer, recoveryId: string): string {
  return derivedCode(keyedHash(serverKey, 'recovery code', recoveryId), RECOVERY.codeLength);
}

export function recoveryLink(serverKey: Buffer, recoveryId: string): string {
  return keyedHash(serverKey, 'recovery link', recoveryId).toString('base64url');
}

/** What rests in the database in place of a code: keyed, for a code can be tried through in a day. */
export function recoveryCodeHash(serverKey: Buffer, recoveryId: string, code: string): Buffer {
  return keyedHash(serverKey, 'recovery code at rest', recoveryId, code);
}

/** By which those who write to one address pass in turn; no secret. */
export function addressKey(address: string): Buffer {
  return createHash('sha256').update(address.toLowerCase()).digest();
}

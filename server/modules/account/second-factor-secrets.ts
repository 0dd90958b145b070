import { createHash } from 'node:crypto';
import { randomCode } from '../../platform/codes.ts';
import { keyedHash } from '../../platform/tokens.ts';
import { SECOND_FACTOR, TOTP } from './second-factor-rules.ts';

// Derived from the row's id and the server's key, so that no secret rests anywhere (DEC-21).

/** What an authenticator app and the server both know. */
export function totpSecret(serverKey: Buffer, factorId: string): Buffer {
  return keyedHash(serverKey, 'authenticator app', factorId).subarray(0, TOTP.secretBytes);
}

/** What a passkey signs when it is made, and when it is used: apart for every attempt. */
export function setupChallenge(serverKey: Buffer, factorId: string): Buffer {
  return keyedHash(serverKey, 'passkey made', factorId);
}

export function stepChallenge(serverKey: Buffer, stepId: string): Buffer {
  return keyedHash(serverKey, 'passkey used', stepId);
}

/** By which an authenticator knows the account; it tells nothing of it. */
export function passkeyUser(serverKey: Buffer, accountId: string): Buffer {
  return keyedHash(serverKey, 'passkey user', accountId);
}

/** Tells whether a password is still the one that opened the step, without being of any use to who reads the row. */
export function passwordMark(serverKey: Buffer, stepId: string, passwordHash: string): Buffer {
  return keyedHash(serverKey, 'second step password', stepId, createHash('sha256').update(passwordHash).digest('hex'));
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: SECOND_FACTOR.recoveryCodes }, () => randomCode(SECOND_FACTOR.recoveryCodeLength));
}

/** What rests in place of a code: keyed, for some 50 bits could be tried through by who reads the table. */
export function recoveryCodeMark(serverKey: Buffer, accountId: string, code: string): Buffer {
  return keyedHash(serverKey, 'second factor code', accountId, code);
}

/** As people copy it: ABCDE-FGHJK. */
export function grouped(code: string): string {
  return code.replace(/(.{5})(?=.)/g, '$1-');
}

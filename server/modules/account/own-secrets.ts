import { derivedCode } from '../../platform/codes.ts';
import { keyedHash } from '../../platform/tokens.ts';
import { PHONE_CODE } from './contact-rules.ts';

// Derived from the change and the server's key, so that no secret rests in a row or a job, and a mail that is sent
// again carries the same link (DEC-21).

export function confirmationToken(serverKey: Buffer, emailChangeId: string): string {
  return keyedHash(serverKey, 'e-mail confirmation', emailChangeId).toString('base64url');
}

export function undoToken(serverKey: Buffer, emailChangeId: string): string {
  return keyedHash(serverKey, 'e-mail undo', emailChangeId).toString('base64url');
}

/** The validation code of a mobile number, of unambiguous characters (NFR-07). */
export function phoneCode(serverKey: Buffer, phoneCodeId: string): string {
  return derivedCode(keyedHash(serverKey, 'phone code', phoneCodeId), PHONE_CODE.length);
}

/** What rests in the database in its place: keyed, for a code is short. */
export function phoneCodeHash(serverKey: Buffer, phoneCodeId: string, code: string): Buffer {
  return keyedHash(serverKey, 'phone code at rest', phoneCodeId, code);
}

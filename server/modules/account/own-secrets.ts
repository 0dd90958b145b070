import { keyedHash } from '../../platform/tokens.ts';

// Derived from the change and the server's key, so that no secret rests in a row or a job, and a mail that is sent
// again carries the same link (DEC-21).

export function confirmationToken(serverKey: Buffer, emailChangeId: string): string {
  return keyedHash(serverKey, 'e-mail confirmation', emailChangeId).toString('base64url');
}

export function undoToken(serverKey: Buffer, emailChangeId: string): string {
  return keyedHash(serverKey, 'e-mail undo', emailChangeId).toString('base64url');
}

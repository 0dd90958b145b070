import type { Viewer } from '../../../graphql/context.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { UnauthenticatedError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { newToken, tokenHash } from '../../../platform/tokens.ts';
import { takeLoginSession } from '../own-password-store.ts';
import { insertSession } from '../store.ts';

export interface Rotated {
  id: string;
  /** For the cookie alone. */
  token: string;
  /** null: the cookie ends with the browser. */
  maxAgeSeconds: number | null;
}

/** The same sign-in under another id and token (SEC-045): it neither lasts longer nor is forgotten sooner. */
export async function rotateSession(tx: SqlTx, viewer: Viewer, passwordHash: string, at: Date): Promise<Rotated> {
  const taken = await takeLoginSession(tx, viewer.loginSessionId, at);
  if (!taken) throw new UnauthenticatedError('the sign-in ended meanwhile');
  const token = newToken();
  const id = newId();
  const { remembered, expiresAt, userAgent } = taken;
  const accountId = viewer.account.id;
  const session = { id, tokenHash: tokenHash(token), accountId, passwordHash, remembered, at, expiresAt, userAgent };
  if (!(await insertSession(tx, session))) throw new UnauthenticatedError('the account was disabled');
  const maxAgeSeconds = remembered ? Math.ceil((expiresAt.getTime() - at.getTime()) / 1000) : null;
  return { id, token, maxAgeSeconds };
}

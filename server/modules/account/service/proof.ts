import type { SqlRunner } from '../../../platform/db/db.ts';
import { isAccessToken, isToken, tokenHash } from '../../../platform/tokens.ts';
import { findSessions, type SessionRecord } from '../store.ts';
import { findAccessTokens } from '../tokens-store.ts';

/** What somebody shows for themselves: the cookie of a sign-in or a program's access token, by its hash. */
export interface Proof {
  kind: 'SIGN_IN' | 'ACCESS_TOKEN';
  hash: Buffer;
}

/** null: it could be neither. A cookie is never taken for an access token, nor the other way round. */
export function proofOf(token: string): Proof | null {
  if (isToken(token)) return { kind: 'SIGN_IN', hash: tokenHash(token) };
  return isAccessToken(token) ? { kind: 'ACCESS_TOKEN', hash: tokenHash(token) } : null;
}

/** What stands behind the proofs, by the hex of their hashes; times are not judged. */
export async function findRecords(db: SqlRunner, proofs: readonly Proof[]): Promise<Map<string, SessionRecord>> {
  const hashesOf = (kind: Proof['kind']) => proofs.flatMap((proof) => (proof.kind === kind ? [proof.hash] : []));
  const signIns = hashesOf('SIGN_IN');
  const tokens = hashesOf('ACCESS_TOKEN');
  const [ofSignIns, ofTokens] = await Promise.all([
    signIns.length > 0 ? findSessions(db, signIns) : [],
    tokens.length > 0 ? findAccessTokens(db, tokens) : [],
  ]);
  return new Map([...ofSignIns, ...ofTokens]);
}

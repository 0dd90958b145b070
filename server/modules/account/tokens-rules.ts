const DAY_MS = 24 * 60 * 60_000;

/** Access tokens of one account (API-03). */
export const ACCESS_TOKENS = { most: 20, mostDays: 365, nameLength: 100, dayMs: DAY_MS } as const;

export type AccessTokenState = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

export function stateOfAccessToken(token: { revokedAt: Date | null; expiresAt: Date }, now: Date): AccessTokenState {
  if (token.revokedAt) return 'REVOKED';
  return token.expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
}

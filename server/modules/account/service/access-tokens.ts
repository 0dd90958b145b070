import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { AccessToken } from '../../../platform/db/generated/client.ts';
import { newId } from '../../../platform/ids.ts';
import { newAccessToken, tokenHash } from '../../../platform/tokens.ts';
import { AccessTokenNotFoundError, TooManyAccessTokensError } from '../errors.ts';
import { parseAccessToken, type RawAccessToken } from '../tokens-input.ts';
import { ACCESS_TOKENS } from '../tokens-rules.ts';
import { insertAccessToken, revokeAccessToken } from '../tokens-store.ts';
import type { AccountDeps } from './deps.ts';
import type { Sessions } from './sessions.ts';

export interface AccessTokenUseCases {
  /** The token itself is answered here and never again. Throws InvalidInputError, TooManyAccessTokensError. */
  createAccessToken(
    viewer: Viewer,
    raw: RawAccessToken,
    requestId: string,
  ): Promise<{ token: string; accessToken: AccessToken }>;
  /** Ends its sockets within 5 s. Throws AccessTokenNotFoundError. */
  revokeAccessToken(viewer: Viewer, id: string | null, requestId: string): Promise<AccessToken>;
  /** The viewer's own, newest first, those that ended included. */
  listAccessTokens(viewer: Viewer): Promise<AccessToken[]>;
}

const MOST_LISTED = 100;

/** Access tokens of third parties (API-03). */
export function createAccessTokens(
  { db, clock }: Pick<AccountDeps, 'db' | 'clock'>,
  sessions: Pick<Sessions, 'ended'>,
): AccessTokenUseCases {
  const read = (id: string): Promise<AccessToken> => db.prisma.accessToken.findUniqueOrThrow({ where: { id } });
  return {
    async createAccessToken(viewer, raw, requestId) {
      const { name, scopes, lifeMs } = parseAccessToken(raw);
      const { token, prefix } = newAccessToken();
      const id = newId();
      const accountId = viewer.account.id;
      await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        const expiresAt = new Date(at.getTime() + lifeMs);
        const row = { id, accountId, name, prefix, tokenHash: tokenHash(token), scopes, at, expiresAt };
        if (!(await insertAccessToken(tx, row, ACCESS_TOKENS.most))) throw new TooManyAccessTokensError();
        const data = { accessTokenId: id, scopes, expiresAt: expiresAt.toISOString() };
        const who = { actorId: accountId, subjectId: accountId };
        await recordAudit(tx, { event: 'account.accessTokenMade', ...who, data, at, requestId });
      });
      return { token, accessToken: await read(id) };
    },
    async revokeAccessToken(viewer, id, requestId) {
      const accountId = viewer.account.id;
      if (id === null) throw new AccessTokenNotFoundError();
      await db.sqlTransaction(async (tx) => {
        const at = clock.now();
        if (!(await revokeAccessToken(tx, accountId, id, at))) throw new AccessTokenNotFoundError();
        const who = { actorId: accountId, subjectId: accountId };
        const data = { accessTokenId: id };
        await recordAudit(tx, { event: 'account.accessTokenRevoked', ...who, data, at, requestId });
        tx.afterCommit(() => sessions.ended([id]));
      });
      return await read(id);
    },
    listAccessTokens: ({ account }) =>
      db.prisma.accessToken.findMany({
        where: { accountId: account.id },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_LISTED,
      }),
  };
}

import type { OwnTokensQuery, TokenScope } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

export const OWN_TOKENS = graphql(`
  query OwnTokens {
    serverTime
    myAccessTokens { id name prefix scopes state createdAt expiresAt lastUsedAt revokedAt }
  }
`);

export type OwnToken = OwnTokensQuery['myAccessTokens'][number];

export const TOKENS_PATH = '/area-riservata/programmi';

/** What anybody may allow, and what is of use to the office alone. */
const EVERYBODY: readonly TokenScope[] = ['READ_PROFILE', 'READ_BOOKINGS', 'WRITE_BOOKINGS'];
const OFFICE: readonly TokenScope[] = ['READ_CAMPAIGNS', 'WRITE_CAMPAIGNS'];

export function offeredScopes(isOffice: boolean): readonly TokenScope[] {
  return isOffice ? [...EVERYBODY, ...OFFICE] : EVERYBODY;
}

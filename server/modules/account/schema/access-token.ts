import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { globalId, keyOf } from '../../../graphql/ids.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { TokenScopeEnum } from '../../../graphql/token-scope-enum.ts';
import type { AccessToken } from '../../../platform/db/generated/client.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { AccessTokenNotFoundError, TooManyAccessTokensError } from '../errors.ts';
import { stateOfAccessToken } from '../tokens-rules.ts';

const AccessTokenState = builder.enumType('AccessTokenState', {
  description: 'Whether an access token opens anything.',
  values: {
    ACTIVE: { description: 'It does.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'Its owner ended it.' },
  } as const,
});

const AccessTokenType = builder.objectRef<AccessToken>('AccessToken').implement({
  description: 'A key for a program, sent as `Authorization: Bearer …`. Seen by its owner alone, after a sign-in.',
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => globalId('AccessToken', id) }),
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    prefix: t.exposeString('prefix', { description: 'Its first 8 characters, to know it again: spt_ and four more.' }),
    scopes: t.expose('scopes', { type: [TokenScopeEnum], description: 'What it may do.' }),
    state: t.field({
      type: AccessTokenState,
      description: 'Whether it opens anything now.',
      resolve: (token, _args, context) => stateOfAccessToken(token, context.clock.now()),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'It opens nothing from here on.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Its last use, to the minute; null when it was never used.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was revoked.' }),
  }),
});

builder.objectType(AccessTokenNotFoundError, {
  name: 'AccessTokenNotFoundError',
  description: 'The viewer has no such access token, or it has ended already.',
  interfaces: [RefusalInterface],
});

builder.objectType(TooManyAccessTokensError, {
  name: 'TooManyAccessTokensError',
  description: 'The account has as many access tokens in force as it may.',
  interfaces: [RefusalInterface],
  fields: (t) => ({ most: t.exposeInt('most', { description: 'How many it may have.' }) }),
});

const CreateAccessTokenInput = builder.inputType('CreateAccessTokenInput', {
  description: 'A new access token.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'To know it again, at most 100 characters.' }),
    scopes: t.field({ type: [TokenScopeEnum], required: true, description: 'What it may do; at least one.' }),
    expiresInDays: t.int({ required: true, description: 'How long it lasts, 1 to 365 days.' }),
  }),
});

const CreateAccessTokenSuccess = builder
  .objectRef<{ token: string; accessToken: AccessToken }>('CreateAccessTokenSuccess')
  .implement({
    description: 'The access token was made.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'The token itself: shown here and never again.' }),
      accessToken: t.field({
        type: AccessTokenType,
        description: 'What is kept of it.',
        resolve: (made) => made.accessToken,
      }),
    }),
  });

const RevokeAccessTokenSuccess = builder.objectRef<{ accessToken: AccessToken }>('RevokeAccessTokenSuccess').implement({
  description: 'The access token opens nothing any more; its sockets close within 5 seconds.',
  fields: (t) => ({
    accessToken: t.field({
      type: AccessTokenType,
      description: 'The token as it stands now.',
      resolve: (done) => done.accessToken,
    }),
  }),
});

builder.queryFields((t) => ({
  myAccessTokens: t.field({
    type: [AccessTokenType],
    description: 'The viewer’s access tokens, newest first, those that ended included; at most 100.',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => context.services.account.listAccessTokens(viewerOf(context)),
  }),
}));

builder.mutationFields((t) => ({
  createAccessToken: t.field({
    type: CreateAccessTokenSuccess,
    description: 'Makes an access token for a program of the viewer’s. Not with an access token.',
    authScopes: { signedIn: true },
    errors: { types: [TooManyAccessTokensError, InvalidInputError] },
    args: { input: t.arg({ type: CreateAccessTokenInput, required: true, description: 'The token.' }) },
    resolve: (_root, { input }, context) =>
      context.services.account.createAccessToken(viewerOf(context), input, context.requestId),
  }),
  revokeAccessToken: t.field({
    type: RevokeAccessTokenSuccess,
    description: 'Ends one of the viewer’s access tokens at once. Not with an access token.',
    authScopes: { signedIn: true },
    errors: { types: [AccessTokenNotFoundError] },
    args: { id: t.arg.id({ required: true, description: 'The token’s id.' }) },
    resolve: async (_root, { id }, context) => ({
      accessToken: await context.services.account.revokeAccessToken(
        viewerOf(context),
        keyOf('AccessToken', id),
        context.requestId,
      ),
    }),
  }),
}));

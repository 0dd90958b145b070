import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { GraphQLError, type GraphQLFieldResolver } from 'graphql';
import type { TokenScope } from '../platform/db/generated/client.ts';
import type { Context } from './context.ts';

/** What an access token needs for a field: one of its scopes, or nothing where every visitor may read the same. */
export type TokenNeed = TokenScope | 'NOTHING';

/** For a field's `extensions`. A root field without it is closed to access tokens. */
export function forTokens(need: TokenNeed): { tokenNeed: TokenNeed } {
  return { tokenNeed: need };
}

/** What the field states; undefined when it states nothing. */
export function tokenNeedOf(field: { extensions?: unknown }): TokenNeed | undefined {
  return (field.extensions as { tokenNeed?: TokenNeed } | undefined)?.tokenNeed;
}

const PLUGIN = 'tokenScopes';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      tokenScopes: TokenScopesPlugin<Types>;
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/** Deny by default: an access token opens the fields that say so, and no other (API-03). */
class TokenScopesPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Resolver<Types>, config: PothosOutputFieldConfig<Types>): Resolver<Types> {
    return guarded(resolve, config);
  }

  override wrapSubscribe(subscribe: Resolver<Types>, config: PothosOutputFieldConfig<Types>): Resolver<Types> {
    return guarded(subscribe, config);
  }
}

function guarded<Types extends SchemaTypes>(
  resolve: Resolver<Types>,
  config: PothosOutputFieldConfig<Types>,
): Resolver<Types> {
  const need = tokenNeedOf(config);
  const isRoot = config.kind === 'Query' || config.kind === 'Mutation' || config.kind === 'Subscription';
  if (need === 'NOTHING' || (!isRoot && need === undefined)) return resolve;
  return (parent, args, context, info) => {
    requireScope(context as Context, need);
    return resolve(parent, args, context, info);
  };
}

function requireScope({ viewer, say }: Context, need: TokenScope | undefined): void {
  if (!viewer?.accessToken) return;
  if (need === undefined) {
    throw new GraphQLError(say('error.tokenClosed'), { extensions: { code: 'FORBIDDEN' } });
  }
  if (viewer.accessToken.scopes.includes(need)) return;
  const message = say('error.tokenScope', { scope: need });
  throw new GraphQLError(message, { extensions: { code: 'FORBIDDEN', requiredScope: need } });
}

SchemaBuilder.registerPlugin(PLUGIN, TokenScopesPlugin);

export const tokenScopesPlugin = PLUGIN;

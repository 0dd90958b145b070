import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { GraphQLError, type GraphQLFieldResolver } from 'graphql';
import type { Context } from './context.ts';

/** For the `extensions` of an act that is open although the password must be changed: it leads to that, or out. */
export const WHILE_PASSWORD_MUST_CHANGE = { whilePasswordMustChange: true } as const;

const PLUGIN = 'dutyGate';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      dutyGate: DutyGatePlugin<Types>;
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

/** A password that must be changed shuts every act but the few that say otherwise; reading stays open (SEC-008, IAM-406). */
class DutyGatePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolve: Resolver<Types>, config: PothosOutputFieldConfig<Types>): Resolver<Types> {
    const open = (config.extensions as { whilePasswordMustChange?: boolean } | undefined)?.whilePasswordMustChange;
    if (config.kind !== 'Mutation' || open) return resolve;
    return (parent, args, context, info) => {
      requireNoPasswordDuty(context as Context);
      return resolve(parent, args, context, info);
    };
  }
}

function requireNoPasswordDuty({ viewer, say }: Context): void {
  if (!viewer?.passwordDuty) return;
  const reason = viewer.passwordDuty;
  const key = reason === 'EXPIRED' ? 'error.passwordExpired' : 'error.passwordTemporary';
  throw new GraphQLError(say(key), { extensions: { code: 'MUST_CHANGE', duty: 'CHANGE_PASSWORD', reason } });
}

SchemaBuilder.registerPlugin(PLUGIN, DutyGatePlugin);

export const dutyGatePlugin = PLUGIN;

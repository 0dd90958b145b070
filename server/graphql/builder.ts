import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { isObjectType } from 'graphql';
import type { Role } from '../platform/db/generated/client.ts';
import type PrismaTypes from '../platform/db/generated/pothos.ts';
import { getDatamodel } from '../platform/db/generated/pothos.ts';
import { type Context, hasRole } from './context.ts';
import { dutyGatePlugin } from './duty-gate.ts';
import { refusalOfScope } from './errors.ts';
import { partsOf } from './ids.ts';
import { tokenScopesPlugin } from './token-scopes.ts';

/** Object types that other modules name, by their name in the API. Each module adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface ObjectTypes {}

export interface SchemaTypes {
  Context: Context;
  PrismaTypes: PrismaTypes;
  Objects: ObjectTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: {
    /** Everybody, visitors included. */
    public: boolean;
    /** Any signed-in account. */
    signedIn: boolean;
    /** A signed-in person, not an institution. */
    person: boolean;
    /** Whoever holds the role now. */
    role: Role;
  };
  Scalars: {
    ID: { Input: string; Output: string | number };
    DateTime: { Input: Date; Output: Date };
    UUID: { Input: string; Output: string };
  };
}

/**
 * The one builder. It defines no type of the domain: modules do, in their schema.ts. Plugin order matters:
 * rights are checked before errors become union members, and those of access tokens before all.
 */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [tokenScopesPlugin, dutyGatePlugin, ScopeAuthPlugin, ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  // [Error] as a default type was seen sending a connection string to the client.
  errors: {
    defaultTypes: [],
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
      description: 'The success, or a foreseen refusal.',
    },
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    edgesFieldOptions: { nullable: false, description: 'The rows of this page.' },
    nodeFieldOptions: { nullable: false, description: 'The row.' },
    cursorFieldOptions: { description: 'Its place in the list, for `after`.' },
    nodesOnConnection: false,
    idFieldOptions: { description: 'Global id: unique in the whole system, opaque.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether more follows.' },
    hasPreviousPageFieldOptions: { description: 'Whether more comes before; lists are read forwards only.' },
    startCursorFieldOptions: { description: 'Cursor of the first row; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last row, for `after`; null on an empty page.' },
    decodeGlobalID: partsOf,
    nodeQueryOptions: {
      authScopes: { public: true },
      // An id that was made up names nothing, as one of something that is gone (SEC-058).
      resolve: (_root, { id }, _context, { schema }, load) => {
        const type = schema.getType(id.typename);
        const isNode = isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
        return isNode && id.id !== '' ? load(id) : null;
      },
      description: 'Anything by its global id; null when there is no such thing for this reader.',
      args: { id: { description: 'Global id.' } },
    },
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'Anything with an id of its own, unique in the whole system.' },
  },
  prisma: { client: (context) => context.prisma, dmmf: getDatamodel(), onUnusedQuery: null },
  scopeAuth: {
    authScopes: (context) => ({
      public: true,
      signedIn: context.viewer !== null,
      person: context.viewer?.account.kind === 'PERSON',
      role: (role) => hasRole(context.viewer, role),
    }),
    unauthorizedError: (_parent, context, _info, { failure }) => refusalOfScope(context, failure),
    // Sockets live long: the rights of every event are computed anew (SEC-082).
    authorizeOnSubscribe: true,
  },
});

builder.queryType({ description: 'Reads. Nothing here changes anything.' });
builder.mutationType({ description: 'Acts. Each answers with a union of its success and its foreseen refusals.' });
builder.subscriptionType({ description: 'Live reads: first a whole snapshot, then what changed.' });

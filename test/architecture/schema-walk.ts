// What the structural tests ask of the schema that the server serves.
import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

export interface WalkedField {
  /** Type.field */
  path: string;
  field: GraphQLField<unknown, unknown>;
}

export function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

export function fieldsOf(type: GraphQLNamedType): WalkedField[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map((field) => ({ path: `${type.name}.${field.name}`, field }));
}

export function rootFields(schema: GraphQLSchema): WalkedField[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((type) => (type ? fieldsOf(type) : []));
}

/** Everything a reader of the contract can point at, without a description. */
export function undescribed(schema: GraphQLSchema): string[] {
  return ownTypes(schema).flatMap((type) => {
    const parts: { path: string; description?: string | null | undefined }[] = [
      { path: type.name, description: type.description },
    ];
    for (const { path, field } of fieldsOf(type)) {
      parts.push({ path, description: field.description });
      for (const arg of field.args) parts.push({ path: `${path}(${arg.name})`, description: arg.description });
    }
    if (isEnumType(type)) parts.push(...valuesOf(type));
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        parts.push({ path: `${type.name}.${field.name}`, description: field.description });
      }
    }
    return parts.flatMap(({ path, description }) => (description?.trim() ? [] : [path]));
  });
}

function valuesOf(type: GraphQLEnumType): { path: string; description?: string | null | undefined }[] {
  return type.getValues().map(({ name, description }) => ({ path: `${type.name}.${name}`, description }));
}

/** The options that the field was built with. */
function optionsOf(thing: { extensions: unknown }): Record<string, unknown> {
  return ((thing.extensions as { pothosOptions?: Record<string, unknown> }).pothosOptions ?? {}) as Record<
    string,
    unknown
  >;
}

/** The scope that the field states itself; undefined when it states none. */
export function scopeOf(field: GraphQLField<unknown, unknown>): unknown {
  return optionsOf(field).authScopes;
}

/**
 * True when what the field answers may depend on who reads: it states a scope, or a function it was built with takes
 * the context. Pothos hands the context to resolvers third and to selections second.
 */
export function asksWhoReads({ field }: WalkedField): boolean {
  const options = optionsOf(field);
  return (
    options.authScopes !== undefined ||
    Object.entries(options).some(([name, value]) => {
      if (typeof value !== 'function') return false;
      const position = name === 'resolve' || name === 'subscribe' ? 3 : 2;
      return value.length >= position || /\b(context|viewer|signIn|locale)\b/.test(String(value));
    })
  );
}

/** A type whose fields all ask for a right. */
export function hasTypeScope(type: GraphQLNamedType): boolean {
  return optionsOf(type).authScopes !== undefined;
}

/** Types that an answer of this type can hold, the type itself included. */
export function reachableFrom(schema: GraphQLSchema, start: GraphQLNamedType): GraphQLNamedType[] {
  const seen = new Set<GraphQLNamedType>();
  const queue = [start];
  for (let type = queue.pop(); type; type = queue.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    if (isAbstractType(type)) queue.push(...schema.getPossibleTypes(type));
    queue.push(...fieldsOf(type).map(({ field }) => getNamedType(field.type)));
  }
  return [...seen];
}

/** An operation that asks for one root field and nothing of its inside, with made-up arguments. */
export function operationFor(schema: GraphQLSchema, { path, field }: WalkedField): string {
  const root = path.split('.')[0];
  const kind = root === schema.getMutationType()?.name ? 'mutation' : root === 'Query' ? 'query' : 'subscription';
  const args = field.args.filter(isRequired).map((arg) => `${arg.name}: ${literalOf(arg.type)}`);
  const selection = fieldsOf(getNamedType(field.type)).length > 0 || isAbstractType(getNamedType(field.type));
  const call = args.length > 0 ? `${field.name}(${args.join(', ')})` : field.name;
  return `${kind} { ${call}${selection ? ' { __typename }' : ''} }`;
}

function isRequired(arg: GraphQLArgument): boolean {
  return isNonNullType(arg.type) && arg.defaultValue === undefined;
}

const LITERALS: Record<string, string> = {
  Int: '1',
  Boolean: 'true',
  DateTime: '"2026-12-03T14:00:00Z"',
  UUID: '"00000000-0000-4000-8000-000000000000"',
};

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return LITERALS[type.name] ?? '"x"';
  const all = Object.values(type.getFields());
  const fields = type.isOneOf ? all.slice(0, 1) : all.filter((field) => isNonNullType(field.type));
  return `{ ${fields.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
}

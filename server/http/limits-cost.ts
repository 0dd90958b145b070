import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS, limitExceeded } from './limits.ts';

/** What fields cost, in points; docs/api.md tells it to clients. */
export const COST = {
  /** A field with fields of its own; a plain value costs nothing. */
  object: 1,
  mutation: 10,
  /** How often what stands inside a list counts, where neither `first` nor the field says. */
  list: 10,
  /** The same for a page without `first`. */
  page: 20,
} as const;

type Variables = Readonly<Record<string, unknown>>;

interface Price {
  cost: number;
  /** The largest page asked for. */
  page: number;
}

const FREE: Price = { cost: 0, page: 0 };

/** A field's own words on its price: `cost` once, `listSize` for what stands inside. */
function pricing(field: GraphQLField<unknown, unknown>): { cost?: number; listSize?: number } {
  return field.extensions as { cost?: number; listSize?: number };
}

/** The most that an operation can cost with these variables: what is skipped counts as if it were not. */
export function priceOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Price {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  /** `page`: rows that a list directly inside holds, when the field around it is a page of them. */
  function price(set: SelectionSetNode, type: GraphQLCompositeType, page: number | null): Price {
    let total = FREE;
    for (const selection of set.selections) {
      const one = selection.kind === Kind.FIELD ? priceField(selection, type, page) : priceFragment(selection);
      total = { cost: total.cost + one.cost, page: Math.max(total.page, one.page) };
    }
    return total;

    function priceFragment(selection: Exclude<(typeof set.selections)[number], FieldNode>): Price {
      const definition = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!definition) return FREE;
      const named = definition.typeCondition && schema.getType(definition.typeCondition.name.value);
      return price(definition.selectionSet, isCompositeType(named) ? named : type, page);
    }
  }

  function priceField(node: FieldNode, parent: GraphQLCompositeType, page: number | null): Price {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type))
      return { cost: field ? (pricing(field).cost ?? 0) : 0, page: 0 };
    const first = field.args.some(({ name }) => name === 'first') ? (argumentOf(node, variables) ?? COST.page) : null;
    const isList = isListType(getNullableType(field.type));
    const times = isList ? (first ?? page ?? pricing(field).listSize ?? COST.list) : 1;
    const inner = price(node.selectionSet, type, isList ? null : first);
    const own = pricing(field).cost ?? (parent === schema.getMutationType() ? COST.mutation : COST.object);
    return { cost: own + times * inner.cost + (isList ? times : 0), page: Math.max(inner.page, first ?? 0) };
  }

  const root = schema.getRootType(operation.operation);
  return root ? price(operation.selectionSet, root, null) : FREE;
}

function argumentOf(node: FieldNode, variables: Variables): number | null {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : null;
  return typeof given === 'number' && Number.isFinite(given) ? given : null;
}

/** Prices of documents that no variable changes. */
const kept = new WeakMap<OperationDefinitionNode, GraphQLError | null>();

/** What in an operation with its variables passes the limits of pages and cost; null when nothing does. */
export function costFault(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): GraphQLError | null {
  const fixed = !operation.variableDefinitions?.length;
  const known = fixed ? kept.get(operation) : undefined;
  if (known !== undefined) return known;
  const { cost, page } = priceOf(schema, document, operation, { ...defaultsOf(operation), ...variables });
  const fault =
    page > LIMITS.page
      ? limitExceeded('PAGE', LIMITS.page, page)
      : cost > LIMITS.cost
        ? limitExceeded('COST', LIMITS.cost, cost)
        : null;
  if (fixed) kept.set(operation, fault);
  return fault;
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const defaults: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value);
  }
  return defaults;
}

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  Lexer,
  NoSchemaIntrospectionCustomRule,
  type SelectionSetNode,
  Source,
  TokenKind,
  type ValidationRule,
} from 'graphql';

/** What one request may ask for; the same on every transport (SEC-069, SEC-073). docs/api.md tells them. */
export const LIMITS = {
  /** Bytes of a request's body (SEC-070). */
  bodyBytes: 100_000,
  tokens: 2_000,
  depth: 12,
  /** With fragments counted wherever they are spread. */
  fields: 1_000,
  aliases: 30,
  directives: 30,
  /** Spreads of fragments, where they are written. */
  fragments: 100,
  /** Fields of one answer's name in one selection: validation compares them in pairs. */
  repeats: 20,
  /** Fields that check a password or a code (SEC-027). */
  credentialFields: 1,
  /** Rows of one page. */
  page: 100,
  /** See limits-cost.ts. */
  cost: 5_000,
} as const;

/** The stable names of limits in `extensions.limit`. */
export type LimitName =
  | 'BODY'
  | 'TOKENS'
  | 'DEPTH'
  | 'FIELDS'
  | 'ALIASES'
  | 'DIRECTIVES'
  | 'FRAGMENTS'
  | 'REPEATS'
  | 'CREDENTIAL_FIELDS'
  | 'PAGE'
  | 'COST';

const THINGS: Record<LimitName, string> = {
  BODY: 'bytes of body',
  TOKENS: 'tokens in the document',
  DEPTH: 'levels of fields',
  FIELDS: 'fields, with fragments counted where they are spread',
  ALIASES: 'aliases',
  DIRECTIVES: 'directives',
  FRAGMENTS: 'spreads of fragments',
  REPEATS: 'fields of one name in one selection',
  CREDENTIAL_FIELDS: 'fields that check a password or a code',
  PAGE: 'rows of one page (first)',
  COST: 'points of cost',
};

/** Says which limit, what it is and by how much it was passed (API-06). */
export function limitExceeded(limit: LimitName, max: number, found: number, status = 400): GraphQLError {
  const by = found - max;
  return new GraphQLError(`Too many ${THINGS[limit]}: ${found}, ${by} more than the ${max} allowed.`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit, max, found, http: { status } },
  });
}

/** Above every limit and far from overflow: fragments that spread fragments multiply. */
const SATURATED = 1_000_000;

interface Measure {
  depth: number;
  fields: number;
  aliases: number;
  directives: number;
  fragments: number;
  repeats: number;
  credentialFields: number;
}

const NOTHING: Measure = {
  depth: 0,
  fields: 0,
  aliases: 0,
  directives: 0,
  fragments: 0,
  repeats: 0,
  credentialFields: 0,
};
const MEASURED: readonly [keyof Measure, LimitName][] = [
  ['depth', 'DEPTH'],
  ['fields', 'FIELDS'],
  ['aliases', 'ALIASES'],
  ['directives', 'DIRECTIVES'],
  ['fragments', 'FRAGMENTS'],
  ['repeats', 'REPEATS'],
  ['credentialFields', 'CREDENTIAL_FIELDS'],
];
const INTROSPECTION = new Set(['__schema', '__type']);

function sum(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: Math.min(SATURATED, a.fields + b.fields),
    aliases: Math.min(SATURATED, a.aliases + b.aliases),
    directives: Math.min(SATURATED, a.directives + b.directives),
    fragments: Math.min(SATURATED, a.fragments + b.fragments),
    repeats: Math.max(a.repeats, b.repeats),
    credentialFields: Math.min(SATURATED, a.credentialFields + b.credentialFields),
  };
}

/**
 * What in a parsed document passes a limit, before it is validated: the rules of the specification compare fields in
 * pairs, so a document is made small first. Fragments that spread themselves are theirs to refuse.
 */
export function documentFaults(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const measures = new Map<string, Measure>();
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) definitions.set(definition.name.value, definition);
  }
  const mutations = schema.getMutationType()?.getFields() ?? {};

  function measureField(field: FieldNode): Measure {
    const inner = field.selectionSet ? measure(field.selectionSet) : NOTHING;
    const credential = mutations[field.name.value]?.extensions.checksCredentials === true;
    return {
      // The standard introspection query is deep by nature and has limits of its own in graphql-js.
      depth: INTROSPECTION.has(field.name.value) ? 1 : inner.depth + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (field.alias ? 1 : 0),
      directives: inner.directives + (field.directives?.length ?? 0),
      fragments: inner.fragments,
      repeats: inner.repeats,
      credentialFields: inner.credentialFields + (credential ? 1 : 0),
    };
  }

  function measureFragment(name: string): Measure {
    const known = measures.get(name);
    if (known) return known;
    measures.set(name, NOTHING);
    const definition = definitions.get(name);
    let measured = definition ? withDirectives(measure(definition.selectionSet), definition) : NOTHING;
    if (definition?.typeCondition.name.value.startsWith('__')) measured = { ...measured, depth: 1 };
    measures.set(name, measured);
    return measured;
  }

  function measure(set: SelectionSetNode): Measure {
    let total = { ...NOTHING, repeats: repeatsIn(set) };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) total = sum(total, measureField(selection));
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        total = sum(total, withDirectives(measure(selection.selectionSet), selection));
      } else {
        const spread = withDirectives(measureFragment(selection.name.value), selection);
        total = sum(total, { ...spread, fragments: spread.fragments + 1 });
      }
    }
    return total;
  }

  const faults = document.definitions.flatMap((definition) => {
    // Fragments that nothing spreads are measured too: validation reads them.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) return faultsIn(measureFragment(definition.name.value));
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    return faultsIn(withDirectives(measure(definition.selectionSet), definition));
  });
  // Each limit is told once, however many parts of the document pass it.
  return faults.filter((fault, index) => index === faults.findIndex((other) => limitOf(other) === limitOf(fault)));
}

function limitOf(fault: GraphQLError): unknown {
  return fault.extensions.limit;
}

/** How often the commonest name of an answer stands in a selection. */
function repeatsIn({ selections }: SelectionSetNode): number {
  if (selections.length <= LIMITS.repeats) return 0;
  const counts = new Map<string, number>();
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) continue;
    const name = (selection.alias ?? selection.name).value;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function withDirectives(measure: Measure, { directives }: { directives?: readonly unknown[] | undefined }): Measure {
  return directives?.length ? { ...measure, directives: measure.directives + directives.length } : measure;
}

function faultsIn(found: Measure): GraphQLError[] {
  return MEASURED.flatMap(([what, name]) =>
    found[what] > LIMITS[what] ? [limitExceeded(name, LIMITS[what], found[what])] : [],
  );
}

/** Too many tokens, found before the text is parsed; one that is no GraphQL at all is the parser's to refuse. */
export function longTextFault(text: string): GraphQLError | null {
  // The shortest token is one character.
  if (text.length <= LIMITS.tokens) return null;
  const lexer = new Lexer(new Source(text));
  let found = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF) found++;
  } catch {
    // Broken text: what was counted until here decides.
  }
  return found > LIMITS.tokens ? limitExceeded('TOKENS', LIMITS.tokens, found) : null;
}

/** PostgreSQL keeps no text with U+0000, so none is let in, in the document or in its variables. */
export function hasNul(document: DocumentNode, variables: unknown): boolean {
  return /\0|\\u(0000|\{0+\})/.test(document.loc?.source.body ?? '') || holdsNul(variables);
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsNul);
}

/** Rules beyond the specification's. An operator may have the schema kept silent (DEC-16). */
export function extraRules(options: { introspection: boolean }): ValidationRule[] {
  return options.introspection ? [] : [NoSchemaIntrospectionCustomRule];
}

const SUGGESTION = 'Did you mean ';

/** A validation fault without names that the client did not write itself (SEC-072). */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  // No pattern: a literal of the document may repeat these words as often as it has room for.
  const at = error.message.endsWith('?') ? error.message.indexOf(SUGGESTION) : -1;
  if (at < 0) return error;
  const message = error.message.slice(0, at).trimEnd();
  return new GraphQLError(message, { nodes: error.nodes ?? null, extensions: error.extensions });
}

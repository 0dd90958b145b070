// Hostile and generated requests, the same ones for the same seed.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

export type Random = (below: number) => number;

/** mulberry32: small, and good enough to choose bytes. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

const GROUND: readonly string[] = [
  JSON.stringify({
    query: '{ labSessions(first: 3, filter: { text: "robot" }) { totalCount edges { node { id } } } }',
  }),
  JSON.stringify({
    query: 'query A($f: Int) { labSessions(first: $f) { totalCount } }',
    variables: { f: 5 },
    operationName: 'A',
  }),
  JSON.stringify({ query: 'mutation { signIn(input: { identifier: "x", password: "y" }) { __typename } }' }),
  JSON.stringify({ query: '{ campaigns { ...C } } fragment C on Campaign { id title labs { code } }' }),
  JSON.stringify({ query: '{ node(id: "TGFiOjE=") { __typename id } }', extensions: { a: [1, 2] } }),
];
const BITS = [
  '{',
  '}',
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  '__proto__',
  '[',
  ']',
  '...',
  '@include',
  '$',
  '\u0000',
  '1e999',
  '-',
  "' or 1=1 --",
  '%00',
  '\u202e',
  '😀',
];

/** A body with bytes changed, cut, doubled or put in; often neither JSON nor UTF-8 any more. */
export function mutatedBody(random: Random): Buffer {
  let bytes = Buffer.from(pick(random, GROUND));
  for (let times = 1 + random(6); times > 0; times--) {
    const at = random(bytes.length + 1);
    const piece = Buffer.from(pick(random, BITS));
    const end = Math.min(bytes.length, at + random(20));
    const kinds = [
      () => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]),
      () => Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]),
      () => Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256), random(256)]), bytes.subarray(at)]),
      () =>
        Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: random(200) }, () => piece), bytes.subarray(at)]),
    ];
    bytes = pick(random, kinds)();
  }
  return bytes;
}

const STRINGS = [
  '',
  'robotica',
  "' or 1=1; drop table booking --",
  '%_\\',
  'x'.repeat(3_000),
  '\u0000',
  '\ud800',
  'TGFiOjE=',
  '2026-12-03',
  '2026-12-03T14:00:00Z',
  '00000000-0000-4000-8000-000000000000',
  '__proto__',
];
const NUMBERS = [0, 1, 5, 20, 100, 101, -1, 2_147_483_647];

function literal(type: GraphQLInputType, random: Random, depth = 0): string {
  if (isNonNullType(type)) return literal(type.ofType, random, depth);
  if (isListType(type))
    return `[${Array.from({ length: random(3) }, () => literal(type.ofType, random, depth)).join(' ')}]`;
  if (isEnumType(type)) return pick(random, type.getValues()).name;
  if (isInputObjectType(type)) {
    const all = Object.values(type.getFields());
    const chosen = type.isOneOf
      ? [pick(random, all)]
      : all.filter((field) => isNonNullType(field.type) || (depth < 2 && random(3) === 0));
    return `{ ${chosen.map((field) => `${field.name}: ${literal(field.type, random, depth + 1)}`).join(' ')} }`;
  }
  if (type.name === 'Int' || type.name === 'Float') return String(pick(random, NUMBERS));
  if (type.name === 'Boolean') return random(2) === 0 ? 'true' : 'false';
  if (type.name === 'UUID') return '"00000000-0000-4000-8000-000000000000"';
  if (type.name === 'DateTime') return '"2026-12-03T14:00:00Z"';
  return JSON.stringify(pick(random, STRINGS));
}

function call(field: GraphQLField<unknown, unknown>, random: Random, depth: number): string {
  const args = field.args
    .filter((arg) => isNonNullType(arg.type) || random(2) === 0)
    .map((arg) => `${arg.name}: ${literal(arg.type, random)}`);
  const head = args.length > 0 ? `${field.name}(${args.join(' ')})` : field.name;
  const type = getNamedType(field.type);
  return isCompositeType(type) ? `${head} ${selection(type, random, depth + 1)}` : head;
}

function selection(type: GraphQLCompositeType, random: Random, depth: number): string {
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).filter(
    (field) => depth < 4 || !isCompositeType(getNamedType(field.type)),
  );
  const chosen = new Set(
    Array.from({ length: 1 + random(3) }, () => (fields.length > 0 ? pick(random, fields) : null)),
  );
  return `{ __typename ${[...chosen].map((field) => (field ? call(field, random, depth) : '')).join(' ')} }`;
}

/** A document that follows the schema's grammar; its values may be refused all the same. */
export function validDocument(schema: GraphQLSchema, random: Random): string {
  const root = random(4) === 0 ? schema.getMutationType() : schema.getQueryType();
  if (!root) throw new Error('no root type');
  const field = pick(random, Object.values(root.getFields()));
  return `${root === schema.getQueryType() ? 'query' : 'mutation'} { ${call(field, random, 0)} }`;
}

/** Nearly such a document: a word or a sign of it is wrong. */
export function invalidDocument(schema: GraphQLSchema, random: Random): string {
  const words = validDocument(schema, random).split(' ');
  words.splice(
    random(words.length),
    random(2),
    pick(random, ['sessio', '$x', '}', '{', '...Z', '@skip', 'null', '"', '0x1', ': :']),
  );
  return words.join(' ');
}

const many = (count: number, part: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');

/** Documents made to cost; each is refused, or answered cheaply. */
export const HOSTILE: Record<string, string> = {
  'nested braces': '{a'.repeat(20_000),
  'braces and spaces': '{ '.repeat(45_000),
  'nested lists': `{ labSessions(filter: { provinces: ${'['.repeat(900)}${']'.repeat(900)} }) { totalCount } }`,
  'nested objects': `{ labSessions(filter: ${'{ a: '.repeat(400)}1${' }'.repeat(400)}) { totalCount } }`,
  aliases: `{ ${many(600, (n) => `a${n}: __typename`)} }`,
  directives: `{ __typename ${many(900, () => '@include')} }`,
  'unknown directives': `query ${many(1_900, (n) => (n % 2 ? `d${n}` : '@'))} { __typename }`,
  'same field': `{ ${many(990, () => 'serverTime')} }`,
  'same field with selections': `{ ${many(240, (n) => `campaigns { ${n % 2 ? 'id' : 'title'} labs { id } }`)} }`,
  'conflicting fields': `{ ${many(25, (n) => `x: campaign(slug: "${n}") { id }`)} }`,
  'fragments in a circle': `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`,
  'fragment of itself': '{ campaigns { ...A } } fragment A on Campaign { labs { campaign { ...A } } }',
  'fragments that double': `{ ...F0 } ${many(150, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F150 on Query { __typename }`,
  'fragments unused': many(180, (n) => `fragment F${n} on Query { __typename }`),
  'fragments unknown': `{ ${many(900, (n) => `...F${n}`)} }`,
  operations: many(450, (n) => `query Q${n} { __typename }`),
  variables: `query (${many(380, (n) => `$v${n}: Int`)}) { __typename }`,
  'fields unknown': `{ ${many(900, (n) => `sessio${n}`)} }`,
  'arguments unknown': `{ campaigns(${many(600, (n) => `a${n}: 1`)}) { id } }`,
  'long name': `{ ${'a'.repeat(90_000)} }`,
  'long string': `{ campaign(slug: "${'x'.repeat(90_000)}") { id } }`,
  'long number': `{ labSessions(first: ${'9'.repeat(90_000)}) { totalCount } }`,
  'block string': `{ campaign(slug: """${'\\n  x'.repeat(15_000)}""") { id } }`,
  comments: `${'#\n'.repeat(45_000)}{ __typename }`,
  commas: `{ __typename ${','.repeat(95_000)} }`,
  'introspection in a circle': `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
};

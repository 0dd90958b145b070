import path from 'node:path';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, type DocumentNode, type GraphQLSchema, Kind, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { printContract, schema } from '#server/schema.ts';
import { readClientDocuments } from '../../tools/client-documents.ts';
import {
  asksWhoReads,
  fieldsOf,
  hasTypeScope,
  reachableFrom,
  rootFields,
  scopeOf,
  undescribed,
} from './schema-walk.ts';
import { projectDir, readSource } from './sources.ts';

const committed = readSource('schema.graphql').text;

describe('the contract', () => {
  it('[API-01] schema.graphql is what the server serves, sorted', () => {
    expect(committed).toBe(printContract());
  });

  it('[API-01] every type, field, argument, enum value and input field has a description', () => {
    expect(undescribed(schema)).toEqual([]);
  });

  it('[API-01] finds what has no description', () => {
    const bare = buildSchema(`
      "Reads." type Query { "A field." a("An argument." x: Int, y: Int): E b(input: I): Int }
      "An enum." enum E { "A value." V W }
      input I { f: Int }`);
    expect(undescribed(bare)).toEqual(['Query.a(y)', 'Query.b', 'Query.b(input)', 'E.W', 'I', 'I.f']);
  });
});

describe('the client', () => {
  function clientDocument(): DocumentNode {
    const documents = readClientDocuments(path.join(projectDir, 'client/src'));
    return { kind: Kind.DOCUMENT, definitions: documents.flatMap(({ document }) => document.definitions) };
  }

  it('[API-01] asks only for what the contract offers', () => {
    const document = clientDocument();
    expect(document.definitions.length).toBeGreaterThan(10);
    expect(validate(schema, document).map((error) => error.message)).toEqual([]);
  });

  it('would be told of a field that is not there', () => {
    const less = buildSchema(committed.replaceAll(/^ {2}seatsFree: Int!$/gm, '  otherName: Int!'));
    expect(validate(less, clientDocument()).map((error) => error.message)).toContain(
      'Cannot query field "seatsFree" on type "Campaign".',
    );
  });
});

// docs/decisions/0011: the baseline is the contract of the last release; what breaks it has to be named on purpose.
describe('the promise to clients', () => {
  const baseline = buildSchema(readSource('docs/api-baseline.graphql').text);

  async function breaksFrom(before: GraphQLSchema, after: GraphQLSchema): Promise<string[]> {
    const changes = await diff(before, after);
    const breaking = changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking);
    return breaking.map((change) => `${change.path}: ${change.message}`);
  }

  /** Paths in the list under the heading Next of docs/api-changes.md. */
  function announced(): string[] {
    const next = /^## Next\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readSource('docs/api-changes.md').text)?.[1] ?? '';
    return [...next.matchAll(/^- `([^`]+)`: \S/gm)].map(([, path]) => path ?? '');
  }

  it('[API-01] nothing of the last release breaks without being announced', async () => {
    const breaks = await breaksFrom(baseline, buildSchema(committed));
    expect(breaks.filter((line) => !announced().some((path) => line.startsWith(`${path}: `)))).toEqual([]);
  });

  it('[API-01] announces only what breaks', async () => {
    const breaks = await breaksFrom(baseline, buildSchema(committed));
    expect(announced().filter((path) => !breaks.some((line) => line.startsWith(`${path}: `)))).toEqual([]);
  });

  it('[API-01] sees a field taken away, an argument made necessary and a type changed', async () => {
    const before = buildSchema('type Query { a(x: Int): String! b: Int c: Int! }');
    const after = buildSchema('type Query { a(x: Int!): String! c: Int }');
    const paths = (await breaksFrom(before, after)).map((line) => line.split(': ')[0]);
    expect(paths.sort()).toEqual(['Query.a.x', 'Query.b', 'Query.c']);
    expect(await breaksFrom(after, after)).toEqual([]);
  });
});

// Design, section 4, Sharing: what one execution may serve to many is public by type.
describe('shared live reads', () => {
  const shared = fieldsOf(
    schema.getSubscriptionType() as NonNullable<ReturnType<typeof schema.getSubscriptionType>>,
  ).filter(({ field }) => JSON.stringify(scopeOf(field)) === '{"public":true}');
  const typesOf = (name: string) =>
    reachableFrom(schema, schema.getType(name) as NonNullable<ReturnType<typeof schema.getType>>);

  it('there is one: availability', () => {
    expect(shared.map(({ path }) => path)).toEqual(['Subscription.availability']);
  });

  it('no type below a public subscription has a field that depends on who reads', () => {
    const types = typesOf('AvailabilityUpdate');
    expect(types.map((type) => type.name)).toContain('SessionSeats');
    expect(types.filter(hasTypeScope).map((type) => type.name)).toEqual([]);
    expect(
      types
        .flatMap(fieldsOf)
        .filter(asksWhoReads)
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it('the walk knows the fields that do', () => {
    const found = typesOf('LabSession')
      .flatMap(fieldsOf)
      .filter(asksWhoReads)
      .map(({ path }) => path);
    expect(found).toEqual(
      expect.arrayContaining(['LabSession.myBooking', 'Campaign.myHeld', 'Campaign.eligibleCount']),
    );
    expect(
      rootFields(schema)
        .filter(asksWhoReads)
        .map(({ path }) => path),
    ).toContain('Query.myBookings');
  });
});

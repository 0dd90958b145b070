import { builder } from '../../../graphql/builder.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import type { BirthPlace } from '../place-rules.ts';

const BirthPlaceKind = builder.enumType('BirthPlaceKind', {
  description: 'What a place of birth is.',
  values: {
    MUNICIPALITY: { description: 'A municipality of Italy (comune), of today or of its day.' },
    STATE: { description: 'A foreign state.' },
  } as const,
});

declare module '../../../graphql/builder.ts' {
  interface ObjectTypes {
    BirthPlace: BirthPlace;
  }
}

builder.objectType('BirthPlace', {
  description: 'Where somebody can be born: a municipality or a foreign state, those that ceased included.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Codice catastale, the last four characters of a codice fiscale.' }),
    name: t.exposeString('name', { description: 'Name, in Italian.' }),
    kind: t.expose('kind', { type: BirthPlaceKind, description: 'What it is.' }),
    province: t.exposeString('province', {
      nullable: true,
      description: 'Of municipalities, the two letters of the last province they were in; null of states.',
    }),
    until: t.exposeString('until', { nullable: true, description: 'Its last day, YYYY-MM-DD; null when it exists.' }),
  }),
});

builder.queryFields((t) => ({
  birthPlaces: t.field({
    type: ['BirthPlace'],
    description: 'Places of birth whose name begins so, or has a word that does; the best match first.',
    authScopes: { public: true },
    extensions: forTokens('NOTHING'),
    args: {
      text: t.arg.string({
        required: true,
        description: 'What was typed, at most 100 characters; accents are ignored.',
      }),
      on: t.arg.string({
        required: false,
        description: 'The day of birth, YYYY-MM-DD: only places that existed then. Without it, places of any time.',
      }),
      kind: t.arg({ type: BirthPlaceKind, required: false, description: 'Only these.' }),
      first: t.arg.int({ required: false, defaultValue: 10, description: 'How many at most, from 1 to 20.' }),
    },
    resolve: (_root, { first, ...search }, context) =>
      context.services.places.search({ ...search, first: first ?? 10 }),
  }),
}));

import { queryFromInfo } from '@pothos/plugin-prisma';
import { builder } from '../../../graphql/builder.ts';
import { pageInfoOf } from '../../../graphql/page-info.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import type { LabSession } from '../../../platform/db/generated/client.ts';
import type { CataloguePageIds } from '../service/catalogue.ts';
import type { FacetRow } from '../store.ts';
import { CatalogueOrderEnum, SchoolOrderEnum } from './enums.ts';
import { LabSessionType } from './lab.ts';

const LabSessionFilter = builder.inputType('LabSessionFilter', {
  description: 'What to look for. Conditions of different kinds all hold; of one kind, any.',
  fields: (t) => ({
    campaign: t.string({ description: 'Of this campaign, by its name in addresses.' }),
    lab: t.string({ description: 'Of this lab, by its code.' }),
    text: t.string({ description: 'Words in the title, code, trainers or place; accents and case do not matter.' }),
    provinces: t.stringList({ description: 'Held in one of these provinces, two letters each.' }),
    topics: t.stringList({ description: 'On one of these topics.' }),
    audience: t.field({ type: [SchoolOrderEnum], description: 'For one of these school orders.' }),
    from: t.string({ description: 'From this day on, YYYY-MM-DD in Europe/Rome; without it, what is not over yet.' }),
    to: t.string({ description: 'Until this day, YYYY-MM-DD in Europe/Rome, included.' }),
    onlyFree: t.boolean({ description: 'Only with free seats at the instant of reading.' }),
  }),
});

const FacetCount = builder.objectRef<FacetRow>('FacetCount').implement({
  description: 'A choice and how many sessions it would leave.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The choice.' }),
    count: t.exposeInt('count', { description: 'Sessions it would leave, together with the other choices made.' }),
  }),
});

const LabSessionFacets = builder.objectRef<FacetRow[]>('LabSessionFacets').implement({
  description: 'Choices that narrow a search. Each kind is counted with its own choice left out; choices of zero stay.',
  fields: (t) => ({
    provinces: t.field({
      type: [FacetCount],
      description: 'By province.',
      resolve: (rows) => rows.filter((row) => row.facet === 'province'),
    }),
    topics: t.field({
      type: [FacetCount],
      description: 'By topic.',
      resolve: (rows) => rows.filter((row) => row.facet === 'topic'),
    }),
    audience: t.field({
      type: [FacetCount],
      description: 'By school order; the value is a SchoolOrder.',
      resolve: (rows) => rows.filter((row) => row.facet === 'audience'),
    }),
    free: t.int({
      description: 'Sessions with free seats.',
      resolve: (rows) => rows.find((row) => row.facet === 'free')?.count ?? 0,
    }),
  }),
});

const LabSessionEdge = builder.edgeObject({
  type: LabSessionType,
  name: 'LabSessionEdge',
  description: 'A session and its place in the list.',
});

type Page = Omit<CataloguePageIds, 'rows'> & { edges: { cursor: string; node: LabSession }[] };

const LabSessionConnection = builder.objectRef<Page>('LabSessionConnection').implement({
  description: 'A page of the catalogue.',
  fields: (t) => ({
    edges: t.field({
      type: [LabSessionEdge],
      description: 'The sessions of this page.',
      resolve: (page) => page.edges,
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where the page stands.',
      resolve: pageInfoOf,
    }),
    totalCount: t.int({
      description: 'Sessions found in all.',
      resolve: async (page, _args, context) => (await context.services.lab.countSessions(page.filter)).sessions,
    }),
    labCount: t.int({
      description: 'Labs they belong to.',
      resolve: async (page, _args, context) => (await context.services.lab.countSessions(page.filter)).labs,
    }),
  }),
});

builder.queryFields((t) => ({
  labSessions: t.field({
    type: LabSessionConnection,
    description: 'The public catalogue of sessions (LAB-03).',
    authScopes: { public: true },
    extensions: forTokens('NOTHING'),
    args: {
      filter: t.arg({ type: LabSessionFilter, description: 'What to look for; nothing: all that is not over.' }),
      order: t.arg({ type: CatalogueOrderEnum, defaultValue: 'DATE', description: 'In which order.' }),
      first: t.arg.int({ description: 'How many, 1 to 100; 20 when not given.' }),
      after: t.arg.string({ description: 'After this cursor.' }),
    },
    resolve: async (_root, { filter, order, first, after }, context, info) => {
      const { rows, ...page } = await context.services.lab.pageOfSessions(filter ?? {}, {
        order: order ?? 'DATE',
        first,
        after,
      });
      const selection: object = queryFromInfo({ context, info, typeName: 'LabSession', path: ['edges', 'node'] });
      const sessions = await context.services.lab.listSessionsById(
        rows.map((row) => row.id),
        selection,
      );
      return { ...page, edges: sessions.map((node, index) => ({ node, cursor: rows[index]?.cursor ?? '' })) };
    },
  }),
  labSessionFacets: t.field({
    type: LabSessionFacets,
    description: 'How many sessions each further choice would leave.',
    authScopes: { public: true },
    extensions: { ...forTokens('NOTHING'), cost: 20 },
    args: { filter: t.arg({ type: LabSessionFilter, description: 'What is looked for already.' }) },
    resolve: (_root, { filter }, context) => context.services.lab.facets(filter ?? {}),
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { pageInfoOf } from '../../../graphql/page-info.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { ErasureOutcome } from '../../../platform/db/generated/client.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import type { Page } from '../../../platform/paging.ts';
import { ErasureHeldUpError, NoSuchErasureError } from '../erasure-errors.ts';
import type { ErasureFile } from '../erasure-store.ts';

const ErasureOutcomeEnum = builder.enumType('ErasureOutcome', {
  description: 'How a request of erasure ended.',
  values: {
    [ErasureOutcome.ERASED]: { description: 'The data were erased, but for what the law obliges to keep.' },
    [ErasureOutcome.DECLINED]: { description: 'The data stay, for the reason that is given.' },
  },
});

builder.objectType(NoSuchErasureError, {
  name: 'NoSuchErasureError',
  description: 'No request with this number waits to be decided.',
  interfaces: [RefusalInterface],
});
builder.objectType(ErasureHeldUpError, {
  name: 'ErasureHeldUpError',
  description: 'The account still holds seats in sessions to come: they are released first.',
  interfaces: [RefusalInterface],
  fields: (t) => ({ seats: t.exposeInt('seats', { description: 'How many, places in lines included.' }) }),
});

const ErasureFileType = builder.objectRef<ErasureFile>('ErasureFile').implement({
  description: 'A request of erasure, as the office sees it (ACC-08).',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'By which it is spoken of.' }),
    username: t.exposeString('username', { description: 'Whose; of an erased account, what stands in its place.' }),
    displayName: t.exposeString('displayName', { description: 'Name; a dash when it was erased.' }),
    requestedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    withdrawnAt: t.expose('withdrawnAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its owner withdrew it.',
    }),
    handledAt: t.expose('handledAt', { type: 'DateTime', nullable: true, description: 'When it was decided.' }),
    outcome: t.expose('outcome', { type: ErasureOutcomeEnum, nullable: true, description: 'How it was decided.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, as the person was told.' }),
  }),
});

const ErasureFileEdge = builder.objectRef<{ cursor: string; node: ErasureFile }>('ErasureFileEdge').implement({
  description: 'A request and its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in the list, for `after`.' }),
    node: t.field({ type: ErasureFileType, description: 'The request.', resolve: (edge) => edge.node }),
  }),
});

const ErasureFileConnection = builder.objectRef<Page<ErasureFile>>('ErasureFileConnection').implement({
  description: 'A page of requests of erasure.',
  fields: (t) => ({
    edges: t.field({ type: [ErasureFileEdge], description: 'Those of this page.', resolve: (page) => page.edges }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where the page stands.',
      resolve: pageInfoOf,
    }),
  }),
});

const DecideErasureInput = builder.inputType('DecideErasureInput', {
  description: 'What becomes of a request, and why.',
  fields: (t) => ({
    number: t.int({ required: true, description: 'Of the request.' }),
    outcome: t.field({ type: ErasureOutcomeEnum, required: true, description: 'ERASED is for good.' }),
    reason: t.string({ required: true, description: 'At most 1000 characters; the person reads it in a mail.' }),
  }),
});

const DecideErasureSuccess = builder.objectRef<{ file: ErasureFile }>('DecideErasureSuccess').implement({
  description: 'The request is decided and the person is told.',
  fields: (t) => ({ file: t.field({ type: ErasureFileType, description: 'It.', resolve: ({ file }) => file }) }),
});

builder.queryFields((t) => ({
  officeErasures: t.field({
    type: ErasureFileConnection,
    description: 'Requests of erasure: those to decide, the oldest first, or those that are over, the newest first.',
    authScopes: { role: 'OFFICE' },
    args: {
      open: t.arg.boolean({ required: true, description: 'Those to decide; else those that are over.' }),
      first: t.arg.int({ description: 'How many, 1 to 100; 20 when not given.' }),
      after: t.arg.string({ description: 'After this cursor.' }),
    },
    resolve: (_root, wish, context) => context.services.erasures.pageOfErasures(wish),
  }),
}));

builder.mutationFields((t) => ({
  decideErasure: t.field({
    type: DecideErasureSuccess,
    description: 'Erases a person’s data, but for what the law obliges to keep, or declines; for good (ACC-08).',
    authScopes: { role: 'OFFICE' },
    args: { input: t.arg({ type: DecideErasureInput, required: true, description: 'Which and how.' }) },
    errors: { types: [NoSuchErasureError, ErasureHeldUpError, InvalidInputError] },
    resolve: async (_root, { input }, context) => ({
      file: await context.services.erasures.decideErasure(viewerOf(context), input, context.requestId),
    }),
  }),
}));

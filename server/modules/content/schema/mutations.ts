import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { LocaleEnum } from '../../../graphql/locale.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { PageChangedMeanwhileError } from '../errors.ts';
import type { Page } from '../service.ts';
import { PageNameEnum, PageType } from './page.ts';

builder.objectType(PageChangedMeanwhileError, {
  name: 'PageChangedMeanwhileError',
  description: 'Somebody else published the page meanwhile; nothing was overwritten.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    page: t.field({
      type: PageType,
      description: 'The page as it stands now.',
      resolve: ({ page, locale }, _args, context) => context.services.content.getPage(page, locale),
    }),
  }),
});

const PublishPageInput = builder.inputType('PublishPageInput', {
  description: 'A new text of a page in one language.',
  fields: (t) => ({
    page: t.field({ type: PageNameEnum, required: true, description: 'Which page.' }),
    locale: t.field({ type: LocaleEnum, required: true, description: 'In which language.' }),
    version: t.int({ required: true, description: 'Page.version as it was read.' }),
    title: t.string({ required: true, description: 'Title, at most 120 characters.' }),
    body: t.string({
      required: true,
      description: 'Text in CommonMark without HTML, at most 40,000 characters. Marks: {{ufficio}}, {{email}}.',
    }),
  }),
});

const PublishPageSuccess = builder.objectRef<{ page: Page }>('PublishPageSuccess').implement({
  description: 'The text is what everybody reads now.',
  fields: (t) => ({ page: t.expose('page', { type: PageType, description: 'The page as it stands now.' }) }),
});

builder.mutationFields((t) => ({
  publishPage: t.field({
    type: PublishPageSuccess,
    description: 'Publishes a text of a page, unless somebody else did since the version sent. For the office.',
    authScopes: { role: 'OFFICE' },
    errors: { types: [InvalidInputError, PageChangedMeanwhileError] },
    args: { input: t.arg({ type: PublishPageInput, required: true, description: 'The text.' }) },
    resolve: async (_root, { input }, context) => ({
      page: await context.services.content.publishPage(viewerOf(context), input),
    }),
  }),
}));

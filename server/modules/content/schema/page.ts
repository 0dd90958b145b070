import { builder } from '../../../graphql/builder.ts';
import { LocaleEnum } from '../../../graphql/locale.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { PageName } from '../../../platform/db/generated/client.ts';
import type { PageText } from '../input.ts';
import { fillMarks, type Page } from '../service.ts';

export const PageNameEnum = builder.enumType('PageName', {
  description: 'The pages whose texts the office may write.',
  values: {
    [PageName.HELP]: { description: 'Help (Aiuto).' },
    [PageName.CONTACTS]: { description: 'Contacts (Contatti).' },
    [PageName.CREDENTIALS]: { description: 'Which credentials there are, and whose (Informazioni credenziali).' },
    [PageName.GUIDE]: { description: 'The operating guide (guida operativa).' },
    [PageName.FAQ]: { description: 'Frequent questions.' },
    [PageName.GLOSSARY]: { description: 'What the words mean.' },
    [PageName.LEGAL]: { description: 'Legal references (normativa).' },
  },
});

const PageTextType = builder.objectRef<PageText>('PageText').implement({
  description: 'A title and a text, in CommonMark without HTML, as they were written: marks are not filled in.',
  fields: (t) => ({
    title: t.exposeString('title', { description: 'Title.' }),
    body: t.exposeString('body', { description: 'Text. {{ufficio}} and {{email}} stand for facts of the office.' }),
  }),
});

export const PageType = builder.objectRef<Page>('Page').implement({
  description: 'A page of the office in one language: its last published text, or the one that comes with Sportello.',
  fields: (t) => ({
    name: t.field({ type: PageNameEnum, description: 'Which page.', resolve: ({ page }) => page }),
    locale: t.expose('locale', { type: LocaleEnum, description: 'Its language.' }),
    version: t.exposeInt('version', { description: 'Grows by one with each text published; 0 before the first.' }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the office published it; null for the text that comes with Sportello.',
    }),
    title: t.string({
      description: 'Title.',
      resolve: ({ title }, _args, { site }) => fillMarks(title, { ...site.office }),
    }),
    body: t.string({
      description: 'Text in CommonMark without HTML, ready to be shown.',
      resolve: ({ body }, _args, { site }) => fillMarks(body, { ...site.office }),
    }),
    written: t.field({
      type: PageTextType,
      description: 'Title and text as the office wrote them.',
      resolve: ({ title, body }) => ({ title, body }),
    }),
    packaged: t.field({
      type: PageTextType,
      description: 'The text that comes with Sportello, to begin again from.',
      resolve: ({ page, locale }, _args, context) => context.services.content.packagedText(page, locale),
    }),
  }),
});

builder.queryFields((t) => ({
  page: t.field({
    type: PageType,
    description: 'A page of the office.',
    authScopes: { public: true },
    extensions: forTokens('NOTHING'),
    args: {
      name: t.arg({ type: PageNameEnum, required: true, description: 'Which page.' }),
      locale: t.arg({ type: LocaleEnum, description: 'In which language; that of the request when not given.' }),
    },
    resolve: (_root, { name, locale }, context) => context.services.content.getPage(name, locale ?? context.locale),
  }),
  officePages: t.field({
    type: [PageType],
    description: 'Every page in every language. For the office.',
    authScopes: { role: 'OFFICE' },
    resolve: (_root, _args, context) => context.services.content.listPages(),
  }),
}));

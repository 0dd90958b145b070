import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { pageInfoOf } from '../../../graphql/page-info.ts';
import type { Page } from '../../../platform/paging.ts';
import type { OwnMail } from '../service/own-data.ts';
import { MailReportType } from './own-contacts.ts';

const SentMailType = builder.objectRef<OwnMail>('SentMail').implement({
  description: 'A mail to the viewer. Its text, which may hold links and codes, is not shown again.',
  fields: (t) => ({
    at: t.expose('createdAt', { type: 'DateTime', description: 'When what it tells was done.' }),
    subject: t.string({
      nullable: true,
      description: 'Its subject, in the language in which it was sent; null for a kind that is no longer written.',
      resolve: (mail) => mail.subject,
    }),
    recipient: t.exposeString('recipient', { description: 'To which address.' }),
    report: t.field({ type: MailReportType, description: 'How it fared.', resolve: (mail) => mail }),
  }),
});

const SentMailEdge = builder.objectRef<{ cursor: string; node: OwnMail }>('SentMailEdge').implement({
  description: 'A mail and its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in the list, for `after`.' }),
    node: t.field({ type: SentMailType, description: 'The mail.', resolve: (edge) => edge.node }),
  }),
});

const SentMailConnection = builder.objectRef<Page<OwnMail>>('SentMailConnection').implement({
  description: 'A page of mails.',
  fields: (t) => ({
    edges: t.field({ type: [SentMailEdge], description: 'The mails of this page.', resolve: (page) => page.edges }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where the page stands.',
      resolve: pageInfoOf,
    }),
  }),
});

builder.queryFields((t) => ({
  myMails: t.field({
    type: SentMailConnection,
    description: 'Mails to the viewer, the newest first, with how they fared.',
    authScopes: { signedIn: true },
    args: {
      first: t.arg.int({ description: 'How many, 1 to 100; 20 when not given.' }),
      after: t.arg.string({ description: 'After this cursor.' }),
    },
    resolve: (_root, wish, context) => context.services.ownData.pageOfMails(viewerOf(context), wish),
  }),
}));

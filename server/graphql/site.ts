import { builder } from './builder.ts';
import type { Site } from './context.ts';
import { forTokens } from './token-scopes.ts';

const Office = builder.objectRef<Site>('Office').implement({
  description: 'The regional school office that runs this installation, as configured.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: (site) => site.office.name }),
    shortName: t.string({
      description: 'Its short name, for narrow screens.',
      resolve: (site) => site.office.shortName,
    }),
    ministry: t.string({ description: 'The ministry it belongs to.', resolve: (site) => site.office.ministry }),
    siteUrl: t.string({ description: 'Origin of this site.', resolve: (site) => site.url }),
    helpEmail: t.string({ description: 'Where people ask for help.', resolve: (site) => site.office.helpEmail }),
  }),
});

builder.queryFields((t) => ({
  serverTime: t.field({
    type: 'DateTime',
    description: 'The clock that decides every deadline. Screens count from it, never from the device’s.',
    authScopes: { public: true },
    extensions: forTokens('NOTHING'),
    resolve: (_root, _args, context) => context.clock.now(),
  }),
  office: t.field({
    type: Office,
    description: 'Who runs this installation.',
    authScopes: { public: true },
    extensions: forTokens('NOTHING'),
    resolve: (_root, _args, context) => context.site,
  }),
}));

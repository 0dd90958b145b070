import { builder } from '../../../graphql/builder.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import {
  AlreadyRegisteredError,
  ComparisonLimitError,
  DataDifferError,
  RegistrationLinkExpiredError,
  RegistrationLinkSupersededError,
  RegistrationLinkUnknownError,
  RegistrationLinkUsedError,
} from '../errors.ts';
import { REGISTRATION_COOKIE } from '../rules.ts';
import type { OpenedLink } from '../service/link.ts';
import { DeclaredFieldEnum } from './enums.ts';
import { cookiesOf, keepInBrowser, originOf } from './origin.ts';

const STALE_LINK = [RegistrationLinkUnknownError, RegistrationLinkUsedError, RegistrationLinkSupersededError];
const LINK_REFUSALS = [...STALE_LINK, RegistrationLinkExpiredError, ComparisonLimitError, AlreadyRegisteredError];

const OpenSuccess = builder.objectRef<OpenedLink>('OpenRegistrationLinkSuccess').implement({
  description: 'The link opens: what it leads to. Nothing was consumed.',
  fields: (t) => ({
    firstName: t.exposeString('firstName', { description: 'First names, as declared.' }),
    lastName: t.exposeString('lastName', { description: 'Last names, as declared.' }),
    email: t.exposeString('email', { description: 'The mailbox, now confirmed.' }),
    fiscalCode: t.exposeString('fiscalCode', { description: 'As declared; passwords may not contain it.' }),
    username: t.exposeString('username', {
      description: 'The user name to be, unless somebody of the same name comes first.',
    }),
    differing: t.field({
      type: [DeclaredFieldEnum],
      description: 'Declared data that differ from those known to the administration; what is known is never told.',
      resolve: (opened) => [...opened.differing],
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link opens.' }),
  }),
});

const CorrectSuccess = builder.objectRef<{ ok: boolean }>('CorrectRegistrationSuccess').implement({
  description: 'This browser holds the registration now: go back to the data.',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
});

const CompleteSuccess = builder.objectRef<{ username: string }>('CompleteRegistrationSuccess').implement({
  description: 'The account is open: sign in.',
  fields: (t) => ({ username: t.exposeString('username', { description: 'The user name.' }) }),
});

const CompleteInput = builder.inputType('CompleteRegistrationInput', {
  description: 'The last step.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'Of the link.' }),
    password: t.string({ required: true, description: 'The chosen password, 12 to 128 characters.' }),
    acceptDifferences: t.boolean({
      required: false,
      defaultValue: false,
      description: 'Go on although data differ from those known: the desk will verify them.',
    }),
  }),
});

const token = { required: true, description: 'Of the link.' } as const;

builder.mutationFields((t) => ({
  openRegistrationLink: t.field({
    type: OpenSuccess,
    description: 'Opens the link of the mail and compares the data with those known. Repeated, it answers the same.',
    authScopes: { public: true },
    args: { token: t.arg.string(token) },
    errors: { types: LINK_REFUSALS },
    resolve: (_root, args, context) => context.services.registration.open(args.token, context),
  }),
  correctRegistration: t.field({
    type: CorrectSuccess,
    description: 'Back to the data, in the browser that opened the mail. Sets a cookie; not over sockets.',
    authScopes: { public: true },
    args: { token: t.arg.string(token) },
    errors: { types: STALE_LINK },
    async resolve(_root, args, context) {
      const cookies = cookiesOf(context);
      const { browserToken } = await context.services.registration.correct(args.token, originOf(context));
      keepInBrowser(cookies, browserToken);
      return { ok: true };
    },
  }),
  completeRegistration: t.field({
    type: CompleteSuccess,
    description: 'Consumes the link and opens the account under the password chosen. At most one a request.',
    authScopes: { public: true },
    extensions: { checksCredentials: true },
    args: { input: t.arg({ type: CompleteInput, required: true, description: 'Link and password.' }) },
    errors: { types: [...LINK_REFUSALS, DataDifferError, InvalidInputError, BusyError] },
    async resolve(_root, { input }, context) {
      const completed = await context.services.registration.complete(input, context);
      context.cookies?.clear(REGISTRATION_COOKIE);
      return completed;
    },
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { WHILE_PASSWORD_MUST_CHANGE } from '../../../graphql/duty-gate.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import { LockedError } from '../errors.ts';
import {
  EmailFixedError,
  EmailLinkError,
  type LinkFault,
  NoEmailChangeError,
  TooManyEmailChangesError,
  WrongPasswordError,
} from '../own-errors.ts';
import type { EmailLink } from '../service/email-links.ts';
import { EmailChangeType } from './own-contacts.ts';

const interfaces = [RefusalInterface];

builder.objectType(EmailFixedError, {
  name: 'EmailFixedError',
  description: 'The address of an institution is that of the registry of schools (IAM-304).',
  interfaces,
});
builder.objectType(NoEmailChangeError, {
  name: 'NoEmailChangeError',
  description: 'No change of the address is under way.',
  interfaces,
});
builder.objectType(TooManyEmailChangesError, {
  name: 'TooManyEmailChangesError',
  description: 'Too many changes were asked for within an hour.',
  interfaces,
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds after which to try again.' }),
  }),
});

const EmailLinkFault = builder.enumType('EmailLinkFault', {
  description: 'Why a link opens nothing.',
  values: {
    EXPIRED: { description: 'Its time is over.' },
    USED: { description: 'It was used.' },
    SUPERSEDED: { description: 'It was given up, or a newer one took its place.' },
    UNKNOWN: { description: 'There is no such link.' },
  } satisfies Record<LinkFault, { description: string }>,
});

builder.objectType(EmailLinkError, {
  name: 'EmailLinkError',
  description: 'The link opens nothing; nothing was done.',
  interfaces,
  fields: (t) => ({
    state: t.field({ type: EmailLinkFault, description: 'Why.', resolve: (error) => error.state }),
    at: t.expose('at', { type: 'DateTime', nullable: true, description: 'Since when; null for a link that is none.' }),
  }),
});

const EmailLinkKind = builder.enumType('EmailLinkKind', {
  description: 'What a link is for.',
  values: {
    CONFIRM: { description: 'To confirm a new address.' },
    UNDO: { description: 'To have the old address back.' },
  } as const,
});

const EmailLinkType = builder.objectRef<EmailLink>('EmailLink').implement({
  description: 'What a link in a mail about an address would do. Reading it uses nothing up.',
  fields: (t) => ({
    kind: t.field({ type: EmailLinkKind, description: 'What it is for.', resolve: (link) => link.kind }),
    address: t.exposeString('address', { description: 'Where mails would go, not in full: m•••@scuola.example.' }),
    fault: t.field({
      type: EmailLinkFault,
      nullable: true,
      description: 'Why it opens nothing; null when it does.',
      resolve: ({ state }) => (state === 'READY' ? null : state),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'Until when it opens, or since when it does not.' }),
  }),
});

const RequestEmailChangeInput = builder.inputType('RequestEmailChangeInput', {
  description: 'The password, asked again, and the new address.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'Compared exactly, spaces included.' }),
    email: t.string({ required: true, description: 'The new address.' }),
  }),
});

const RequestEmailChangeSuccess = builder
  .objectRef<{ change: typeof EmailChangeType.$inferType }>('RequestEmailChangeSuccess')
  .implement({
    description: 'A mail goes to the new address; until it is confirmed the old one stays.',
    fields: (t) => ({
      change: t.field({ type: EmailChangeType, description: 'The change.', resolve: ({ change }) => change }),
    }),
  });

function done(name: string, description: string) {
  return builder.objectRef<{ ok: boolean }>(name).implement({
    description,
    fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
  });
}
const CancelEmailChangeSuccess = done('CancelEmailChangeSuccess', 'The change was given up; its link is dead.');
const ConfirmEmailChangeSuccess = done('ConfirmEmailChangeSuccess', 'The new address is in force.');
const UndoEmailChangeSuccess = done(
  'UndoEmailChangeSuccess',
  'The old address is back, and every sign-in of the account is over.',
);

builder.queryFields((t) => ({
  emailLink: t.field({
    type: EmailLinkType,
    nullable: true,
    description: 'What the link of a mail about an address would do; null when there is no such link.',
    authScopes: { public: true },
    args: { token: t.arg.string({ required: true, description: 'The end of its address.' }) },
    resolve: (_root, { token }, context) => context.services.account.findEmailLink(token),
  }),
}));

const token = { required: true, description: 'The end of the link’s address.' } as const;

builder.mutationFields((t) => ({
  requestEmailChange: t.field({
    type: RequestEmailChangeSuccess,
    description: 'Asks for another address; it takes effect when the mail sent there is confirmed (SEC-018).',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true },
    args: { input: t.arg({ type: RequestEmailChangeInput, required: true, description: 'To which address.' }) },
    errors: {
      types: [WrongPasswordError, LockedError, EmailFixedError, TooManyEmailChangesError, BusyError, InvalidInputError],
    },
    resolve: async (_root, { input }, context) => ({
      change: await context.services.account.requestEmailChange(viewerOf(context), input, context),
    }),
  }),
  cancelEmailChange: t.field({
    type: CancelEmailChangeSuccess,
    description: 'Gives up the change of address that waits to be confirmed.',
    authScopes: { signedIn: true },
    errors: { types: [NoEmailChangeError] },
    async resolve(_root, _args, context) {
      await context.services.account.cancelEmailChange(viewerOf(context), context.requestId);
      return { ok: true };
    },
  }),
  confirmEmailChange: t.field({
    type: ConfirmEmailChangeSuccess,
    description: 'Confirms a new address with the link of the mail sent there; in any browser, signed in or not.',
    authScopes: { public: true },
    extensions: { checksCredentials: true },
    args: { token: t.arg.string(token) },
    errors: { types: [EmailLinkError] },
    async resolve(_root, args, context) {
      await context.services.account.confirmEmailChange(args.token, context.requestId);
      return { ok: true };
    },
  }),
  undoEmailChange: t.field({
    type: UndoEmailChangeSuccess,
    description: 'Gives the old address back with the link of the notice sent there, for 72 hours (ACC-05).',
    authScopes: { public: true },
    extensions: { checksCredentials: true, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { token: t.arg.string(token) },
    errors: { types: [EmailLinkError] },
    async resolve(_root, args, context) {
      await context.services.account.undoEmailChange(args.token, context.requestId);
      return { ok: true };
    },
  }),
}));

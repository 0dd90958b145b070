import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import { NoMinistryAccountError, OwnMinistryAccountError } from '../ministry-errors.ts';
import type { MinistryAccount } from '../ministry-store.ts';
import { maskAddress } from '../own-email-rules.ts';
import type { TemporaryPassword } from '../service/ministry.ts';

builder.objectType(NoMinistryAccountError, {
  name: 'NoMinistryAccountError',
  description: 'No active account of the ministry has this name.',
  interfaces: [RefusalInterface],
});
builder.objectType(OwnMinistryAccountError, {
  name: 'OwnMinistryAccountError',
  description: 'The account is the viewer’s own: another security officer is needed.',
  interfaces: [RefusalInterface],
});

const MinistryAccountType = builder.objectRef<MinistryAccount>('MinistryAccount').implement({
  description: 'An account mirrored from the ministry, as its security officer sees it (DEC-15).',
  fields: (t) => ({
    username: t.exposeString('username', { description: 'Name to sign in with.' }),
    displayName: t.exposeString('displayName', { description: 'Whose it is.' }),
    maskedEmail: t.string({
      nullable: true,
      description: 'Where the notice goes, in part; null when no address is known.',
      resolve: ({ email }) => (email === null ? null : maskAddress(email)),
    }),
    temporaryUntil: t.expose('temporaryUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when a temporary password signs in; null once its owner has chosen one.',
    }),
  }),
});

const SetTemporaryPasswordSuccess = builder.objectRef<TemporaryPassword>('SetTemporaryPasswordSuccess').implement({
  description: 'The account has a temporary password; its sign-ins are over and its owner is told by mail.',
  fields: (t) => ({
    account: t.field({ type: MinistryAccountType, description: 'The account.', resolve: ({ account }) => account }),
    password: t.exposeString('password', {
      description: 'To be told to the owner. It is shown this once, and kept nowhere.',
    }),
    validUntil: t.expose('until', { type: 'DateTime', description: 'Until when it signs in (SEC-008).' }),
  }),
});

builder.queryFields((t) => ({
  ministryAccount: t.field({
    type: MinistryAccountType,
    nullable: true,
    description: 'An active account of the ministry by its exact name; null when none has it.',
    authScopes: { role: 'SECURITY' },
    args: { username: t.arg.string({ required: true, description: 'Name to sign in with, in any letters.' }) },
    resolve: (_root, { username }, context) => context.services.account.findMinistryAccount(username),
  }),
}));

builder.mutationFields((t) => ({
  setTemporaryPassword: t.field({
    type: SetTemporaryPasswordSuccess,
    description:
      'Gives an account of the ministry a password for 72 hours, to be changed at the first sign-in (IAM-403, SEC-008).',
    authScopes: { role: 'SECURITY' },
    args: { username: t.arg.string({ required: true, description: 'Whose account.' }) },
    errors: { types: [NoMinistryAccountError, OwnMinistryAccountError, BusyError, InvalidInputError] },
    resolve: (_root, { username }, context) =>
      context.services.account.setTemporaryPassword(viewerOf(context), username, context.requestId),
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { WHILE_PASSWORD_MUST_CHANGE } from '../../../graphql/duty-gate.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import { LockedError } from '../errors.ts';
import { MinistryPasswordError, WrongPasswordError } from '../own-errors.ts';
import { SESSION_COOKIE } from '../rules.ts';
import type { PasswordChanged } from '../service/password-change.ts';
import { cookiesOf } from './transport.ts';

builder.objectType(WrongPasswordError, {
  name: 'WrongPasswordError',
  description: 'The current password is another one. It counts towards the lock like a wrong sign-in.',
  interfaces: [RefusalInterface],
});

builder.objectType(MinistryPasswordError, {
  name: 'MinistryPasswordError',
  description: 'The account is the ministry’s: its security officer gives it another password (IAM-403).',
  interfaces: [RefusalInterface],
});

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The password of now and the one to come.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'Compared exactly, spaces included.' }),
    newPassword: t.string({
      required: true,
      description: '12 to 128 characters of any kind; not common, not of own data, not the one of now (DEC-13).',
    }),
  }),
});

const ChangePasswordSuccess = builder
  .objectRef<Pick<PasswordChanged, 'sessionsEnded' | 'tokensRevoked'>>('ChangePasswordSuccess')
  .implement({
    description: 'The password is the new one. This device stays signed in, under another session cookie.',
    fields: (t) => ({
      sessionsEnded: t.exposeInt('sessionsEnded', { description: 'Sign-ins on other devices that are over.' }),
      tokensRevoked: t.exposeInt('tokensRevoked', { description: 'Access tokens that open nothing any more.' }),
    }),
  });

builder.mutationFields((t) => ({
  changePassword: t.field({
    type: ChangePasswordSuccess,
    description:
      'Changes the password of who is signed in, and ends every other sign-in and access token. At most one a request; not over sockets (IAM-401).',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'From which to which.' }) },
    errors: { types: [MinistryPasswordError, WrongPasswordError, LockedError, BusyError, InvalidInputError] },
    async resolve(_root, { input }, context) {
      const cookies = cookiesOf(context);
      const done = await context.services.account.changePassword(viewerOf(context), input, context);
      cookies.set(SESSION_COOKIE, done.token, done.maxAgeSeconds);
      return done;
    },
  }),
}));

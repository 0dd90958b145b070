import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { WHILE_PASSWORD_MUST_CHANGE } from '../../../graphql/duty-gate.ts';
import { LocaleEnum } from '../../../graphql/locale.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import { DEVICE_COOKIE } from '../device.ts';
import { AccountRevokedError, LockedError, WrongCredentialsError } from '../errors.ts';
import { SESSION_COOKIE } from '../rules.ts';
import { SecondFactorRequiredError } from '../second-factor-errors.ts';
import { bindStep } from './second-step.ts';
import { SignInSuccess } from './sign-in-success.ts';
import { cookiesOf, keepDevice } from './transport.ts';

const LockScope = builder.enumType('LockScope', {
  description: 'What is locked.',
  values: {
    IDENTIFIER: { description: 'The identifier that was typed, existing or not.' },
    NETWORK: { description: 'The network address, after wrong passwords for many identifiers.' },
  } as const,
});

builder.objectType(WrongCredentialsError, {
  name: 'WrongCredentialsError',
  description: 'Unknown identifier, wrong password or disabled account: one answer for all, in the same time.',
  interfaces: [RefusalInterface],
});

builder.objectType(AccountRevokedError, {
  name: 'AccountRevokedError',
  description:
    'The password is right, and the account was revoked because nobody used it for as long as the office allows. No registration is needed: the office reactivates it.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    revokedAt: t.expose('revokedAt', { type: 'DateTime', description: 'When it was revoked.' }),
  }),
});

builder.objectType(LockedError, {
  name: 'LockedError',
  description: 'Six wrong passwords within 15 minutes: not even the right one opens for 15 minutes.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds that remain.' }),
    until: t.expose('until', { type: 'DateTime', description: 'When it opens again.' }),
    scope: t.field({ type: LockScope, description: 'What is locked.', resolve: (error) => error.scope }),
  }),
});

const SignInInput = builder.inputType('SignInInput', {
  description: 'A sign-in with a password.',
  fields: (t) => ({
    identifier: t.string({
      required: true,
      description: 'User name or codice fiscale of a person, codice meccanografico of an institution; case is ignored.',
    }),
    password: t.string({ required: true, description: 'Compared exactly, spaces included.' }),
    remember: t.boolean({
      required: false,
      defaultValue: false,
      description: 'Stay signed in for 30 days on this device; ignored for desk, office and helpdesk.',
    }),
  }),
});

const SignOutPayload = builder.objectRef<{ ok: boolean }>('SignOutPayload').implement({
  description: 'Signed out: the session is over and its cookie was removed.',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
});

const SetLocalePayload = builder.objectRef<{ locale: 'IT' | 'EN' }>('SetLocalePayload').implement({
  description: 'The language was changed.',
  fields: (t) => ({ locale: t.expose('locale', { type: LocaleEnum, description: 'The language now.' }) }),
});

builder.mutationFields((t) => ({
  signIn: t.field({
    type: SignInSuccess,
    description:
      'Signs in and sets the session cookie; an account with a second factor is asked for it first. At most one a request; not over sockets.',
    authScopes: { public: true },
    extensions: { checksCredentials: true, cost: 50, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { input: t.arg({ type: SignInInput, required: true, description: 'Who signs in.' }) },
    errors: {
      types: [
        ...[WrongCredentialsError, SecondFactorRequiredError, AccountRevokedError],
        ...[LockedError, BusyError, InvalidInputError],
      ],
      union: { name: 'SignInResult', description: 'Outcome of signIn.' },
    },
    async resolve(_root, { input }, context) {
      const cookies = cookiesOf(context);
      const { token, viewer, maxAgeSeconds } = await context.services.account
        .signIn({ ...input, device: cookies.get(DEVICE_COOKIE) }, context)
        .catch((error: unknown) => bindStep(cookies, error));
      cookies.set(SESSION_COOKIE, token, maxAgeSeconds);
      keepDevice(cookies, context, viewer);
      return { viewer };
    },
  }),
  signOut: t.field({
    type: SignOutPayload,
    description: 'Ends this session and its sockets, and removes the cookie. For a visitor it does nothing.',
    authScopes: { public: true },
    extensions: WHILE_PASSWORD_MUST_CHANGE,
    async resolve(_root, _args, context) {
      const cookies = cookiesOf(context);
      await context.services.account.signOut(context.viewer, context.requestId);
      cookies.clear(SESSION_COOKIE);
      return { ok: true };
    },
  }),
  setLocale: t.field({
    type: SetLocalePayload,
    description: 'Sets the language of the account’s screens and mails.',
    authScopes: { signedIn: true },
    extensions: WHILE_PASSWORD_MUST_CHANGE,
    args: { locale: t.arg({ type: LocaleEnum, required: true, description: 'The language.' }) },
    resolve: async (_root, { locale }, context) => ({
      locale: await context.services.account.setLocale(viewerOf(context), locale),
    }),
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import type { Context } from '../../../graphql/context.ts';
import { WHILE_PASSWORD_MUST_CHANGE } from '../../../graphql/duty-gate.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import { ProofError } from '../../../platform/proof-of-work.ts';
import {
  NoRecoveryError,
  OtherBrowserError,
  RecoveryOverError,
  UnknownRecoveryLinkError,
  WrongRecoveryCodeError,
} from '../recovery-errors.ts';
import { RECOVERY_COOKIE, RECOVERY_COOKIE_SECONDS } from '../recovery-rules.ts';
import type { Recovery } from '../recovery-view.ts';
import type { HeldRecovery, RecoveryOrigin } from '../service/recovery-origin.ts';
import { RecoveryChannelEnum, RecoveryType } from './recovery-types.ts';
import { cookiesOf } from './transport.ts';

const StartRecoveryInput = builder.inputType('StartRecoveryInput', {
  description: 'A request to recover a password, or to collect the first one of an institution.',
  fields: (t) => ({
    identifier: t.string({
      required: true,
      description: 'User name or codice fiscale of a person, codice meccanografico of an institution; case is ignored.',
    }),
    channel: t.field({
      type: RecoveryChannelEnum,
      required: false,
      defaultValue: 'MAIN_EMAIL',
      description: 'Which contact of the account; nothing tells whether it has one.',
    }),
    securityCheck: t.string({ required: true, description: 'The proof of a security check.' }),
  }),
});

const RecoverUsernameInput = builder.inputType('RecoverUsernameInput', {
  description: 'A request for a forgotten user name.',
  fields: (t) => ({
    identifier: t.string({
      required: true,
      description: 'Codice fiscale, or the address that the account’s mails go to.',
    }),
    securityCheck: t.string({ required: true, description: 'The proof of a security check.' }),
  }),
});

const RecoveryCodeInput = builder.inputType('RecoveryCodeInput', {
  description: 'A code copied from the mail of a request.',
  fields: (t) => ({
    number: t.int({ required: true, description: 'The request.' }),
    code: t.string({ required: true, description: 'Ten characters; case, spaces and dashes do not count.' }),
  }),
});

const RecoveryStarted = builder.objectRef<{ recovery: Recovery }>('RecoveryStarted').implement({
  description: 'The request was written, and its mail goes out if there is whom to send it to. A cookie binds it here.',
  fields: (t) => ({
    recovery: t.field({ type: RecoveryType, description: 'The request.', resolve: ({ recovery }) => recovery }),
  }),
});

const RecoveryConfirmed = builder.objectRef<{ recovery: Recovery }>('RecoveryConfirmed').implement({
  description: 'The link or the code was taken, and both are used up: this browser may choose the password now.',
  fields: (t) => ({
    recovery: t.field({ type: RecoveryType, description: 'The request.', resolve: ({ recovery }) => recovery }),
  }),
});

const PasswordRecovered = builder.objectRef<{ number: number }>('PasswordRecovered').implement({
  description: 'The password was replaced. Every sign-in and access token ended, the lock too; nobody was signed in.',
  fields: (t) => ({ number: t.exposeInt('number', { description: 'The request that did it.' }) }),
});

const UsernameAsked = builder.objectRef<{ ok: boolean }>('UsernameAsked').implement({
  description: 'If there is such an account, its user name goes out by mail.',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
});

function originOf(context: Context): RecoveryOrigin {
  const { clientAddress, userAgent, requestId, locale } = context;
  return { clientAddress, userAgent, requestId, locale, held: heldBy(context) };
}

function heldBy({ cookies }: Context): string | null {
  return cookies?.get(RECOVERY_COOKIE) ?? null;
}

/** Gives the browser what the act answered for it, and the rest to the reader. */
async function holding(context: Context, act: (origin: RecoveryOrigin) => Promise<HeldRecovery>) {
  const cookies = cookiesOf(context);
  const { recovery, token } = await act(originOf(context));
  cookies.set(RECOVERY_COOKIE, token, RECOVERY_COOKIE_SECONDS);
  return { recovery };
}

builder.queryFields((t) => ({
  recoveryChannels: t.field({
    type: [RecoveryChannelEnum],
    description: 'Kinds of contact that a recovery may go to on this installation (ACC-06). The same for everybody.',
    authScopes: { public: true },
    resolve: (_root, _args, context) => [...context.services.account.listRecoveryChannels()],
  }),
  recovery: t.field({
    type: RecoveryType,
    nullable: true,
    description: 'A request that was made or confirmed in this browser; null in any other, and always over HTTP GET.',
    authScopes: { public: true },
    args: { number: t.arg.int({ required: true, description: 'The request.' }) },
    resolve: (_root, { number }, context) => context.services.account.findRecovery(number, heldBy(context)),
  }),
  recoveryByLink: t.field({
    type: RecoveryType,
    nullable: true,
    description: 'The request that a link belongs to; null when there is none. Reading it uses nothing up.',
    authScopes: { public: true },
    args: { token: t.arg.string({ required: true, description: 'The last part of the link.' }) },
    resolve: (_root, { token }, context) => context.services.account.findRecoveryByLink(token, heldBy(context)),
  }),
}));

builder.mutationFields((t) => ({
  startRecovery: t.field({
    type: RecoveryStarted,
    description:
      'Asks for a mail with a link and a code. Always the same answer, for accounts that exist and for those that do not. Not over sockets.',
    authScopes: { public: true },
    extensions: WHILE_PASSWORD_MUST_CHANGE,
    args: { input: t.arg({ type: StartRecoveryInput, required: true, description: 'Whose password.' }) },
    errors: {
      types: [ProofError, InvalidInputError],
      union: { name: 'StartRecoveryResult', description: 'Outcome of startRecovery.' },
    },
    resolve: (_root, { input }, context) =>
      holding(context, (origin) => context.services.account.startRecovery(input, origin)),
  }),
  confirmRecoveryCode: t.field({
    type: RecoveryConfirmed,
    description: 'Takes the code of a request that was made in this browser. At most one a request; not over sockets.',
    authScopes: { public: true },
    extensions: { checksCredentials: true, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { input: t.arg({ type: RecoveryCodeInput, required: true, description: 'The code.' }) },
    errors: {
      types: [WrongRecoveryCodeError, RecoveryOverError, OtherBrowserError, InvalidInputError],
      union: { name: 'ConfirmRecoveryCodeResult', description: 'Outcome of confirmRecoveryCode.' },
    },
    resolve: (_root, { input }, context) =>
      holding(context, (origin) => context.services.account.confirmRecoveryCode(input, origin)),
  }),
  confirmRecoveryLink: t.field({
    type: RecoveryConfirmed,
    description: 'Takes the link of a request, in any browser. At most one a request; not over sockets.',
    authScopes: { public: true },
    extensions: { checksCredentials: true, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { token: t.arg.string({ required: true, description: 'The last part of the link.' }) },
    errors: {
      types: [RecoveryOverError, UnknownRecoveryLinkError],
      union: { name: 'ConfirmRecoveryLinkResult', description: 'Outcome of confirmRecoveryLink.' },
    },
    resolve: (_root, { token }, context) =>
      holding(context, (origin) => context.services.account.confirmRecoveryLink(token, origin)),
  }),
  chooseRecoveredPassword: t.field({
    type: PasswordRecovered,
    description:
      'Replaces the password, in the browser where the link or the code was taken. At most one a request; not over sockets.',
    authScopes: { public: true },
    extensions: { checksCredentials: true, ...WHILE_PASSWORD_MUST_CHANGE },
    args: { password: t.arg.string({ required: true, description: 'The new one, from 12 to 128 characters.' }) },
    errors: {
      types: [NoRecoveryError, BusyError, InvalidInputError],
      union: { name: 'ChooseRecoveredPasswordResult', description: 'Outcome of chooseRecoveredPassword.' },
    },
    async resolve(_root, { password }, context) {
      const cookies = cookiesOf(context);
      const done = await context.services.account.chooseRecoveredPassword(password, originOf(context));
      cookies.set(RECOVERY_COOKIE, '', 0);
      return done;
    },
  }),
  recoverUsername: t.field({
    type: UsernameAsked,
    description: 'Asks for a mail with the user name. Always the same answer.',
    authScopes: { public: true },
    extensions: WHILE_PASSWORD_MUST_CHANGE,
    args: { input: t.arg({ type: RecoverUsernameInput, required: true, description: 'Whose user name.' }) },
    errors: {
      types: [ProofError, InvalidInputError],
      union: { name: 'RecoverUsernameResult', description: 'Outcome of recoverUsername.' },
    },
    async resolve(_root, { input }, context) {
      await context.services.account.recoverUsername(input, originOf(context));
      return { ok: true };
    },
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { globalId, keyOf } from '../../../graphql/ids.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import { LockedError } from '../errors.ts';
import { WrongPasswordError } from '../own-errors.ts';
import { SESSION_COOKIE } from '../rules.ts';
import {
  SecondFactorNotFoundError,
  SecondFactorSetupOverError,
  TooManySecondFactorsError,
  WrongSecondFactorError,
} from '../second-factor-errors.ts';
import type { SecondFactorRow } from '../second-factor-store.ts';
import type { OwnSecondFactors, SecondFactorAdded, SecondFactorSetup } from '../service/second-factor-use-cases.ts';
import { cookiesOf } from './transport.ts';

const SecondFactorKindEnum = builder.enumType('SecondFactorKind', {
  description: 'What is asked for beside the password.',
  values: {
    PASSKEY: { description: 'A passkey (WebAuthn), with a PIN, a fingerprint or a face.' },
    TOTP: { description: 'An authenticator app on a phone or computer (RFC 6238).' },
  } as const,
});

const SecondFactorType = builder.objectRef<SecondFactorRow>('SecondFactor').implement({
  description: 'A second factor of the viewer’s account.',
  fields: (t) => ({
    id: t.id({ description: 'Its id.', resolve: ({ id }) => globalId('SecondFactor', id) }),
    kind: t.expose('kind', { type: SecondFactorKindEnum, description: 'What it is.' }),
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    addedAt: t.field({ type: 'DateTime', description: 'Since when it stands.', resolve: (row) => row.confirmedAt }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last opened the account; null: never since it was added.',
    }),
  }),
});

const SecondFactorsType = builder.objectRef<OwnSecondFactors>('SecondFactors').implement({
  description: 'The two-step verification of the viewer’s account (ACC-07). It is on as soon as there is a factor.',
  fields: (t) => ({
    factors: t.field({
      type: [SecondFactorType],
      description: 'The oldest first; at most ten.',
      resolve: ({ factors }) => factors,
    }),
    recoveryCodesLeft: t.exposeInt('recoveryCodesLeft', { description: 'Recovery codes that were not used yet.' }),
    required: t.exposeBoolean('required', { description: 'A role of the viewer opens nothing without a factor.' }),
  }),
});

const SetupType = builder.objectRef<SecondFactorSetup>('SecondFactorSetup').implement({
  description: 'A factor that is being set up. It opens nothing and asks for nothing until addSecondFactor.',
  fields: (t) => ({
    id: t.id({ description: 'For addSecondFactor.', resolve: ({ id }) => globalId('SecondFactor', id) }),
    kind: t.expose('kind', { type: SecondFactorKindEnum, description: 'What it is.' }),
    secret: t.string({
      nullable: true,
      description: 'Of an app: the key to type into it, in base32. null for a passkey.',
      resolve: ({ app }) => app?.secret ?? null,
    }),
    uri: t.string({
      nullable: true,
      description: 'Of an app: the otpauth address, to be shown as a QR code. null for a passkey.',
      resolve: ({ app }) => app?.uri ?? null,
    }),
    passkeyOptions: t.exposeString('passkeyOptions', {
      nullable: true,
      description: 'For navigator.credentials.create(): PublicKeyCredentialCreationOptionsJSON. null for an app.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be confirmed.' }),
  }),
});

const AddedType = builder.objectRef<SecondFactorAdded>('SecondFactorAdded').implement({
  description:
    'The factor stands: the next sign-in asks for it. The first one gives this device another session cookie.',
  fields: (t) => ({
    id: t.id({ description: 'The factor.', resolve: ({ id }) => globalId('SecondFactor', id) }),
    recoveryCodes: t.exposeStringList('recoveryCodes', {
      nullable: true,
      description: 'With the first factor, and never again: codes that open once each in place of it. Else null.',
    }),
    sessionsEnded: t.exposeInt('sessionsEnded', { description: 'Sign-ins on other devices that are over.' }),
  }),
});

const RemovedType = builder.objectRef<{ left: number; sessionsEnded: number }>('SecondFactorRemoved').implement({
  description: 'The factor opens nothing any more. With the last one the recovery codes are gone too.',
  fields: (t) => ({
    left: t.exposeInt('left', { description: 'Factors that are left; 0: the password alone opens the account.' }),
    sessionsEnded: t.exposeInt('sessionsEnded', { description: 'Sign-ins on other devices that are over.' }),
  }),
});

const RenewedType = builder.objectRef<{ recoveryCodes: string[] }>('RecoveryCodesRenewed').implement({
  description: 'The codes of before open nothing any more.',
  fields: (t) => ({
    recoveryCodes: t.exposeStringList('recoveryCodes', { description: 'The new ones, shown now and never again.' }),
  }),
});

builder.objectType(SecondFactorSetupOverError, {
  name: 'SecondFactorSetupOverError',
  description: 'Nothing is being set up under this id: it took longer than 15 minutes, or another one was begun.',
  interfaces: [RefusalInterface],
});

builder.objectType(SecondFactorNotFoundError, {
  name: 'SecondFactorNotFoundError',
  description: 'The account has no such factor, or none at all.',
  interfaces: [RefusalInterface],
});

builder.objectType(TooManySecondFactorsError, {
  name: 'TooManySecondFactorsError',
  description: 'The account has as many factors as it may.',
  interfaces: [RefusalInterface],
  fields: (t) => ({ most: t.exposeInt('most', { description: 'As many as it may have.' }) }),
});

const PASSWORD = { required: true, description: 'The password of now, compared exactly.' } as const;

const StartInput = builder.inputType('StartSecondFactorInput', {
  description: 'A factor to be set up.',
  fields: (t) => ({
    kind: t.field({ type: SecondFactorKindEnum, required: true, description: 'What it is.' }),
    currentPassword: t.string(PASSWORD),
  }),
});

const AddInput = builder.inputType('AddSecondFactorInput', {
  description: 'What proves that the factor works.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Of the set-up.' }),
    name: t.string({ required: true, description: 'How its owner will know it again; at most 60 characters.' }),
    code: t.string({ description: 'Of an app: the six digits that it shows.' }),
    passkey: t.string({
      description: 'Of a passkey: what navigator.credentials.create() answered, RegistrationResponseJSON.',
    }),
  }),
});

const RemoveInput = builder.inputType('RemoveSecondFactorInput', {
  description: 'A factor to take away.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Which.' }),
    currentPassword: t.string(PASSWORD),
  }),
});

const again = [WrongPasswordError, LockedError, BusyError, InvalidInputError];

builder.queryFields((t) => ({
  mySecondFactors: t.field({
    type: SecondFactorsType,
    description: 'The two-step verification of the viewer’s account (ACC-07).',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => context.services.account.readSecondFactors(viewerOf(context)),
  }),
}));

builder.mutationFields((t) => ({
  startSecondFactor: t.field({
    type: SetupType,
    description: 'Begins to set up a factor, in place of one that was begun before. At most one a request.',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true },
    args: { input: t.arg({ type: StartInput, required: true, description: 'Which kind.' }) },
    errors: { types: [TooManySecondFactorsError, ...again] },
    resolve: (_root, { input }, context) =>
      context.services.account.startSecondFactor(viewerOf(context), input, context),
  }),
  addSecondFactor: t.field({
    type: AddedType,
    description:
      'Adds the factor that was set up. The first one ends every other sign-in, and gives this one another cookie. Not over sockets.',
    authScopes: { signedIn: true },
    args: { input: t.arg({ type: AddInput, required: true, description: 'What proves it.' }) },
    errors: {
      types: [SecondFactorSetupOverError, WrongSecondFactorError, TooManySecondFactorsError, InvalidInputError],
    },
    async resolve(_root, { input }, context) {
      const cookies = cookiesOf(context);
      const raw = { ...input, id: keyOf('SecondFactor', String(input.id)) };
      const added = await context.services.account.addSecondFactor(viewerOf(context), raw, context);
      if (added.cookie) cookies.set(SESSION_COOKIE, added.cookie.token, added.cookie.maxAgeSeconds);
      return added;
    },
  }),
  removeSecondFactor: t.field({
    type: RemovedType,
    description: 'Takes a factor away and ends every other sign-in. At most one a request.',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true },
    args: { input: t.arg({ type: RemoveInput, required: true, description: 'Which.' }) },
    errors: { types: [SecondFactorNotFoundError, ...again] },
    resolve(_root, { input }, context) {
      const raw = { ...input, id: keyOf('SecondFactor', String(input.id)) };
      return context.services.account.removeSecondFactor(viewerOf(context), raw, context);
    },
  }),
  renewRecoveryCodes: t.field({
    type: RenewedType,
    description: 'Makes new recovery codes. At most one a request.',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true },
    args: { currentPassword: t.arg.string(PASSWORD) },
    errors: { types: [SecondFactorNotFoundError, ...again] },
    resolve: async (_root, raw, context) => ({
      recoveryCodes: await context.services.account.renewRecoveryCodes(viewerOf(context), raw, context),
    }),
  }),
}));

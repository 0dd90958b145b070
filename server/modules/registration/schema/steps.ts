import { builder } from '../../../graphql/builder.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { ProofError } from '../../../platform/proof-of-work.ts';
import {
  RegistrationIncompleteError,
  RegistrationLinkSupersededError,
  RegistrationLinkUnknownError,
  RegistrationLinkUsedError,
  RegistrationNotFoundError,
  ResendTooSoonError,
} from '../errors.ts';
import { SexEnum } from './enums.ts';
import { cookiesOf, keepInBrowser, originOf } from './origin.ts';
import { RegistrationType } from './queries.ts';

const StartInput = builder.inputType('StartRegistrationInput', {
  description: 'The first step.',
  fields: (t) => ({
    fiscalCode: t.string({ required: true, description: 'Codice fiscale; spaces and case are ignored.' }),
    termsVersion: t.string({ required: true, description: 'Version of the privacy notice that was read.' }),
    proof: t.string({ required: true, description: 'Proof of a securityCheck.' }),
  }),
});

const DataInput = builder.inputType('RegistrationDataInput', {
  description: 'The second step.',
  fields: (t) => ({
    firstName: t.string({ required: true, description: 'First names, as on the document.' }),
    lastName: t.string({ required: true, description: 'Last names, as on the document.' }),
    bornOn: t.string({ required: true, description: 'Date of birth, YYYY-MM-DD.' }),
    birthplaceCode: t.string({ required: true, description: 'Code of a place of birthPlaces.' }),
    sex: t.field({ type: SexEnum, required: true, description: 'Sex.' }),
    email: t.string({ required: true, description: 'A mailbox that can be read now.' }),
    emailAgain: t.string({ required: true, description: 'The same, typed again.' }),
    consent: t.boolean({ required: true, description: 'To the use of the data for the account; has to be true.' }),
    termsVersion: t.string({ required: true, description: 'Version of the terms that the consent is given to.' }),
  }),
});

interface Next {
  ok: true;
}

function success(name: string, description: string) {
  return builder.objectRef<Next>(name).implement({
    description,
    fields: (t) => ({
      registration: t.field({
        type: RegistrationType,
        nullable: true,
        description: 'As it stands now; null when the browser did not send its cookie yet, as after the first step.',
        resolve: (_next, _args, context) => context.services.registration.findOwn(originOf(context).browserToken),
      }),
    }),
  });
}

const StartSuccess = success('StartRegistrationSuccess', 'The registration is open, and bound to this browser.');
const DataSuccess = success('SaveRegistrationDataSuccess', 'The data are kept.');
const ConfirmSuccess = success(
  'ConfirmRegistrationDataSuccess',
  'A mail is on its way. The answer is the same whether the person is known, has an account, or neither.',
);
const ResendSuccess = success('ResendRegistrationMailSuccess', 'Another mail is on its way.');

const done: Next = { ok: true };

builder.mutationFields((t) => ({
  startRegistration: t.field({
    type: StartSuccess,
    description:
      'First step: the codice fiscale. Goes on with the registration that this browser holds, if any. Sets a cookie; not over sockets.',
    authScopes: { public: true },
    args: { input: t.arg({ type: StartInput, required: true, description: 'Whose registration.' }) },
    errors: { types: [ProofError, InvalidInputError] },
    async resolve(_root, { input }, context) {
      const cookies = cookiesOf(context);
      const { browserToken } = await context.services.registration.start(input, originOf(context));
      keepInBrowser(cookies, browserToken);
      return done;
    },
  }),
  saveRegistrationData: t.field({
    type: DataSuccess,
    description:
      'Second step: the data, checked against the codice fiscale. May be repeated; links that are out then end.',
    authScopes: { public: true },
    args: { input: t.arg({ type: DataInput, required: true, description: 'The data.' }) },
    errors: { types: [RegistrationNotFoundError, InvalidInputError] },
    async resolve(_root, { input }, context) {
      await context.services.registration.saveData(input, originOf(context));
      return done;
    },
  }),
  confirmRegistrationData: t.field({
    type: ConfirmSuccess,
    description: 'Third step: the data are right, send the mail. Repeated, it does nothing more.',
    authScopes: { public: true },
    errors: { types: [RegistrationNotFoundError, RegistrationIncompleteError] },
    async resolve(_root, _args, context) {
      await context.services.registration.confirm(originOf(context));
      return done;
    },
  }),
  resendRegistrationMail: t.field({
    type: ResendSuccess,
    description: 'Another mail to the same mailbox, once a minute at most. The links of the earlier ones still open.',
    authScopes: { public: true },
    args: {
      token: t.arg.string({
        required: false,
        description: 'Of a link that expired; without it, for the registration of this browser.',
      }),
    },
    errors: {
      types: [
        ...[RegistrationNotFoundError, RegistrationIncompleteError, ResendTooSoonError],
        ...[RegistrationLinkUnknownError, RegistrationLinkUsedError, RegistrationLinkSupersededError],
      ],
    },
    async resolve(_root, { token }, context) {
      await context.services.registration.resend(token ?? null, originOf(context));
      return done;
    },
  }),
}));

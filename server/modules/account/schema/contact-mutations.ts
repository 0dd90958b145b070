import { builder } from '../../../graphql/builder.ts';
import { type Context, viewerOf } from '../../../graphql/context.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import {
  PhoneCodesLockedError,
  PhoneStateError,
  SmsUnavailableError,
  TooManyPhoneCodesError,
  WrongPhoneCodeError,
} from '../contact-errors.ts';
import { LockedError } from '../errors.ts';
import { WrongPasswordError } from '../own-errors.ts';
import type { OwnContacts, PhoneCodeOutcome } from '../service/contacts.ts';
import { OwnContactsType } from './own-contacts.ts';

const interfaces = [RefusalInterface];

const PhoneRefusalEnum = builder.enumType('PhoneRefusal', {
  description: 'Why an act does not fit where a mobile number stands.',
  values: {
    NO_NUMBER: { description: 'There is no number.' },
    NO_CODE: { description: 'No code waits to be typed: its time is over, or another took its place.' },
    VALIDATED_ALREADY: { description: 'The number is validated.' },
  } as const,
});

builder.objectType(PhoneStateError, {
  name: 'PhoneStateError',
  description: 'The act does not fit where the mobile number stands; nothing was done.',
  interfaces,
  fields: (t) => ({ state: t.expose('state', { type: PhoneRefusalEnum, description: 'Why.' }) }),
});
builder.objectType(SmsUnavailableError, {
  name: 'SmsUnavailableError',
  description: 'No SMS can be sent now; the preference stays (POL-703).',
  interfaces,
});
builder.objectType(WrongPhoneCodeError, {
  name: 'WrongPhoneCodeError',
  description: 'The code is another; the try was counted.',
  interfaces,
  fields: (t) => ({ triesLeft: t.exposeInt('triesLeft', { description: 'Tries left before a lock of 15 minutes.' }) }),
});
builder.objectType(PhoneCodesLockedError, {
  name: 'PhoneCodesLockedError',
  description: 'Five wrong codes: none is looked at, and none is sent, for 15 minutes (DEC-08).',
  interfaces,
  fields: (t) => ({
    until: t.expose('until', { type: 'DateTime', description: 'Until when.' }),
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds after which to try again.' }),
  }),
});
builder.objectType(TooManyPhoneCodesError, {
  name: 'TooManyPhoneCodesError',
  description: 'A code was sent within the last minute, or five within the hour.',
  interfaces,
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds after which to try again.' }),
  }),
});

const PhoneCodeOutcomeEnum = builder.enumType('PhoneCodeOutcome', {
  description: 'What became of the validation code that a change of contacts asks for. The change stands in any case.',
  values: {
    SENT: { description: 'A code is on its way.' },
    NOT_NEEDED: { description: 'No SMS are wanted, the number is validated, or a code waits already.' },
    UNAVAILABLE: { description: 'No SMS can be sent now; the number can be validated later (POL-706).' },
    LOCKED: { description: 'Five wrong codes: none is sent for 15 minutes.' },
    TOO_MANY: { description: 'A code was sent within the last minute, or five within the hour.' },
  } as const,
});

const DomicileInput = builder.inputType('DomicileInput', {
  description: 'A domicile: in Italy municipality, street and CAP; abroad state, town and street.',
  fields: (t) => ({
    countryCode: t.string({ required: false, description: 'Codice catastale of a foreign state; none in Italy.' }),
    municipalityCode: t.string({ required: false, description: 'Codice catastale of an Italian municipality.' }),
    town: t.string({ required: false, description: 'Abroad, the town; at most 80 characters.' }),
    street: t.string({ required: true, description: 'Street and number, at most 120 characters.' }),
    postalCode: t.string({ required: false, description: 'In Italy five digits; abroad at most 12 characters.' }),
  }),
});

const UpdateOwnContactsInput = builder.inputType('UpdateOwnContactsInput', {
  description: 'Contact data as they are to stand; what is left out is removed.',
  fields: (t) => ({
    phone: t.string({ required: false, description: 'A telephone; no +39, a foreign one with its prefix.' }),
    mobile: t.string({
      required: false,
      description: 'An Italian mobile number without international prefix; spaces do not count (POL-701, POL-708).',
    }),
    smsConsent: t.boolean({ required: true, description: 'Whether information by SMS is wanted (POL-702).' }),
    domicile: t.field({ type: DomicileInput, required: false, description: 'The domicile.' }),
    currentPassword: t.string({ required: false, description: 'Needed when the mobile number changes.' }),
  }),
});

/** What is left to read is read by the fields that ask for it. */
interface Done {
  code: PhoneCodeOutcome;
}

const ownContacts = (_done: object, _args: object, context: Context): Promise<OwnContacts> =>
  context.services.account.getOwnContacts(viewerOf(context));

const UpdateOwnContactsSuccess = builder.objectRef<Done>('UpdateOwnContactsSuccess').implement({
  description: 'The contact data stand as they were sent.',
  fields: (t) => ({
    code: t.expose('code', { type: PhoneCodeOutcomeEnum, description: 'What became of the validation code.' }),
    contacts: t.field({ type: OwnContactsType, description: 'The contact data.', resolve: ownContacts }),
  }),
});

function done(name: string, description: string) {
  return builder.objectRef<object>(name).implement({
    description,
    fields: (t) => ({
      contacts: t.field({ type: OwnContactsType, description: 'The contact data.', resolve: ownContacts }),
    }),
  });
}
const RequestPhoneCodeSuccess = done('RequestPhoneCodeSuccess', 'A code is on its way; the one before is dead.');
const ConfirmPhoneCodeSuccess = done('ConfirmPhoneCodeSuccess', 'The mobile number is validated.');

builder.mutationFields((t) => ({
  updateOwnContacts: t.field({
    type: UpdateOwnContactsSuccess,
    description: '«Variazione dati di recapito»: telephone, mobile number, SMS preference, domicile (POL-904).',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true },
    args: { input: t.arg({ type: UpdateOwnContactsInput, required: true, description: 'The contact data.' }) },
    errors: { types: [WrongPasswordError, LockedError, BusyError, InvalidInputError] },
    resolve: async (_root, { input }, context) => ({
      code: await context.services.account.updateOwnContacts(viewerOf(context), input, context),
    }),
  }),
  requestPhoneCode: t.field({
    type: RequestPhoneCodeSuccess,
    description: 'Sends another validation code to the viewer’s mobile number by SMS (POL-704, POL-709).',
    authScopes: { signedIn: true },
    errors: { types: [PhoneStateError, SmsUnavailableError, PhoneCodesLockedError, TooManyPhoneCodesError] },
    async resolve(_root, _args, context) {
      await context.services.account.requestPhoneCode(viewerOf(context), context.requestId);
      return {};
    },
  }),
  confirmPhoneCode: t.field({
    type: ConfirmPhoneCodeSuccess,
    description: 'Validates the viewer’s mobile number with the code of the SMS. Once a code.',
    authScopes: { signedIn: true },
    extensions: { checksCredentials: true },
    args: {
      code: t.arg.string({ required: true, description: 'Eight characters; case, spaces and dashes do not count.' }),
    },
    errors: { types: [WrongPhoneCodeError, PhoneCodesLockedError, PhoneStateError, InvalidInputError] },
    async resolve(_root, { code }, context) {
      await context.services.account.confirmPhoneCode(viewerOf(context), code, context.requestId);
      return {};
    },
  }),
}));

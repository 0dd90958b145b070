import { builder } from '../../../graphql/builder.ts';
import type { DomicileView, MobilePhone } from '../service/contacts.ts';

const MobileStateEnum = builder.enumType('MobileState', {
  description: 'Where the validation of a mobile number stands.',
  values: {
    UNVALIDATED: { description: 'No code waits to be typed.' },
    CODE_SENT: { description: 'A code was made, and waits to be typed.' },
    VALIDATED: { description: 'It is validated.' },
  } as const,
});

const SmsStateEnum = builder.enumType('SmsState', {
  description: 'How an SMS fared.',
  values: {
    WAITING: { description: 'It is to be sent, or to be tried again.' },
    UNKNOWN: { description: 'The gateway has it and did not say more: perhaps it arrives. It is not sent twice.' },
    SENT: { description: 'The gateway took it.' },
    REFUSED: { description: 'It was not sent, and will not be.' },
  } as const,
});

const PhoneCodeType = builder.objectRef<NonNullable<MobilePhone['code']>>('PhoneCode').implement({
  description: 'A validation code that was made for a mobile number; never the code itself.',
  fields: (t) => ({
    requestedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it is good.' }),
    sms: t.expose('smsState', { type: SmsStateEnum, description: 'How its SMS fared.' }),
  }),
});

export const MobilePhoneType = builder.objectRef<MobilePhone>('MobilePhone').implement({
  description: 'An Italian mobile number and its validation (POL-701..709).',
  fields: (t) => ({
    number: t.exposeString('number', { description: 'Its digits, without international prefix.' }),
    state: t.expose('state', { type: MobileStateEnum, description: 'Where its validation stands.' }),
    validatedAt: t.expose('validatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was validated; null while it is not.',
    }),
    code: t.field({
      type: PhoneCodeType,
      nullable: true,
      description: 'The last code, also when its time is over; null when none was made, or it was used.',
      resolve: ({ code }) => code,
    }),
    nextCodeAt: t.expose('nextCodeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From when another code may be asked for; null: now, or none is needed.',
    }),
    lockedUntil: t.expose('lockedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'After five wrong codes, until when none is looked at; null without a lock.',
    }),
  }),
});

export const DomicileType = builder.objectRef<DomicileView>('Domicile').implement({
  description: 'A domicile in Italy (municipality, street, CAP) or abroad (state, town, street).',
  fields: (t) => ({
    countryCode: t.exposeString('countryCode', {
      nullable: true,
      description: 'Codice catastale of the foreign state; null in Italy.',
    }),
    country: t.exposeString('country', { nullable: true, description: 'Name of the foreign state; null in Italy.' }),
    municipalityCode: t.exposeString('municipalityCode', {
      nullable: true,
      description: 'Codice catastale of the Italian municipality; null abroad.',
    }),
    municipality: t.exposeString('municipality', { nullable: true, description: 'Its name; null abroad.' }),
    province: t.exposeString('province', { nullable: true, description: 'Its province, two letters; null abroad.' }),
    town: t.exposeString('town', { nullable: true, description: 'The town abroad; null in Italy.' }),
    street: t.exposeString('street', { description: 'Street and number.' }),
    postalCode: t.exposeString('postalCode', { nullable: true, description: 'Postal code; in Italy always there.' }),
  }),
});

import { builder } from '../../../graphql/builder.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { TERMS_VERSION } from '../../account/service.ts';
import { REGISTRATION_COOKIE } from '../rules.ts';
import type { OwnRegistration } from '../service/draft.ts';
import { MailDeliveryEnum, SexEnum, StepEnum } from './enums.ts';

type Told = OwnRegistration & { declared: NonNullable<OwnRegistration['declared']>; email: string };

const DataType = builder.objectRef<Told>('RegistrationData').implement({
  description: 'The data as they were typed.',
  fields: (t) => ({
    firstName: t.string({ description: 'First names.', resolve: ({ declared }) => declared.firstName }),
    lastName: t.string({ description: 'Last names.', resolve: ({ declared }) => declared.lastName }),
    bornOn: t.string({ description: 'Date of birth, YYYY-MM-DD.', resolve: ({ declared }) => declared.bornOn }),
    birthPlace: t.field({
      type: 'BirthPlace',
      nullable: true,
      description: 'Place of birth; null when the list no longer has it.',
      resolve: ({ birthPlace }) => birthPlace,
    }),
    sex: t.field({ type: SexEnum, description: 'Sex.', resolve: ({ declared }) => declared.sex }),
    email: t.exposeString('email', { description: 'Where the mail goes.' }),
  }),
});

const MailType = builder.objectRef<NonNullable<OwnRegistration['mail']>>('RegistrationMail').implement({
  description: 'The last mail that was asked for.',
  fields: (t) => ({
    delivery: t.field({ type: MailDeliveryEnum, description: 'How it fares.', resolve: (mail) => mail.sentState }),
    linkExpiresAt: t.expose('linkExpiresAt', { type: 'DateTime', description: 'Until when its link opens.' }),
    resendAt: t.expose('resendAt', { type: 'DateTime', description: 'From when another may be asked for.' }),
  }),
});

export const RegistrationType = builder.objectRef<OwnRegistration>('Registration').implement({
  description: 'A registration that is not completed, as the browser that holds it sees it: what was typed, no more.',
  fields: (t) => ({
    step: t.field({ type: StepEnum, description: 'What comes next.', resolve: ({ step }) => step }),
    fiscalCode: t.exposeString('fiscalCode', { description: 'The codice fiscale of the first step.' }),
    data: t.field({
      type: DataType,
      nullable: true,
      description: 'Of the second step; null before it.',
      resolve: (own) =>
        own.declared && own.email !== null ? { ...own, declared: own.declared, email: own.email } : null,
    }),
    mail: t.field({
      type: MailType,
      nullable: true,
      description: 'Of the third step; null before it, and after a change of the data.',
      resolve: ({ mail }) => mail,
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it is forgotten unless it goes on.' }),
  }),
});

const TermsType = builder.objectRef<{ version: string }>('RegistrationTerms').implement({
  description: 'The privacy notice (/privacy) and the consent asked for at registration.',
  fields: (t) => ({ version: t.exposeString('version', { description: 'To be sent with what is accepted.' }) }),
});

builder.queryFields((t) => ({
  registration: t.field({
    type: RegistrationType,
    nullable: true,
    description: 'The open registration that this browser holds; null when there is none, and over HTTP GET.',
    authScopes: { public: true },
    resolve: (_root, _args, context) =>
      context.services.registration.findOwn(context.cookies?.get(REGISTRATION_COOKIE) ?? null),
  }),
  registrationTerms: t.field({
    type: TermsType,
    description: 'What is to be read before anything is kept.',
    authScopes: { public: true },
    extensions: forTokens('NOTHING'),
    resolve: () => ({ version: TERMS_VERSION }),
  }),
}));

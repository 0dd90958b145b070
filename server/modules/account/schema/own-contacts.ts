import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { MailStateEnum } from '../../../graphql/mail-state.ts';
import { type MailRefusal, refusalOf } from '../../../platform/mail/refusal.ts';
import type { EmailChangeRow } from '../own-email-store.ts';
import type { OwnMailRow } from '../own-mail-store.ts';
import type { OwnContacts } from '../service/contacts.ts';
import { DomicileType, MobilePhoneType } from './contacts.ts';

declare module '../../../graphql/builder.ts' {
  interface ObjectTypes {
    MailReport: Pick<OwnMailRow, 'state' | 'lastError' | 'settledAt'>;
  }
}

const MailRefusalEnum = builder.enumType('MailRefusal', {
  description: 'Why a mail was refused for good.',
  values: {
    NOT_AN_ADDRESS: { description: 'What stands there is no address.' },
    UNKNOWN_ADDRESS: { description: 'The other server knows no such mailbox.' },
    FULL_MAILBOX: { description: 'The mailbox is full.' },
    OTHER: { description: 'For another reason.' },
  } satisfies Record<MailRefusal, { description: string }>,
});

export const MailReportType = builder
  .objectRef<Pick<OwnMailRow, 'state' | 'lastError' | 'settledAt'>>('MailReport')
  .implement({
    description: 'How a mail fared.',
    fields: (t) => ({
      state: t.field({ type: MailStateEnum, description: 'Its state.', resolve: (mail) => mail.state }),
      at: t.expose('settledAt', {
        type: 'DateTime',
        nullable: true,
        description: 'Since when it is so; null while it waits.',
      }),
      refusal: t.field({
        type: MailRefusalEnum,
        nullable: true,
        description: 'Why it was refused; null when it was not.',
        resolve: (mail) => (mail.state === 'REFUSED' ? refusalOf(mail.lastError) : null),
      }),
    }),
  });

export const EmailChangeType = builder.objectRef<EmailChangeRow>('EmailChange').implement({
  description: 'A change of address that waits to be confirmed.',
  fields: (t) => ({
    email: t.exposeString('newEmail', { description: 'The new address.' }),
    requestedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be confirmed.' }),
    mail: t.field({
      type: MailReportType,
      nullable: true,
      description: 'How the mail with its link fared.',
      resolve: (change, _args, context) => context.services.account.findConfirmationMail(viewerOf(context), change.id),
    }),
  }),
});

export const OwnContactsType = builder.objectRef<OwnContacts>('OwnContacts').implement({
  description: 'Where the viewer is reached: by mail, by telephone, at home.',
  fields: (t) => ({
    email: t.exposeString('email', {
      nullable: true,
      description: 'The personal address, which the person may change; null when there is none (IAM-303).',
    }),
    institutionalEmail: t.exposeString('institutionalEmail', {
      nullable: true,
      description: 'The address that the administration recorded; it is not changed here (IAM-304).',
    }),
    emailChange: t.field({
      type: EmailChangeType,
      nullable: true,
      description: 'The change that waits to be confirmed.',
      resolve: (_contacts, _args, context) => context.services.account.findOwnEmailChange(viewerOf(context)),
    }),
    phone: t.exposeString('phone', { nullable: true, description: 'A telephone; a foreign one with its prefix.' }),
    mobile: t.field({
      type: MobilePhoneType,
      nullable: true,
      description: 'The mobile number and where its validation stands; null when there is none.',
      resolve: ({ mobile }) => mobile,
    }),
    smsConsent: t.exposeBoolean('smsConsent', {
      description: '«Invio informazioni via SMS»: whether information by SMS is wanted (POL-702).',
    }),
    smsAvailable: t.exposeBoolean('smsAvailable', {
      description: 'Whether SMS can be sent now; the preference may be expressed all the same (POL-703).',
    }),
    domicile: t.field({
      type: DomicileType,
      nullable: true,
      description: 'The domicile, for applications and calls (POL-904); null when none was given.',
      resolve: ({ domicile }) => domicile,
    }),
  }),
});

builder.queryFields((t) => ({
  myContacts: t.field({
    type: OwnContactsType,
    description: 'Where the viewer is reached (IAM-301, POL-904).',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => context.services.account.getOwnContacts(viewerOf(context)),
  }),
}));

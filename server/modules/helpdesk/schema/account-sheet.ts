import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { deviceOf } from '../../../platform/user-agent.ts';
import { maskAddress } from '../../account/service.ts';
import type { SeenRegistration } from '../../registration/service.ts';
import { CaseNotFoundError } from '../errors.ts';
import type { AccountCase } from '../service.ts';
import { StandingEnum, standingOfRegistration } from './standing.ts';

builder.objectType(CaseNotFoundError, {
  name: 'CaseNotFoundError',
  description: 'There is no such account or registration, or there is no more.',
  interfaces: [RefusalInterface],
});

const SheetMailType = builder.objectRef<AccountCase['mails'][number]>('SheetMail').implement({
  description: 'A mail to somebody, as the helpdesk sees it: without its text.',
  fields: (t) => ({
    at: t.expose('createdAt', { type: 'DateTime', description: 'When what it tells was done.' }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Its subject; null for a kind that is no longer written.',
    }),
    maskedRecipient: t.string({
      description: 'To which address, in part.',
      resolve: ({ recipient }) => maskAddress(recipient),
    }),
    report: t.field({ type: 'MailReport', description: 'How it fared.', resolve: (mail) => mail }),
  }),
});

const SheetSignInType = builder.objectRef<AccountCase['signIns'][number]>('SheetSignIn').implement({
  description: 'A sign-in, as the helpdesk sees it.',
  fields: (t) => ({
    at: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When somebody ended it.' }),
    device: t.field({
      type: 'Device',
      description: 'On which device.',
      resolve: ({ userAgent }) => deviceOf(userAgent),
    }),
  }),
});

const SheetRegistrationType = builder.objectRef<SeenRegistration>('SheetRegistration').implement({
  description: 'A registration, as the helpdesk sees it.',
  fields: (t) => ({
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it is kept, if nobody goes on.' }),
    completedAt: t.expose('completedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the account was opened; null while it is under way.',
    }),
    toVerify: t.int({
      description: 'How many declared facts differ from those known; a desk looks at them (DEC-10).',
      resolve: ({ toVerify }) => toVerify.length,
    }),
    mailAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last mail with a link was written; null when there was none.',
      resolve: ({ mail }) => mail?.createdAt ?? null,
    }),
    mail: t.field({
      type: 'MailReport',
      nullable: true,
      description: 'How that mail fared.',
      resolve: ({ mail }) => mail,
    }),
  }),
});

type Seen = AccountCase | SeenRegistration;
const caseOf = (seen: Seen): AccountCase | null => ('account' in seen ? seen : null);
const registrationOf = (seen: Seen): SeenRegistration | null => ('account' in seen ? seen.registration : seen);

const AccountSheetType = builder.objectRef<Seen>('AccountSheet').implement({
  description: 'The state of an account, or of a registration that may become one. It opens nothing (HLP-04).',
  fields: (t) => ({
    standing: t.field({
      type: StandingEnum,
      description: 'Where it stands.',
      resolve: (seen) => ('account' in seen ? seen.standing : standingOfRegistration(seen)),
    }),
    name: t.string({
      nullable: true,
      description: 'Whose; null while it is not known.',
      resolve: (seen) => ('account' in seen ? seen.account.displayName : seen.name),
    }),
    username: t.string({
      nullable: true,
      description: 'Name to sign in with; null while there is no account.',
      resolve: (seen) => caseOf(seen)?.account.username ?? null,
    }),
    fiscalCode: t.string({
      nullable: true,
      description: 'Codice fiscale; null of a school.',
      resolve: (seen) => ('account' in seen ? seen.account.fiscalCode : seen.fiscalCode),
    }),
    email: t.string({
      nullable: true,
      description: 'Where its mails go; null when none is known.',
      resolve: (seen) => ('account' in seen ? seen.account.email : seen.email),
    }),
    institutionalEmail: t.string({
      nullable: true,
      description: 'The address that the administration recorded.',
      resolve: (seen) => caseOf(seen)?.account.institutionalEmail ?? null,
    }),
    ministry: t.boolean({
      description: 'Mirrored from the ministry: its password comes from the security officer.',
      resolve: (seen) => caseOf(seen)?.account.ministry ?? false,
    }),
    passwordMustChange: t.boolean({
      description: 'Whether the password is to be changed before anything else is done.',
      resolve: (seen) => caseOf(seen)?.account.passwordMustChange ?? false,
    }),
    secondFactor: t.boolean({
      description: 'Whether signing in asks for a second factor; which one is not told.',
      resolve: (seen) => caseOf(seen)?.account.secondFactor ?? false,
    }),
    lockedUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when sign-in is suspended; null when it is not.',
      resolve: (seen) => caseOf(seen)?.lockedUntil ?? null,
    }),
    openedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the account was opened; null while there is none.',
      resolve: (seen) => caseOf(seen)?.account.createdAt ?? null,
    }),
    registration: t.field({
      type: SheetRegistrationType,
      nullable: true,
      description: 'The registration it comes from; null when it came another way.',
      resolve: registrationOf,
    }),
    mails: t.field({
      type: [SheetMailType],
      description: 'Mails to it, the newest first, at most 20.',
      resolve: (seen) => caseOf(seen)?.mails ?? [],
    }),
    signIns: t.field({
      type: [SheetSignInType],
      description: 'Sign-ins, the newest first, at most 10.',
      resolve: (seen) => caseOf(seen)?.signIns ?? [],
    }),
  }),
});

const OpenAccountSheetSuccess = builder.objectRef<{ sheet: Seen }>('OpenAccountSheetSuccess').implement({
  description: 'The sheet; that it was looked at is in the audit log, and in the person’s own history.',
  fields: (t) => ({ sheet: t.field({ type: AccountSheetType, description: 'It.', resolve: ({ sheet }) => sheet }) }),
});

builder.mutationFields((t) => ({
  openAccountSheet: t.field({
    type: OpenAccountSheetSuccess,
    description: 'Looks at the state of an account. A mutation, since every look is in the audit log (HLP-04).',
    authScopes: { role: 'HELPDESK' },
    args: { id: t.arg.id({ required: true, description: 'Of something that searchAccounts found.' }) },
    errors: { types: [CaseNotFoundError] },
    resolve: async (_root, { id }, context) => ({
      sheet: await context.services.helpdesk.open(viewerOf(context), id, context.requestId),
    }),
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import type { Context } from '../../../graphql/context.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import {
  NoRecoveryError,
  OtherBrowserError,
  RecoveryOverError,
  UnknownRecoveryLinkError,
  WrongRecoveryCodeError,
} from '../recovery-errors.ts';
import type { Recovery } from '../recovery-view.ts';

export const RecoveryChannelEnum = builder.enumType('RecoveryChannel', {
  description: 'Contacts of an account to which a recovery may go. Institutions have one mailbox, whatever is chosen.',
  values: {
    MAIN_EMAIL: { description: 'The address that all its mails go to.' },
    INSTITUTIONAL_EMAIL: { description: 'The address given by the administration.' },
    SMS: { description: 'The validated mobile number; the code alone, without a link.' },
  } as const,
});

const RecoveryStateEnum = builder.enumType('RecoveryState', {
  description:
    'Where a request to recover a password stands. The browser that asked is not told what the owner does with the mail.',
  values: {
    OPEN: { description: 'The link and the code wait.' },
    CONFIRMED: { description: 'The link or the code was taken in this browser, which may choose the password.' },
    USED: { description: 'The link or the code was taken already.' },
    EXPIRED: { description: 'The thirty minutes are over.' },
    SUPERSEDED: { description: 'A newer request was made.' },
    DEAD: { description: 'Five wrong codes.' },
  } as const,
});

const RecoveryEndEnum = builder.enumType('RecoveryEnd', {
  description: 'Why a request to recover a password opens nothing any more.',
  values: {
    USED: { description: 'It was used.' },
    EXPIRED: { description: 'The thirty minutes are over.' },
    SUPERSEDED: { description: 'A newer request was made.' },
    DEAD: { description: 'Five wrong codes.' },
  } as const,
});

/** The subject of the mail, so that a page and a mail can be compared (CHK-26). */
function subjectOf({ number }: Recovery, { say, site }: Context): string {
  return say('recovery.subject', { tag: site.office.shortName, number });
}

export const RecoveryType = builder.objectRef<Recovery>('Recovery').implement({
  description: 'A numbered request to recover a password. It looks the same for accounts that do not exist.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Stands in the subject of the mail too.' }),
    subject: t.string({
      description: 'The subject of its mail, in the reader’s language.',
      resolve: (recovery, _args, context) => subjectOf(recovery, context),
    }),
    state: t.field({ type: RecoveryStateEnum, description: 'Where it stands.', resolve: ({ state }) => state }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when its link and its code are taken.' }),
    attemptsLeft: t.exposeInt('attemptsLeft', { description: 'Codes that will still be looked at, of five.' }),
    grantUntil: t.expose('grantUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when this browser may choose the password; null unless confirmed here.',
    }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used or expired; null otherwise.',
    }),
    newerNumber: t.exposeInt('newerNumber', {
      nullable: true,
      description: 'The number of the newer request; null unless superseded.',
    }),
  }),
});

builder.objectType(WrongRecoveryCodeError, {
  name: 'WrongRecoveryCodeError',
  description: 'The code is not the one of this request.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    attemptsLeft: t.exposeInt('attemptsLeft', { description: 'Codes that will still be looked at.' }),
  }),
});

builder.objectType(RecoveryOverError, {
  name: 'RecoveryOverError',
  description: 'The link and the code of this request open nothing any more.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    reason: t.field({ type: RecoveryEndEnum, description: 'Why.', resolve: ({ reason }) => reason }),
    number: t.exposeInt('number', { description: 'The request.' }),
    newerNumber: t.exposeInt('newerNumber', {
      nullable: true,
      description: 'The number of the newer request; null unless superseded.',
    }),
  }),
});

builder.objectType(OtherBrowserError, {
  name: 'OtherBrowserError',
  description: 'The request was made from another browser: its code is taken there, its link everywhere.',
  interfaces: [RefusalInterface],
});

builder.objectType(UnknownRecoveryLinkError, {
  name: 'UnknownRecoveryLinkError',
  description: 'No request has this link.',
  interfaces: [RefusalInterface],
});

builder.objectType(NoRecoveryError, {
  name: 'NoRecoveryError',
  description: 'Nothing lets this browser choose a password: no link or code was taken here, or too long ago.',
  interfaces: [RefusalInterface],
});

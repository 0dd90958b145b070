import { createTranslator, type Loc, longInstant } from '../../platform/i18n.ts';
import type { MailBlock, MailTemplates } from '../../platform/mail/template.ts';
import { ownMailWords } from './own-mail-words.ts';
import { confirmationToken, undoToken } from './own-secrets.ts';

export type OwnMail =
  | 'account.confirmEmail'
  | 'account.emailChanged'
  | 'account.emailConfirmed'
  | 'account.emailRestored'
  | 'account.newDevice'
  | 'account.erasureRequested'
  | 'account.phoneValidated'
  | 'account.erasureDone'
  | 'account.erasureDeclined';

declare module '../../platform/mail/queue.ts' {
  interface MailParams {
    /** To the new address. Its link is derived when the mail is written: it rests in no row (DEC-21). */
    'account.confirmEmail': { emailChangeId: string; until: string };
    /** To the old address, with the link that undoes it. */
    'account.emailChanged': { emailChangeId: string; at: string; masked: string; undoUntil: string };
    /** To the new address. */
    'account.emailConfirmed': { emailChangeId: string; at: string; masked: string };
    /** To the old address, which is the address again. */
    'account.emailRestored': { emailChangeId: string; at: string };
    'account.newDevice': { loginSessionId: string; at: string; browser: string | null; system: string | null };
    'account.erasureRequested': { number: number; at: string };
    /** From here on the number opens the account too, by recovery. */
    'account.phoneValidated': { phoneCodeId: string; at: string; end: string };
    /** To the address of an account that is no more: its row is forgotten once it was sent. */
    'account.erasureDone': { number: number; reason: string };
    'account.erasureDeclined': { number: number; reason: string };
  }
}

const words = createTranslator([ownMailWords]);

/** The mails of the reserved area; `serverKey` is what their links are derived from. */
export function createOwnMails(serverKey: Buffer): Pick<MailTemplates, OwnMail> {
  return {
    'account.confirmEmail': ({ emailChangeId, until }, locale, { site }) => ({
      subject: words.say(locale, 'confirm.subject'),
      blocks: [
        say(locale, 'confirm.asked', { office: site.office.name }),
        {
          kind: 'link',
          label: words.say(locale, 'confirm.button'),
          url: `${site.siteUrl}/conferma-indirizzo/${confirmationToken(serverKey, emailChangeId)}`,
        },
        say(locale, 'confirm.until', { until: longInstant(locale, new Date(until)) }),
        say(locale, 'confirm.unexpected'),
      ],
    }),
    'account.emailChanged': ({ emailChangeId, at, masked, undoUntil }, locale, { site }) => ({
      subject: words.say(locale, 'changed.subject'),
      blocks: [
        say(locale, 'changed.done', { when: longInstant(locale, new Date(at)), masked }),
        say(locale, 'changed.undo', { until: longInstant(locale, new Date(undoUntil)) }),
        {
          kind: 'link',
          label: words.say(locale, 'changed.button'),
          url: `${site.siteUrl}/annulla-cambio/${undoToken(serverKey, emailChangeId)}`,
        },
        say(locale, 'changed.after', { siteUrl: site.siteUrl }),
      ],
    }),
    'account.emailConfirmed': ({ at }, locale, { site }) => ({
      subject: words.say(locale, 'confirmed.subject'),
      blocks: [
        say(locale, 'confirmed.done', { when: longInstant(locale, new Date(at)), office: site.office.name }),
        say(locale, 'confirmed.unexpected', { siteUrl: site.siteUrl }),
      ],
    }),
    'account.emailRestored': ({ at }, locale, { site }) => ({
      subject: words.say(locale, 'restored.subject'),
      blocks: [
        say(locale, 'restored.done', { when: longInstant(locale, new Date(at)) }),
        say(locale, 'restored.next', { siteUrl: site.siteUrl }),
      ],
    }),
    'account.newDevice': ({ at, browser, system }, locale, { site }) => {
      const device = deviceWords(locale, browser, system);
      return {
        subject: words.say(locale, 'device.subject', { device }),
        blocks: [
          say(locale, 'device.what', { when: longInstant(locale, new Date(at)), device }),
          say(locale, 'device.mine'),
          say(locale, 'device.notMine', { siteUrl: site.siteUrl }),
        ],
      };
    },
    'account.erasureRequested': ({ number, at }, locale, { site }) => ({
      subject: words.say(locale, 'erasure.subject', { number }),
      blocks: [
        say(locale, 'erasure.asked', { number, when: longInstant(locale, new Date(at)) }),
        say(locale, 'erasure.next', { office: site.office.name }),
        say(locale, 'erasure.kept'),
        say(locale, 'erasure.withdraw', { siteUrl: site.siteUrl }),
      ],
    }),
    'account.erasureDone': ({ number, reason }, locale, { site }) => ({
      subject: words.say(locale, 'erasureDone.subject', { number }),
      blocks: [
        say(locale, 'erasureDone.what', { office: site.office.name }),
        { kind: 'paragraph', text: reason },
        say(locale, 'erasure.kept'),
        say(locale, 'erasureDone.last'),
      ],
    }),
    'account.erasureDeclined': ({ number, reason }, locale, { site }) => ({
      subject: words.say(locale, 'erasureDeclined.subject', { number }),
      blocks: [
        say(locale, 'erasureDeclined.what', { office: site.office.name }),
        { kind: 'paragraph', text: reason },
        say(locale, 'erasureDeclined.next'),
      ],
    }),
    'account.phoneValidated': ({ at, end }, locale, { site }) => ({
      subject: words.say(locale, 'phone.subject'),
      blocks: [
        say(locale, 'phone.done', { when: longInstant(locale, new Date(at)), end }),
        say(locale, 'phone.unexpected', { siteUrl: site.siteUrl }),
      ],
    }),
  };
}

function say(locale: Loc, key: string, params?: Record<string, string | number>): MailBlock {
  return { kind: 'paragraph', text: words.say(locale, key, params) };
}

function deviceWords(locale: Loc, browser: string | null, system: string | null): string {
  if (browser && system) return words.say(locale, 'device.both', { browser, system });
  return browser ?? system ?? words.say(locale, 'device.unknown');
}

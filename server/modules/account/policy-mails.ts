import { createTranslator, type Loc, longInstant, type Words } from '../../platform/i18n.ts';
import type { MailBlock, MailTemplates } from '../../platform/mail/template.ts';

export type PolicyMail = 'account.passwordExpiring' | 'account.revocationNear' | 'account.revoked';

declare module '../../platform/mail/queue.ts' {
  interface MailParams {
    'account.passwordExpiring': { username: string; until: string; days: number };
    'account.revocationNear': { username: string; lastAccessAt: string; until: string };
    'account.revoked': { username: string; at: string; lastAccessAt: string };
  }
}

const policyWords: Words = {
  IT: {
    expiring: {
      subject_one: 'Domani scade la password, non l’account',
      subject_other: 'Tra {{count}} giorni scade la password, non l’account',
      what: 'La password di {{username}} scade {{until}}.',
      account: 'Scade solo la password: l’account resta attivo e i tuoi dati restano al loro posto.',
      button: 'Cambia la password',
      later:
        'Se non la cambi prima, te lo chiederemo al primo accesso dopo quella data. Non c’è fretta: basta farlo quando il sito è libero.',
    },
    near: {
      subject: 'Accedi entro {{date}} per tenere attivo l’account',
      what: 'L’ultimo accesso con {{username}} è del {{last}}. Un account che nessuno usa viene revocato.',
      until: 'Per tenerlo attivo basta accedere una volta entro il {{date}}.',
      button: 'Accedi',
      nothing: 'Se non ti serve più, non devi fare nulla.',
    },
    revoked: {
      subject: 'Il tuo account è stato revocato',
      what: 'L’account {{username}} è stato revocato {{when}}, perché l’ultimo accesso è del {{last}}.',
      back: 'Non serve registrarsi di nuovo. Se ti serve ancora, scrivi all’assistenza da questo indirizzo, {{siteUrl}}/assistenza: lo riattiva lei.',
    },
  },
  EN: {
    expiring: {
      subject_one: 'Tomorrow your password expires, not your account',
      subject_other: 'In {{count}} days your password expires, not your account',
      what: 'The password of {{username}} expires on {{until}}.',
      account: 'Only the password expires: the account stays active and your data stay where they are.',
      button: 'Change password',
      later:
        'If you do not change it before, we will ask you to at your first sign-in after that date. There is no hurry: do it when the site is quiet.',
    },
    near: {
      subject: 'Sign in by {{date}} to keep your account active',
      what: 'The last sign-in with {{username}} was on {{last}}. An account that nobody uses is revoked.',
      until: 'To keep it active, sign in once by {{date}}.',
      button: 'Sign in',
      nothing: 'If you no longer need it, you need not do anything.',
    },
    revoked: {
      subject: 'Your account was revoked',
      what: 'The account {{username}} was revoked on {{when}}, because the last sign-in was on {{last}}.',
      back: 'There is no need to register again. If you still need it, write to the help desk from this address, {{siteUrl}}/assistenza: it will reactivate it.',
    },
  },
};

const DAY_MS = 24 * 60 * 60_000;
const words = createTranslator([policyWords]);

function say(locale: Loc, key: string, params: Record<string, string | number> = {}): MailBlock {
  return { kind: 'paragraph', text: words.say(locale, key, params) };
}

function dayOf(locale: Loc, at: string): string {
  const language = locale === 'IT' ? 'it-IT' : 'en-GB';
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Europe/Rome' }).format(new Date(at));
}

/** What people are told before time does something to their account: what ends, and what does not (NFR-04). */
export const policyMails: Pick<MailTemplates, PolicyMail> = {
  'account.passwordExpiring': ({ username, until, days }, locale, { site }) => ({
    subject: words.say(locale, 'expiring.subject', { count: days }),
    blocks: [
      say(locale, 'expiring.what', { username, until: longInstant(locale, new Date(until)) }),
      say(locale, 'expiring.account'),
      { kind: 'link', label: words.say(locale, 'expiring.button'), url: `${site.siteUrl}/area-riservata/password` },
      say(locale, 'expiring.later'),
    ],
  }),
  'account.revocationNear': ({ username, lastAccessAt, until }, locale, { site }) => {
    // The whole of that day is in time.
    const date = dayOf(locale, new Date(Date.parse(until) - DAY_MS).toISOString());
    return {
      subject: words.say(locale, 'near.subject', { date }),
      blocks: [
        say(locale, 'near.what', { username, last: dayOf(locale, lastAccessAt) }),
        say(locale, 'near.until', { date }),
        { kind: 'link', label: words.say(locale, 'near.button'), url: `${site.siteUrl}/accedi` },
        say(locale, 'near.nothing'),
      ],
    };
  },
  'account.revoked': ({ username, at, lastAccessAt }, locale, { site }) => ({
    subject: words.say(locale, 'revoked.subject'),
    blocks: [
      say(locale, 'revoked.what', {
        ...{ username, when: longInstant(locale, new Date(at)), last: dayOf(locale, lastAccessAt) },
      }),
      say(locale, 'revoked.back', { siteUrl: site.siteUrl }),
    ],
  }),
};

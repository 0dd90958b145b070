import { createTranslator, longInstant } from '../../platform/i18n.ts';
import type { MailBlock, MailTemplates } from '../../platform/mail/template.ts';
import { registrationMailWords } from './mail-words.ts';
import { linkToken } from './service/deps.ts';

declare module '../../platform/mail/queue.ts' {
  interface MailParams {
    /** The link's token is derived from these when the mail is written: it rests nowhere (DEC-21). */
    'registration.confirm': { registrationId: string; number: number; firstName: string; until: string };
    'registration.exists': Record<string, never>;
    'registration.completed': { username: string };
  }
}

const words = createTranslator([registrationMailWords]);

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text });

export type RegistrationMail = 'registration.confirm' | 'registration.exists' | 'registration.completed';

/** M1, M1b and M2 of the guide. */
export function registrationMails(serverKey: Buffer): Pick<MailTemplates, RegistrationMail> {
  return {
    'registration.confirm': ({ registrationId, number, firstName, until }, locale, { site }) => {
      const url = `${site.siteUrl}/conferma/${linkToken(serverKey, registrationId, number)}`;
      return {
        subject: words.say(locale, 'confirm.subject'),
        blocks: [
          paragraph(words.say(locale, 'confirm.step', { firstName })),
          { kind: 'link', label: words.say(locale, 'confirm.link'), url },
          paragraph(words.say(locale, 'confirm.until', { until: longInstant(locale, new Date(until)) })),
          paragraph(words.say(locale, 'unexpected')),
        ],
      };
    },
    'registration.exists': (_params, locale, { site }) => ({
      subject: words.say(locale, 'exists.subject'),
      blocks: [
        paragraph(words.say(locale, 'exists.tried')),
        paragraph(words.say(locale, 'exists.already', { siteUrl: site.siteUrl })),
        { kind: 'link', label: words.say(locale, 'exists.link'), url: `${site.siteUrl}/accedi` },
        paragraph(words.say(locale, 'unexpected')),
      ],
    }),
    'registration.completed': ({ username }, locale, { site }) => ({
      subject: words.say(locale, 'completed.subject', { username }),
      blocks: [
        paragraph(words.say(locale, 'completed.done', { username })),
        paragraph(words.say(locale, 'completed.password')),
        { kind: 'link', label: words.say(locale, 'completed.link'), url: `${site.siteUrl}/accedi` },
        paragraph(words.say(locale, 'completed.unexpected', { siteUrl: site.siteUrl })),
      ],
    }),
  };
}

import { createTranslator, type Loc, longInstant } from '../../platform/i18n.ts';
import type { MailBlock, MailTemplates } from '../../platform/mail/template.ts';
import { secondFactorMailWords } from './second-factor-mail-words.ts';

export type SecondFactorMail = 'account.secondFactor';

/** What became of the second step of an account; each has its words. */
export type SecondFactorNews = 'ADDED' | 'REMOVED' | 'CODES_RENEWED' | 'CODE_USED' | 'LOCKED' | 'RESET';

declare module '../../platform/mail/queue.ts' {
  interface MailParams {
    'account.secondFactor': {
      actId: string;
      news: SecondFactorNews;
      /** What its owner calls it. */
      name: string | null;
      /** Recovery codes that still open. */
      left: number | null;
      at: string;
      browser: string | null;
      system: string | null;
    };
  }
}

const words = createTranslator([secondFactorMailWords]);

export const secondFactorMails: Pick<MailTemplates, SecondFactorMail> = {
  'account.secondFactor': ({ news, name, left, at, browser, system }, locale, { site }) => {
    const params = {
      name: name ?? '',
      count: left ?? 0,
      when: longInstant(locale, new Date(at)),
      device: deviceWords(locale, browser, system),
      office: site.office.name,
      siteUrl: site.siteUrl,
    };
    const say = (key: string): MailBlock => ({ kind: 'paragraph', text: words.say(locale, `${news}.${key}`, params) });
    return {
      subject: words.say(locale, `${news}.subject`, params),
      blocks: [say('what'), say('mine'), say('notMine')],
    };
  },
};

function deviceWords(locale: Loc, browser: string | null, system: string | null): string {
  if (browser && system) return words.say(locale, 'device.both', { browser, system });
  return browser ?? system ?? words.say(locale, 'device.unknown');
}

import { createTranslator, type Loc, longInstant } from '../../platform/i18n.ts';
import type { MailBlock, MailTemplates } from '../../platform/mail/template.ts';
import { accountMailWords } from './mail-words.ts';
import { createOwnMails, type OwnMail } from './own-mails.ts';
import { type PolicyMail, policyMails } from './policy-mails.ts';
import { recoveryCode, recoveryLink } from './recovery-secrets.ts';
import { recoveryWords } from './recovery-words.ts';
import { type SecondFactorMail, secondFactorMails } from './second-factor-mails.ts';

export type AccountMail =
  | 'account.recovery'
  | 'account.recoveryAtMinistry'
  | 'account.usernames'
  | 'account.passwordChanged'
  | 'account.temporaryPassword'
  | 'account.locked';

declare module '../../platform/mail/queue.ts' {
  interface MailParams {
    /** The code and the link are derived when the mail is written: they rest in no row (DEC-21). */
    'account.recovery': { recoveryId: string; number: number; username: string; askedAt: string; until: string };
    /** Without a code and a link: nobody but the security officer gives a ministry account a password (IAM-403). */
    'account.recoveryAtMinistry': { recoveryId: string; number: number; username: string };
    'account.usernames': { actId: string; username: string };
    /** That there is one, and until when; never itself. */
    'account.temporaryPassword': { username: string; at: string; until: string };
    'account.passwordChanged': { username: string; at: string; browser: string | null; system: string | null };
    'account.locked': { actId: string; username: string; at: string; until: string };
  }
}

const words = createTranslator([accountMailWords]);
const subjects = createTranslator([recoveryWords]);

/** The mails of accounts; `serverKey` is what their secrets are derived from. */
export function createAccountMails(
  serverKey: Buffer,
): Pick<MailTemplates, AccountMail | OwnMail | SecondFactorMail | PolicyMail> {
  return {
    ...createOwnMails(serverKey),
    ...secondFactorMails,
    ...policyMails,
    'account.recovery': ({ recoveryId, number, username, askedAt, until }, locale, { site }) => ({
      subject: subjects.say(locale, 'recovery.subject', { tag: site.office.shortName, number }),
      blocks: [
        say(locale, 'recovery.asked', { when: preciseInstant(new Date(askedAt)), username }),
        say(locale, 'recovery.two'),
        say(locale, 'recovery.link'),
        {
          kind: 'link',
          label: words.say(locale, 'recovery.button'),
          url: `${site.siteUrl}/recupero/link/${recoveryLink(serverKey, recoveryId)}`,
        },
        say(locale, 'recovery.or'),
        say(locale, 'recovery.code', { number }),
        {
          kind: 'facts',
          rows: [
            { label: words.say(locale, 'recovery.codeLabel'), value: recoveryCode(serverKey, recoveryId) },
            { label: words.say(locale, 'recovery.numberLabel'), value: String(number) },
          ],
        },
        say(locale, 'recovery.validity', { until: timeOf(new Date(until)) }),
        say(locale, 'recovery.restart', { siteUrl: site.siteUrl }),
        say(locale, 'recovery.unexpected'),
      ],
    }),
    'account.recoveryAtMinistry': ({ number, username }, locale, { site }) => ({
      subject: subjects.say(locale, 'recovery.subject', { tag: site.office.shortName, number }),
      blocks: [
        say(locale, 'ministry.what', { username }),
        say(locale, 'ministry.next'),
        say(locale, 'recovery.unexpected'),
      ],
    }),
    'account.temporaryPassword': ({ username, at, until }, locale, { site }) => ({
      subject: words.say(locale, 'temporary.subject'),
      blocks: [
        say(locale, 'temporary.done', { username, when: longInstant(locale, new Date(at)) }),
        say(locale, 'temporary.next', { until: longInstant(locale, new Date(until)) }),
        say(locale, 'temporary.unexpected', { siteUrl: site.siteUrl }),
      ],
    }),
    'account.usernames': ({ username }, locale, { site }) => ({
      subject: words.say(locale, 'usernames.subject'),
      blocks: [
        say(locale, 'usernames.one'),
        { kind: 'facts', rows: [{ label: words.say(locale, 'usernames.label'), value: username }] },
        say(locale, 'usernames.next', { siteUrl: site.siteUrl }),
        say(locale, 'usernames.unexpected'),
      ],
    }),
    'account.passwordChanged': ({ username, at, browser, system }, locale, { site }) => ({
      subject: words.say(locale, 'changed.subject'),
      blocks: [
        say(locale, 'changed.done', {
          username,
          when: longInstant(locale, new Date(at)),
          device: deviceWords(locale, browser, system),
        }),
        say(locale, 'changed.closed'),
        say(locale, 'changed.unexpected', { siteUrl: site.siteUrl }),
      ],
    }),
    'account.locked': ({ username, at, until }, locale, { site }) => ({
      subject: words.say(locale, 'locked.subject'),
      blocks: [
        say(locale, 'locked.what', {
          ...{ username, day: dayOf(new Date(at)), time: timeOf(new Date(at)), until: timeOf(new Date(until)) },
        }),
        say(locale, 'locked.mine', { siteUrl: site.siteUrl }),
        say(locale, 'locked.notMine'),
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

const ROME = { timeZone: 'Europe/Rome' } as const;
const DAY = { ...ROME, day: '2-digit', month: '2-digit', year: 'numeric' } as const;
const TIME = { ...ROME, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

function dayOf(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', DAY).format(at);
}

function timeOf(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', TIME).format(at);
}

/** «15/12/2017 08:19:22», the same in both languages (CHK-37). */
function preciseInstant(at: Date): string {
  return `${dayOf(at)} ${new Intl.DateTimeFormat('en-GB', { ...TIME, second: '2-digit' }).format(at)}`;
}

import { createTranslator, type Loc } from '../../platform/i18n.ts';
import type { SmsTemplates } from '../../platform/sms/queue.ts';
import { phoneCode } from './own-secrets.ts';
import { recoveryCode } from './recovery-secrets.ts';

declare module '../../platform/sms/queue.ts' {
  interface SmsParams {
    'account.phoneCode': { phoneCodeId: string; until: string };
    'account.recoveryCode': { recoveryId: string; number: number; until: string };
  }
}

// Short: one SMS holds 160 characters of the plain alphabet, fewer with typographic signs.
const words = createTranslator([
  {
    IT: {
      phoneCode:
        '{{name}}: il codice di validazione del cellulare è {{code}}, vale fino alle {{until}}. Non darlo a nessuno.',
      recoveryCode:
        '{{name}}: codice di controllo {{code}} per la richiesta {{number}}, vale fino alle {{until}}. Non darlo a nessuno.',
    },
    EN: {
      phoneCode: '{{name}}: your mobile validation code is {{code}}, valid until {{until}}. Give it to nobody.',
      recoveryCode: '{{name}}: check code {{code}} for request {{number}}, valid until {{until}}. Give it to nobody.',
    },
  },
]);

type AccountSms = 'account.phoneCode' | 'account.recoveryCode';

/** The SMS of accounts; `serverKey` is what their codes are derived from. */
export function createAccountSms(serverKey: Buffer, name: string): Pick<SmsTemplates, AccountSms> {
  const say = (locale: Loc, key: string, params: Record<string, string | number>): string =>
    words.say(locale, key, { name, ...params });
  return {
    'account.phoneCode': ({ phoneCodeId, until }, locale) =>
      say(locale, 'phoneCode', { code: phoneCode(serverKey, phoneCodeId), until: timeOf(until) }),
    'account.recoveryCode': ({ recoveryId, number, until }, locale) =>
      say(locale, 'recoveryCode', { code: recoveryCode(serverKey, recoveryId), number, until: timeOf(until) }),
  };
}

const TIME = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/Rome', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const);

function timeOf(instant: string): string {
  return TIME.format(new Date(instant));
}

import { createInstance, type i18n } from 'i18next';

export const LOCALES = ['IT', 'EN'] as const;
/** The languages of the system, named as the API names them. */
export type Loc = (typeof LOCALES)[number];

/** Words of one module: the same keys in every language. */
export type Words = Record<Loc, Record<string, unknown>>;

export interface Translator {
  /** The words of `key` in a language; a missing key throws, so that no raw key reaches a screen. */
  say(locale: Loc, key: string, params?: Record<string, string | number>): string;
}

export function createTranslator(words: readonly Words[]): Translator {
  const instance: i18n = createInstance();
  const resources = Object.fromEntries(
    LOCALES.map((locale) => [
      locale,
      { translation: Object.assign({}, ...words.map((part) => part[locale])) as object },
    ]),
  );
  void instance.init({
    resources,
    lng: 'IT',
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return {
    say(locale, key, params = {}) {
      if (!instance.exists(key, { lng: locale, ...params })) throw new Error(`no words for ${key} in ${locale}`);
      return instance.t(key, { lng: locale, ...params });
    },
  };
}

/** Italian unless the reader prefers English. */
export function localeFromHeader(acceptLanguage: string | null): Loc {
  const first = acceptLanguage?.split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'EN' : 'IT';
}

const ROME = 'Europe/Rome';

/** The day it is in Rome, YYYY-MM-DD. */
export function romanDay(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ROME }).format(at);
}

/** «giovedì 3 dicembre 2026, ore 15:00» */
export function longInstant(locale: Loc, at: Date): string {
  const language = locale === 'IT' ? 'it-IT' : 'en-GB';
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: ROME }).format(at);
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: ROME }).format(at);
  return locale === 'IT' ? `${day}, ore ${time}` : `${day}, ${time}`;
}

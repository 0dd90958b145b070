import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PageName } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import type { PageText } from './input.ts';

export const PAGE_NAMES: readonly PageName[] = ['HELP', 'CONTACTS', 'CREDENTIALS', 'GUIDE', 'FAQ', 'GLOSSARY', 'LEGAL'];

export const LOCALES: readonly Loc[] = ['IT', 'EN'];

export type PackagedTexts = (page: PageName, locale: Loc) => PageText;

/** The texts that come with Sportello, in `texts/<language>/<page>.md`; the first line is the title. */
export function readPackagedTexts(): PackagedTexts {
  const texts = new Map<string, PageText>();
  for (const locale of LOCALES) {
    for (const page of PAGE_NAMES) {
      const file = path.join(import.meta.dirname, 'texts', locale.toLowerCase(), `${page.toLowerCase()}.md`);
      texts.set(`${page} ${locale}`, parseText(readFileSync(file, 'utf8')));
    }
  }
  return (page, locale) => {
    const text = texts.get(`${page} ${locale}`);
    if (!text) throw new Error(`no packaged text for ${page} in ${locale}`);
    return text;
  };
}

function parseText(file: string): PageText {
  const [first = '', ...rest] = file.split('\n');
  return { title: first.replace(/^# /, ''), body: rest.join('\n').trim() };
}

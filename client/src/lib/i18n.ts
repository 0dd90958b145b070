import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export type Language = 'it' | 'en';
type Texts = Record<string, unknown>;

const STORED = 'sportello.lingua';
const italian = import.meta.glob<Texts>('../locales/it/*.json', { eager: true, import: 'default' });
const english = import.meta.glob<Texts>('../locales/en/*.json', { import: 'default' });

function namespaceOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
}

function asLanguage(value: string | null): Language | null {
  return value === 'it' || value === 'en' ? value : null;
}

/** The address wins, then the choice made before on this device (two letters, nothing personal), then Italian. */
function chosenLanguage(): Language {
  return asLanguage(new URLSearchParams(window.location.search).get('lang')) ?? asLanguage(readStored()) ?? 'it';
}

function readStored(): string | null {
  try {
    return window.localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(language: Language): void {
  try {
    window.localStorage.setItem(STORED, language);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

async function loadEnglish(): Promise<void> {
  if (i18next.hasResourceBundle('en', 'common')) return;
  const loaded = await Promise.all(
    Object.entries(english).map(async ([path, load]) => ({ namespace: namespaceOf(path), texts: await load() })),
  );
  for (const { namespace, texts } of loaded) i18next.addResourceBundle('en', namespace, texts);
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'it';
}

export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en') await loadEnglish();
  store(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function startI18n(): Promise<void> {
  const resources = Object.fromEntries(Object.entries(italian).map(([path, texts]) => [namespaceOf(path), texts]));
  await i18next.use(initReactI18next).init({
    lng: 'it',
    fallbackLng: 'it',
    defaultNS: 'common',
    ns: Object.keys(resources),
    resources: { it: resources },
    interpolation: { escapeValue: false },
  });
  const language = chosenLanguage();
  if (language !== 'it') await setLanguage(language);
}

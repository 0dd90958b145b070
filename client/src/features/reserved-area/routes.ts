import type { RouteObject } from 'react-router';

/** The pages inside the reserved area; each is loaded when first opened. */
export const reservedAreaRoutes: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('./area-home.tsx')).AreaHome }),
  },
  {
    path: 'dati',
    lazy: async () => ({ Component: (await import('./data-page.tsx')).DataPage }),
  },
  {
    path: 'dati/lingua',
    lazy: async () => ({ Component: (await import('./language-page.tsx')).LanguagePage }),
  },
  {
    path: 'recapiti',
    lazy: async () => ({ Component: (await import('./contacts-page.tsx')).ContactsPage }),
  },
  {
    path: 'recapiti/modifica',
    lazy: async () => ({ Component: (await import('./email-page.tsx')).EmailPage }),
  },
  {
    path: 'recapiti/dati',
    lazy: async () => ({
      Component: (await import('./contacts-form-page.tsx')).ContactsFormPage,
    }),
  },
  {
    path: 'recapiti/cellulare',
    lazy: async () => ({ Component: (await import('./phone-code-page.tsx')).PhoneCodePage }),
  },
  {
    path: 'password',
    lazy: async () => ({ Component: (await import('./password-page.tsx')).PasswordPage }),
  },
  {
    path: 'verifica',
    lazy: async () => ({ Component: (await import('../second-factor/second-factor-page.tsx')).SecondFactorPage }),
  },
  {
    path: 'verifica/passkey',
    lazy: async () => ({ Component: (await import('../second-factor/add-passkey-page.tsx')).AddPasskeyPage }),
  },
  {
    path: 'verifica/app',
    lazy: async () => ({ Component: (await import('../second-factor/add-app-page.tsx')).AddAppPage }),
  },
  {
    path: 'verifica/codici',
    lazy: async () => ({ Component: (await import('../second-factor/codes-page.tsx')).CodesPage }),
  },
  {
    path: 'sicurezza',
    lazy: async () => ({ Component: (await import('./security-page.tsx')).SecurityPage }),
  },
  {
    path: 'accessi',
    lazy: async () => ({ Component: (await import('./history-page.tsx')).HistoryPage }),
  },
  {
    path: 'messaggi',
    lazy: async () => ({ Component: (await import('./messages-page.tsx')).MessagesPage }),
  },
  {
    path: 'programmi',
    lazy: async () => ({ Component: (await import('./tokens-page.tsx')).TokensPage }),
  },
  {
    path: 'programmi/nuovo',
    lazy: async () => ({ Component: (await import('./token-form-page.tsx')).TokenFormPage }),
  },
  {
    path: 'privacy',
    lazy: async () => ({ Component: (await import('./privacy-page.tsx')).PrivacyPage }),
  },
];

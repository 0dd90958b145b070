import type { ReactElement } from 'react';
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Crashed, NotFound } from './components/pages.tsx';
import { OPEN_PAGE, PageSkeleton, Shell } from './components/shell.tsx';
import { reservedAreaRoutes } from './features/reserved-area/routes.ts';
import { AnnouncerProvider } from './lib/announcer.tsx';
import { ViewerProvider } from './lib/viewer.tsx';

// One line a page. Pages are loaded when first opened; `lazy` keeps each in a file of its own.
const routes: RouteObject[] = [
  {
    path: '/laboratori',
    handle: OPEN_PAGE,
    lazy: async () => ({ Component: (await import('./features/catalogue/catalogue-page.tsx')).CataloguePage }),
  },
  { path: '/', lazy: async () => ({ Component: (await import('./features/home/home-page.tsx')).HomePage }) },
  {
    path: '/campagne/:slug',
    lazy: async () => ({ Component: (await import('./features/campaign/campaign-page.tsx')).CampaignPage }),
  },
  {
    path: '/ufficio',
    lazy: async () => ({ Component: (await import('./features/office/office-list-page.tsx')).OfficeListPage }),
  },
  {
    path: '/ufficio/campagne/nuova',
    lazy: async () => ({ Component: (await import('./features/office/office-new-page.tsx')).OfficeNewPage }),
  },
  {
    path: '/ufficio/pagine',
    lazy: async () => ({ Component: (await import('./features/office/office-pages-page.tsx')).OfficePagesPage }),
  },
  {
    path: '/ufficio/pagine/:name/:locale',
    lazy: async () => ({ Component: (await import('./features/office/office-page-editor.tsx')).OfficePageEditor }),
  },
  {
    path: '/ufficio/campagne/:id',
    lazy: async () => ({ Component: (await import('./features/office/office-campaign-page.tsx')).OfficeCampaignPage }),
  },
  {
    path: '/ufficio/cancellazioni',
    lazy: async () => ({ Component: (await import('./features/operators/erasures-page.tsx')).ErasuresPage }),
  },
  {
    path: '/assistenza/account',
    lazy: async () => ({ Component: (await import('./features/operators/helpdesk-page.tsx')).HelpdeskPage }),
  },
  {
    path: '/sicurezza-mi',
    lazy: async () => ({ Component: (await import('./features/operators/ministry-page.tsx')).MinistryPage }),
  },
  {
    path: '/laboratori/:code',
    handle: OPEN_PAGE,
    lazy: async () => ({ Component: (await import('./features/lab/lab-page.tsx')).LabPage }),
  },
  {
    path: '/laboratori/:code/incontri/:n',
    lazy: async () => ({ Component: (await import('./features/session/session-page.tsx')).SessionPage }),
  },
  {
    path: '/accedi',
    lazy: async () => ({ Component: (await import('./features/sign-in/sign-in-page.tsx')).SignInPage }),
  },
  {
    path: '/accedi/secondo-passo',
    lazy: async () => ({ Component: (await import('./features/second-factor/second-step-page.tsx')).SecondStepPage }),
  },
  {
    path: '/recupero',
    lazy: async () => ({ Component: (await import('./features/recovery/ask-page.tsx')).AskPage }),
  },
  {
    path: '/recupero/nome-utente',
    lazy: async () => ({ Component: (await import('./features/recovery/username-page.tsx')).UsernamePage }),
  },
  {
    path: '/recupero/:numero',
    lazy: async () => ({ Component: (await import('./features/recovery/request-page.tsx')).RequestPage }),
  },
  {
    path: '/recupero/link/:token',
    lazy: async () => ({ Component: (await import('./features/recovery/link-page.tsx')).LinkPage }),
  },
  {
    path: '/registrazione',
    lazy: async () => ({ Component: (await import('./features/registration/start-page.tsx')).StartPage }),
  },
  {
    path: '/registrazione/codice-fiscale',
    lazy: async () => ({ Component: (await import('./features/registration/code-page.tsx')).CodePage }),
  },
  {
    path: '/registrazione/dati',
    lazy: async () => ({ Component: (await import('./features/registration/data-page.tsx')).DataPage }),
  },
  {
    path: '/registrazione/riepilogo',
    lazy: async () => ({ Component: (await import('./features/registration/review-page.tsx')).ReviewPage }),
  },
  {
    path: '/registrazione/fine',
    lazy: async () => ({ Component: (await import('./features/registration/mail-page.tsx')).MailPage }),
  },
  {
    path: '/conferma/:token',
    lazy: async () => ({ Component: (await import('./features/registration/confirm-page.tsx')).ConfirmPage }),
  },
  {
    path: '/conferma/:token/confronto',
    lazy: async () => ({ Component: (await import('./features/registration/comparison-page.tsx')).ComparisonPage }),
  },
  {
    path: '/esci',
    lazy: async () => ({ Component: (await import('./features/sign-in/signed-out-page.tsx')).SignedOutPage }),
  },
  {
    path: '/cose-da-fare',
    lazy: async () => ({ Component: (await import('./features/duties/duties-page.tsx')).DutiesPage }),
  },
  {
    path: '/prenotazioni',
    lazy: async () => ({ Component: (await import('./features/bookings/bookings-page.tsx')).BookingsPage }),
  },
  {
    path: '/area-riservata',
    lazy: async () => ({ Component: (await import('./features/reserved-area/area-layout.tsx')).AreaLayout }),
    children: reservedAreaRoutes,
  },
  {
    path: '/conferma-indirizzo/:token',
    lazy: async () => ({ Component: (await import('./features/reserved-area/email-link-page.tsx')).ConfirmEmailPage }),
  },
  {
    path: '/annulla-cambio/:token',
    lazy: async () => ({ Component: (await import('./features/reserved-area/email-link-page.tsx')).UndoEmailPage }),
  },
  {
    path: '/accessibilita',
    lazy: async () => ({ Component: (await import('./features/pages/prose-pages.tsx')).AccessibilityPage }),
  },
  {
    path: '/privacy',
    lazy: async () => ({ Component: (await import('./features/pages/prose-pages.tsx')).PrivacyPage }),
  },
  {
    path: '/cookie',
    lazy: async () => ({ Component: (await import('./features/pages/prose-pages.tsx')).CookiesPage }),
  },
  {
    path: '/assistenza',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).HelpPage }),
  },
  {
    path: '/contatti',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).OfficeContactsPage }),
  },
  {
    path: '/informazioni-credenziali',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).CredentialsPage }),
  },
  {
    path: '/guida',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).GuidePage }),
  },
  {
    path: '/domande-frequenti',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).QuestionsPage }),
  },
  {
    path: '/glossario',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).GlossaryPage }),
  },
  {
    path: '/normativa',
    lazy: async () => ({ Component: (await import('./features/pages/office-text-page.tsx')).LegalPage }),
  },
  { path: '/stato', lazy: async () => ({ Component: (await import('./features/pages/status-page.tsx')).StatusPage }) },
  {
    path: '/sviluppatori',
    lazy: async () => ({ Component: (await import('./features/developers/developers-page.tsx')).DevelopersPage }),
  },
  { path: '*', Component: NotFound },
];

// The wall stands alone: no header, no foot.
const bareRoutes: RouteObject[] = [
  {
    path: '/tabellone/:campagna?',
    lazy: async () => ({ Component: (await import('./features/wall/wall-page.tsx')).WallPage }),
  },
];

function Root(): ReactElement {
  return (
    <ViewerProvider>
      <AnnouncerProvider>
        <Outlet />
      </AnnouncerProvider>
    </ViewerProvider>
  );
}

const router = createBrowserRouter([
  {
    Component: Root,
    ErrorBoundary: Crashed,
    HydrateFallback: PageSkeleton,
    children: [...bareRoutes, { Component: Shell, children: routes }],
  },
]);

export function App(): ReactElement {
  return <RouterProvider router={router} />;
}

import { type ReactElement, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useMatches } from 'react-router';
import { useSignOut } from '../lib/use-sign-out.ts';
import { hasRole, isOffice, useViewer, type Viewer } from '../lib/viewer.tsx';
import { Dialog } from './dialog.tsx';
import { DutyBanner } from './duty-banner.tsx';
import { Footer } from './footer.tsx';
import { Icon } from './icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { OperatorBar } from './operator-bar.tsx';
import { ErrorPage } from './pages.tsx';
import { SessionEnding } from './session-ending.tsx';
import { Bone, Skeleton } from './skeleton.tsx';
import { UserMenu } from './user-menu.tsx';

interface NavItem {
  to: string;
  key: string;
}

/** Items by role, the same order at every size; only pages that exist. */
function navItems(viewer: Viewer | null): NavItem[] {
  const labs = { to: '/laboratori', key: 'nav.labs' };
  const help = { to: '/assistenza', key: 'nav.help' };
  if (!viewer) return [labs, { to: '/registrazione', key: 'nav.register' }, help];
  const office = isOffice(viewer) ? [{ to: '/ufficio', key: 'nav.campaigns' }] : [];
  const accounts = hasRole(viewer, 'HELPDESK') ? [{ to: '/assistenza/account', key: 'nav.accounts' }] : [];
  const ministry = hasRole(viewer, 'SECURITY') ? [{ to: '/sicurezza-mi', key: 'nav.ministry' }] : [];
  const bookings = viewer.account.kind === 'PERSON' ? [{ to: '/prenotazioni', key: 'nav.bookings' }] : [];
  return [...office, ...accounts, ...ministry, labs, ...bookings, help];
}

/** Route handle of a page that shows everybody the same. */
export const OPEN_PAGE = 'open';

/** Header, page, foot. */
export function Shell(): ReactElement {
  const { t } = useTranslation();
  const { status, failure, refresh, viewer } = useViewer();
  const operator = useLocation().pathname.startsWith('/ufficio') && isOffice(viewer);
  // The same for everybody: such a page asks for its data without waiting to know who reads.
  const open = useMatches().some(({ handle }) => handle === OPEN_PAGE);
  return (
    <>
      <div className="skiplinks">
        <a className="visually-hidden-focusable" href="#contenuto">
          {t('skip')}
        </a>
      </div>
      <Header operator={operator} />
      <OfflineBanner />
      <DutyBanner />
      <main id="contenuto" tabIndex={-1}>
        {status === 'failed' ? (
          <ErrorPage failure={failure} onRetry={() => void refresh()} />
        ) : (
          <Suspense fallback={<PageSkeleton />}>
            {status === 'loading' && !open ? <PageSkeleton onRetry={() => void refresh()} /> : <Outlet />}
          </Suspense>
        )}
      </main>
      <Footer width={widthOf(operator)} />
      <SessionEnding />
      <ScrollRestoration />
    </>
  );
}

export function PageSkeleton({ onRetry }: { onRetry?: () => void }): ReactElement {
  return (
    <div className="container sp-fullpage">
      <Skeleton {...(onRetry ? { onRetry } : {})}>
        <Bone className="sp-skel--title" />
        <Bone className="sp-skel--line" />
        <Bone className="sp-skel--line" />
      </Skeleton>
    </div>
  );
}

/** Operators get one slim bar and the whole width. */
function widthOf(operator: boolean): string {
  return operator ? 'container-fluid of-wide' : 'container';
}

function Header({ operator }: { operator: boolean }): ReactElement {
  const { t } = useTranslation();
  const { viewer, office } = useViewer();
  const items = navItems(viewer);
  return (
    <header className="it-header-wrapper">
      <div className="it-header-slim-wrapper">
        <div className={widthOf(operator)}>
          <div className="it-header-slim-wrapper-content">
            <span className="navbar-brand sp-owner">
              <span className="d-none d-md-inline">{office && `${office.ministry} · ${office.name}`}</span>
              <span className="d-md-none">{office?.shortName}</span>
            </span>
            <div className="it-header-slim-right-zone">
              <LanguageSwitch />
              <UserMenu />
            </div>
          </div>
        </div>
      </div>
      {operator ? (
        <OperatorBar />
      ) : (
        <div className="it-nav-wrapper">
          <div className="it-header-center-wrapper it-small-header">
            <div className="container">
              <div className="it-header-center-content-wrapper">
                <PhoneMenu items={items} />
                <div className="it-brand-wrapper">
                  <Link to="/">
                    <Icon name="pa" />
                    <div className="it-brand-text">
                      <div className="it-brand-title">{t('product')}</div>
                      <div className="it-brand-tagline d-none d-md-block">{t('tagline')}</div>
                    </div>
                  </Link>
                </div>
              </div>
            </div>
          </div>
          <div className="it-header-navbar-wrapper d-none d-lg-block">
            <div className="container">
              <nav className="navbar navbar-expand-lg" aria-label={t('nav.name')}>
                <ul className="navbar-nav">
                  {items.map(({ to, key }) => (
                    <li key={to} className="nav-item">
                      <NavLink className="nav-link" to={to} end={to === '/assistenza'}>
                        <span>{t(key)}</span>
                      </NavLink>
                    </li>
                  ))}
                </ul>
              </nav>
            </div>
          </div>
        </div>
      )}
    </header>
  );
}

function PhoneMenu({ items }: { items: readonly NavItem[] }): ReactElement {
  const { t } = useTranslation();
  const { viewer } = useViewer();
  const { signOut } = useSignOut();
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <button type="button" className="sp-burger d-lg-none" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="burger" />
        <span className="visually-hidden">{t('nav.open')}</span>
      </button>
      <Dialog open={open} title={viewer?.account.displayName ?? t('nav.menu')} shape="menu" onClose={close}>
        <nav aria-label={t('nav.name')}>
          <ul className="sp-menu">
            {items.map(({ to, key }) => (
              <li key={to}>
                <NavLink to={to} end={to === '/assistenza'} onClick={close}>
                  {t(key)}
                </NavLink>
              </li>
            ))}
            {viewer && viewer.duties.length > 0 && (
              <li>
                <NavLink to="/cose-da-fare" onClick={close}>
                  {t('duties:menu', { count: viewer.duties.length })}
                </NavLink>
              </li>
            )}
            {viewer && (
              <li>
                <NavLink to="/area-riservata" onClick={close}>
                  {t('nav.reserved')}
                </NavLink>
              </li>
            )}
            <li>
              {viewer ? (
                <button type="button" onClick={() => void signOut().then(close)}>
                  {t('nav.signOut')}
                </button>
              ) : (
                <Link to="/accedi" onClick={close}>
                  {t('nav.signIn')}
                </Link>
              )}
            </li>
          </ul>
        </nav>
        <LanguageSwitch long />
      </Dialog>
    </>
  );
}

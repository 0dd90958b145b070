import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation } from 'react-router';
import { Breadcrumb, type Crumb } from '../../components/breadcrumb.tsx';
import { RequireViewer } from '../../components/require-viewer.tsx';
import { SECTIONS, sectionOf } from './sections.ts';

/** The list at the left and the page beside it; on a phone the list is the first page alone. */
export function AreaLayout(): ReactElement {
  return (
    <RequireViewer allow={() => true}>
      <Frame />
    </RequireViewer>
  );
}

function Frame(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const { pathname } = useLocation();
  const section = sectionOf(pathname);
  const inside = section !== null && pathname !== section.path;
  const crumbs: Crumb[] = [
    { label: t('common:home'), to: '/' },
    section ? { label: t('title'), to: '/area-riservata' } : { label: t('title') },
    ...(section
      ? [inside ? { label: t(`${section.name}.title`), to: section.path } : { label: t(`${section.name}.title`) }]
      : []),
    ...(inside ? [{ label: t(pathname.endsWith('/nuovo') ? 'new' : 'change') }] : []),
  ];
  return (
    <div className="container">
      <Breadcrumb items={crumbs} />
      <div className="sp-area">
        <nav className={`sp-area__nav ${section ? 'd-none d-lg-block' : 'd-none'}`} aria-label={t('title')}>
          <ul>
            {SECTIONS.map(({ name, path }) => (
              <li key={name}>
                <NavLink to={path}>{t(`${name}.title`)}</NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className={section ? 'sp-area__page' : 'sp-area__home'}>
          <Outlet />
        </div>
      </div>
    </div>
  );
}

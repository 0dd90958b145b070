import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import { useViewer } from '../lib/viewer.tsx';

/** One white row in place of the public header: where I am working, its pages, the way back to the public ones. */
export function OperatorBar(): ReactElement {
  const { t } = useTranslation('office');
  const { office } = useViewer();
  const { pathname } = useLocation();
  return (
    <div className="of-bar">
      <div className="container-fluid of-wide">
        <Link className="of-bar__name" to="/ufficio">
          {t('bar')}
        </Link>
        <nav aria-label={t('bar')}>
          <NavLink to="/ufficio" end={!pathname.startsWith('/ufficio/campagne')}>
            {t('campaigns')}
          </NavLink>
          <NavLink to="/ufficio/cancellazioni">{t('erasures')}</NavLink>
          <NavLink to="/ufficio/pagine">{t('pages')}</NavLink>
          <Link to="/laboratori">{t('public')}</Link>
        </nav>
        <span className="of-bar__who">{office?.shortName}</span>
      </div>
    </div>
  );
}

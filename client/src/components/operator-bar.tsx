import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { useViewer } from '../lib/viewer.tsx';

/** One white row in place of the public header: where I am working, its pages, the way back to the public ones. */
export function OperatorBar(): ReactElement {
  const { t } = useTranslation('office');
  const { office } = useViewer();
  return (
    <div className="of-bar">
      <div className="container-fluid of-wide">
        <Link className="of-bar__name" to="/ufficio">
          {t('bar')}
        </Link>
        <nav aria-label={t('bar')}>
          <NavLink to="/ufficio">{t('campaigns')}</NavLink>
          <Link to="/laboratori">{t('public')}</Link>
        </nav>
        <span className="of-bar__who">{office?.shortName}</span>
      </div>
    </div>
  );
}

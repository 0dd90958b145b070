import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useViewer } from '../lib/viewer.tsx';

const WHERE_IT_IS_DONE = ['/cose-da-fare', '/area-riservata/password', '/accedi'];

/** One slim line under the header while a duty shuts every other act. */
export function DutyBanner(): ReactElement | null {
  const { t } = useTranslation('duties');
  const { viewer } = useViewer();
  const { pathname, search } = useLocation();
  const duty = viewer?.duties.find(({ blocking }) => blocking);
  if (!duty || WHERE_IT_IS_DONE.includes(pathname)) return null;
  return (
    <aside className="sp-offline sp-duty" aria-label={t('name')}>
      <div className="container">
        {t(`short.${duty.reason}`)}{' '}
        <Link to={`/cose-da-fare?poi=${encodeURIComponent(pathname + search)}`}>{t('changePassword')}</Link>
      </div>
    </aside>
  );
}

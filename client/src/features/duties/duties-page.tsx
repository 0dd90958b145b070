import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { RequireViewer } from '../../components/require-viewer.tsx';
import { localPath } from '../../lib/local-path.ts';
import { homeOf, useViewer } from '../../lib/viewer.tsx';
import { DutyList } from './duty-list.tsx';

/** After sign-in: what comes before the page that was asked for (ACC-01). */
export function DutiesPage(): ReactElement {
  return (
    <RequireViewer allow={() => true}>
      <Duties />
    </RequireViewer>
  );
}

function Duties(): ReactElement {
  const { t } = useTranslation('duties');
  const { viewer } = useViewer();
  const [search] = useSearchParams();
  const goOn = localPath(search.get('poi'), homeOf(viewer));
  const duties = viewer?.duties ?? [];
  if (duties.length === 0) return <Navigate to={goOn} replace />;
  const mayWait = duties.every(({ kind }) => kind === 'RENEW_PASSWORD');
  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t('name') }]} />
      <div className="sp-form">
        <PageTitle>{t(mayWait ? 'name' : 'title')}</PageTitle>
        <p className="sp-lead">{t(mayWait ? 'leadMayWait' : 'lead', { count: duties.length })}</p>
        <DutyList duties={duties} goOn={goOn} />
        {mayWait && (
          <p className="sp-form__after">
            <Link to={goOn}>{t('later')}</Link>
          </p>
        )}
      </div>
    </div>
  );
}

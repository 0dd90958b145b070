import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useViewer } from '../../lib/viewer.tsx';

/** What it takes, before anything is asked. */
export function StartPage(): ReactElement {
  const { t } = useTranslation('registration');
  const { viewer } = useViewer();
  if (viewer) return <Navigate to="/laboratori" replace />;
  const needs = t('start.needs', { returnObjects: true }) as string[];
  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t('title') }]} />
      <div className="sp-form">
        <PageTitle className="re-title">{t('title')}</PageTitle>
        <p className="sp-lead">{t('start.lead')}</p>
        <h2 className="sp-h2 sp-section">{t('start.needsTitle')}</h2>
        <ul className="re-list">
          {needs.map((need) => (
            <li key={need}>{need}</li>
          ))}
        </ul>
        <div className="sp-actions">
          <Link className="btn btn-primary sp-btn" to="/registrazione/codice-fiscale">
            {t('start.begin')}
          </Link>
        </div>
        <p className="sp-form__after">
          {t('start.have')} <Link to="/accedi">{t('start.signIn')}</Link>
        </p>
      </div>
    </div>
  );
}

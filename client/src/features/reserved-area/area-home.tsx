import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageTitle } from '../../components/page-title.tsx';
import { useViewer } from '../../lib/viewer.tsx';
import { DutyList } from '../duties/duty-list.tsx';
import { SECTIONS } from './sections.ts';

/** What there is to see and change, one line each. */
export function AreaHome(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const { viewer } = useViewer();
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className="sp-lead">{viewer?.account.displayName}</p>
      {viewer && viewer.duties.length > 0 && (
        <section className="sp-area__duties" aria-label={t('duties:name')}>
          <DutyList duties={viewer.duties} goOn="/area-riservata" />
        </section>
      )}
      <ul className="sp-area__links">
        {SECTIONS.map(({ name, path }) => (
          <li key={name}>
            <Link to={path}>{t(`${name}.title`)}</Link>
            <span>{t(`${name}.about`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

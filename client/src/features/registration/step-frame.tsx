import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ErrorSummary, type FieldFault } from '../../components/error-summary.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import { useViewer } from '../../lib/viewer.tsx';
import type { OwnState } from './registration-data.ts';

const STEPS = ['code', 'data', 'review', 'mail'] as const;
export type StepName = (typeof STEPS)[number];

export const STEP_PATHS: Readonly<Record<StepName, string>> = {
  code: '/registrazione/codice-fiscale',
  data: '/registrazione/dati',
  review: '/registrazione/riepilogo',
  mail: '/registrazione/fine',
};

const FIRST_MISSING: Readonly<Record<'DATA' | 'REVIEW' | 'MAIL', StepName>> = {
  DATA: 'data',
  REVIEW: 'review',
  MAIL: 'mail',
};

interface StepFrameProps {
  step: StepName;
  title: string;
  state: OwnState & { reload: () => Promise<void> };
  faults?: readonly FieldFault[];
  attempt?: number;
  children: ReactNode;
}

/** One step: where one is, what has to be corrected, and the page; without the steps before it, the first missing one. */
export function StepFrame({ step, title, state, faults = [], attempt = 0, children }: StepFrameProps): ReactElement {
  const { t } = useTranslation('registration');
  const { viewer } = useViewer();
  if (viewer) return <Navigate to="/laboratori" replace />;
  if (state.status === 'loading') return <PageSkeleton onRetry={() => void state.reload()} />;
  if (state.status === 'failed') return <ErrorPage failure={state.failure} onRetry={() => void state.reload()} />;
  const missing = missingBefore(step, state);
  if (missing) return <Navigate to={STEP_PATHS[missing]} replace />;
  const number = STEPS.indexOf(step) + 1;
  return (
    <div className="container">
      <Breadcrumb
        items={[{ label: t('common:home'), to: '/' }, { label: t('title'), to: '/registrazione' }, { label: title }]}
      />
      <Stepper current={number} />
      <div className="sp-form">
        <ErrorSummary faults={faults} attempt={attempt} />
        <p className="re-caption">{t('step', { n: number })}</p>
        <PageTitle wrong={faults.length > 0} className="re-title">
          {title}
        </PageTitle>
        {children}
      </div>
    </div>
  );
}

function missingBefore(step: StepName, { own }: OwnState): StepName | null {
  if (step === 'code') return null;
  if (!own) return 'code';
  const first = FIRST_MISSING[own.step];
  return STEPS.indexOf(first) < STEPS.indexOf(step) ? first : null;
}

/** On wide screens; on narrow ones the caption says the same. */
function Stepper({ current }: { current: number }): ReactElement {
  const { t } = useTranslation('registration');
  return (
    <div className="re-stepper d-none d-lg-block">
      <ol>
        {STEPS.map((name, index) => {
          const isNow = index + 1 === current;
          const state = isNow ? 'active' : index + 1 < current ? 'confirmed' : '';
          return (
            <li key={name} className={state} aria-current={isNow ? 'step' : undefined}>
              {t(`steps.${name}`)}
              {state === 'confirmed' && <span className="visually-hidden"> {t('steps.done')}</span>}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

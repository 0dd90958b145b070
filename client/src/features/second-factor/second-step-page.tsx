import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';
import { useClient } from 'urql';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { Bone, Skeleton } from '../../components/skeleton.tsx';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { afterSignIn } from '../sign-in/after-sign-in.ts';
import { SECOND_STEP, type SecondStep } from './second-factor-data.ts';
import { SecondStepForm } from './second-step-form.tsx';

type Read = { step: SecondStep | null } | { failure: Failure | null };

/** After a right password: what else the account asks for. */
export function SecondStepPage(): ReactElement {
  const { t } = useTranslation('secondFactor');
  const client = useClient();
  const { search } = useLocation();
  const { viewer } = useViewer();
  const [read, setRead] = useState<Read | null>(null);

  const ask = useCallback(async () => {
    const answer = await client.query(SECOND_STEP, {}, { requestPolicy: 'network-only' }).toPromise();
    setRead(answer.data ? { step: answer.data.secondStep ?? null } : { failure: failureOf(answer) });
  }, [client]);
  useEffect(() => {
    void ask();
  }, [ask]);

  if (viewer) return <Navigate to={afterSignIn(viewer, search)} replace />;
  if (read && 'failure' in read) return <ErrorPage failure={read.failure} onRetry={() => void ask()} />;
  const crumbs = [
    { label: t('common:home'), to: '/' },
    { label: t('signIn:title'), to: `/accedi${search}` },
  ];
  return (
    <div className="container">
      <Breadcrumb items={[...crumbs, { label: t('step.title') }]} />
      <div className="sp-form">
        {!read && (
          <Skeleton onRetry={() => void ask()}>
            <Bone className="sp-skel--line" />
            <Bone className="sp-skel--line" />
          </Skeleton>
        )}
        {read?.step && <SecondStepForm step={read.step} onOver={() => setRead({ step: null })} />}
        {read && !read.step && (
          <>
            <PageTitle>{t('step.overTitle')}</PageTitle>
            <p className="sp-lead">{t('step.over')}</p>
            <div className="sp-actions">
              <Link className="btn btn-primary sp-btn" to={`/accedi${search}`}>
                {t('step.again')}
              </Link>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

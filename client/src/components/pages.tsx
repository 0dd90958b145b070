import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';
import type { Failure } from '../lib/graphql.ts';
import { Button } from './button.tsx';
import { PageTitle } from './page-title.tsx';

function FullPage({ title, text, children }: { title: string; text: string; children: ReactNode }): ReactElement {
  return (
    <div className="container sp-fullpage">
      <PageTitle>{title}</PageTitle>
      <p className="sp-lead">{text}</p>
      <div className="sp-actions">{children}</div>
    </div>
  );
}

function ToLabs(): ReactElement {
  const { t } = useTranslation();
  return (
    <Link className="btn btn-primary sp-btn" to="/laboratori">
      {t('goToLabs')}
    </Link>
  );
}

export function NotFound(): ReactElement {
  const { t } = useTranslation();
  return (
    <FullPage title={t('err.notFoundTitle')} text={t('err.notFound')}>
      <ToLabs />
      <Link to="/assistenza">{t('err.help')}</Link>
    </FullPage>
  );
}

/** The same page whether the thing exists or not. */
export function NotYours(): ReactElement {
  const { t } = useTranslation();
  return (
    <FullPage title={t('err.notYoursTitle')} text={t('err.notYours')}>
      <ToLabs />
      <Link to="/assistenza">{t('err.help')}</Link>
    </FullPage>
  );
}

/** A page whose data could not be read: what failed, one way to try again, the request's number. */
export function ErrorPage({ failure, onRetry }: { failure: Failure | null; onRetry: () => void }): ReactElement {
  const { t } = useTranslation();
  if (failure?.code === 'FORBIDDEN') return <NotYours />;
  const network = failure?.code === 'NETWORK';
  return (
    <FullPage title={t(network ? 'err.networkTitle' : 'err.title')} text={failureText(failure, t)}>
      <Button onClick={onRetry}>{t('retry')}</Button>
      <Link to="/assistenza">{t('err.help')}</Link>
    </FullPage>
  );
}

/** The sentence for a failure, the same on a whole page and inside one. */
export function failureText(failure: Failure | null, t: ReturnType<typeof useTranslation>['t']): string {
  if (failure?.code === 'NETWORK') return t(navigator.onLine ? 'common:err.server' : 'common:err.network');
  if (failure?.code === 'RATE_LIMITED')
    return failure.retryAfter ? t('common:err.rate', { seconds: failure.retryAfter }) : t('common:err.rateSoon');
  if (failure?.code === 'MUST_CHANGE') return t('common:err.mustChange');
  if (failure?.code === 'UNAUTHENTICATED') return t('common:err.signedOut');
  return failure?.requestId
    ? t('common:err.generic', { requestId: failure.requestId })
    : t('common:err.genericNoNumber');
}

/** Something broke while drawing: the page stays usable by loading it again. */
export function Crashed(): ReactElement {
  const { t } = useTranslation();
  const error = useRouteError();
  const missing = typeof error === 'object' && error !== null && 'status' in error && error.status === 404;
  if (missing) return <NotFound />;
  return (
    <main id="contenuto">
      <FullPage title={t('err.title')} text={t('err.genericNoNumber')}>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
        <a href="/assistenza">{t('err.help')}</a>
      </FullPage>
    </main>
  );
}

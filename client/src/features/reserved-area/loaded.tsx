import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { failureText } from '../../components/pages.tsx';
import { Bone, Skeleton } from '../../components/skeleton.tsx';
import type { OwnQuery } from './use-own-query.ts';

interface LoadedProps<Data> {
  query: Pick<OwnQuery<Data>, 'data' | 'failure' | 'read'>;
  children: (data: Data) => ReactNode;
}

/** What was read; before it a skeleton, and when it could not be read why, with a way to try again. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>): ReactElement {
  const { t } = useTranslation();
  const { data, failure, read } = query;
  return (
    <>
      {failure && (
        <div className="sp-note sp-note--error sp-area__failure" role="alert">
          <p>{failureText(failure, t)}</p>
          <div className="sp-actions">
            <Button kind="outline-primary" onClick={() => void read()}>
              {t('retry')}
            </Button>
            <Link to="/assistenza">{t('err.help')}</Link>
          </div>
        </div>
      )}
      {data
        ? children(data)
        : !failure && (
            <Skeleton onRetry={() => void read()}>
              <Bone className="sp-skel--line" />
              <Bone className="sp-skel--line" />
              <Bone className="sp-skel--line" />
            </Skeleton>
          )}
    </>
  );
}

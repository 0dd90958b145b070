import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { LinkState, Opened } from './link-data.ts';
import { LinkRefused } from './link-refused.tsx';

interface LinkFrameProps {
  token: string;
  link: LinkState & { reload: () => void };
  children: (opened: Opened) => ReactNode;
}

/** A page reached by the link of the mail: while it opens, when it does not, and what it leads to. */
export function LinkFrame({ token, link, children }: LinkFrameProps): ReactElement {
  const { t } = useTranslation('registration');
  if (link.status === 'loading') return <PageSkeleton onRetry={link.reload} />;
  if (link.status === 'failed') return <ErrorPage failure={link.failure} onRetry={link.reload} />;
  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t('title') }]} />
      <div className="sp-form">
        {link.status === 'refused' ? <LinkRefused token={token} refusal={link.refusal} /> : children(link.opened)}
      </div>
    </div>
  );
}

import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Breadcrumb } from '../../components/breadcrumb.tsx';

/** The path to here, and one column. `here`: the page is one below the first. */
export function RecoveryFrame({ here, children }: { here?: string; children: ReactNode }): ReactElement {
  const { t } = useTranslation('recovery');
  const items = [
    { label: t('common:home'), to: '/' },
    here ? { label: t('title'), to: '/recupero' } : { label: t('title') },
    ...(here ? [{ label: here }] : []),
  ];
  return (
    <div className="container">
      <Breadcrumb items={items} />
      <div className="sp-form">{children}</div>
    </div>
  );
}

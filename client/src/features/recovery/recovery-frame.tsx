import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';

/** The pages beside recovery, in the order that people know from Checkpoint (CHK-10). */
const MENU = [
  { to: '/', key: 'home' },
  { to: '/informazioni-credenziali', key: 'credentials' },
  { to: '/recupero', key: 'recover' },
  { to: '/contatti', key: 'contacts' },
] as const;

/** The path to here, the menu of recovery and one column. `here`: the page is one below the first. */
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
      <div className="sp-recover">
        <div className="sp-form">{children}</div>
        <nav className="sp-sidemenu" aria-label={t('menu')}>
          <ul>
            {MENU.map(({ to, key }) => (
              <li key={to}>
                <NavLink to={to} end={to === '/'}>
                  {t(`common:foot.${key}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </div>
  );
}

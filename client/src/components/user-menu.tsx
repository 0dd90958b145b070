import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSignOut } from '../lib/use-sign-out.ts';
import { useViewer, type Viewer } from '../lib/viewer.tsx';
import { Icon } from './icon.tsx';

/** «Accedi», or the name that opens the person's own pages. */
export function UserMenu(): ReactElement {
  const { t } = useTranslation();
  const { viewer } = useViewer();
  const { pathname, search } = useLocation();
  if (viewer) return <OpenMenu viewer={viewer} key={pathname} />;
  const here = pathname === '/accedi' || pathname === '/esci' ? '' : `?poi=${encodeURIComponent(pathname + search)}`;
  return (
    <Link className="btn btn-primary btn-full" to={`/accedi${here}`}>
      <Icon name="user" />
      <span>{t('nav.signIn')}</span>
    </Link>
  );
}

function OpenMenu({ viewer }: { viewer: Viewer }): ReactElement {
  const { t } = useTranslation();
  const { signOut } = useSignOut();
  const { displayName: name, kind } = viewer.account;
  const id = useId();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const leave = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
      document.removeEventListener('keydown', onEscape);
    };
  }, [open]);

  return (
    <div className="sp-user" ref={box}>
      <button
        ref={button}
        type="button"
        className="btn btn-primary btn-full"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="user" />
        <span className="d-none d-lg-inline sp-user__name">{name}</span>
        <span className="visually-hidden d-lg-none">{t('nav.userMenuOf', { name })}</span>
        <Icon name="expand" className="d-none d-lg-inline-block" />
      </button>
      <ul id={id} className="sp-user__list" hidden={!open}>
        <li className="sp-user__who d-lg-none">{name}</li>
        {viewer.duties.length > 0 && (
          <li>
            <Link to="/cose-da-fare">{t('duties:menu', { count: viewer.duties.length })}</Link>
          </li>
        )}
        {kind === 'PERSON' && (
          <li>
            <Link to="/prenotazioni">{t('nav.bookings')}</Link>
          </li>
        )}
        <li>
          <Link to="/area-riservata">{t('nav.reserved')}</Link>
        </li>
        <li>
          <button type="button" onClick={() => void signOut()}>
            {t('nav.signOut')}
          </button>
        </li>
      </ul>
    </div>
  );
}

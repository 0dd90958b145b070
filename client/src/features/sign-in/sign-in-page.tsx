import { type ReactElement, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { useViewer } from '../../lib/viewer.tsx';
import { afterSignIn } from './after-sign-in.ts';
import { type Lock, Locked, readLock } from './locked.tsx';
import { type Revoked, RevokedAccount, readRevoked } from './revoked.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Sign-in; in its place, while it is suspended, how long that lasts. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation('signIn');
  const announce = useAnnounce();
  const navigate = useNavigate();
  const location = useLocation();
  const { viewer } = useViewer();
  const [identifier, setIdentifier] = useState('');
  const lock = readLock(location.state);

  const revoked = readRevoked(location.state);
  const setRefusal = useCallback(
    (next: Lock | Revoked | null) => {
      // In the history entry, so that a reload shows the right time left; it names nobody.
      void navigate({ search: location.search }, { replace: true, state: next });
    },
    [navigate, location.search],
  );
  const unlock = useCallback(() => {
    setRefusal(null);
    announce(t('lock.over'));
  }, [setRefusal, announce, t]);

  if (viewer) return <Navigate to={afterSignIn(viewer, location.search)} replace />;
  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t('title') }]} />
      <div className="sp-form">
        {lock && <Locked lock={lock} onOver={unlock} />}
        {revoked && <RevokedAccount {...revoked} onBack={() => setRefusal(null)} />}
        {!lock && !revoked && (
          <SignInForm
            identifier={identifier}
            onIdentifier={setIdentifier}
            onLocked={setRefusal}
            onRevoked={setRefusal}
          />
        )}
      </div>
    </div>
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { useSignOut } from '../../lib/use-sign-out.ts';
import { useViewer } from '../../lib/viewer.tsx';

/** After signing out; for who is still signed in, the button that does it. */
export function SignedOutPage(): ReactElement {
  const { t } = useTranslation('signIn');
  const { viewer } = useViewer();
  const { state } = useLocation();
  const { signOut, failure, sending } = useSignOut();
  const leaving = typeof state === 'object' && state !== null && 'leaving' in state;
  if (viewer && !leaving)
    return (
      <div className="container sp-fullpage">
        <PageTitle>{t('out.askTitle')}</PageTitle>
        <p className="sp-lead">{t('out.ask', { name: viewer.account.displayName })}</p>
        {failure && (
          <p className="sp-note sp-note--error sp-form__note" role="alert">
            {failureText(failure, t)}
          </p>
        )}
        <div className="sp-actions">
          <Button sending={sending ? t('out.sending') : null} onClick={() => void signOut()}>
            {t('common:nav.signOut')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="container sp-fullpage" key="out">
      <PageTitle>{t('out.title')}</PageTitle>
      <p className="sp-lead">{t('out.text')}</p>
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to="/accedi">
          {t('out.again')}
        </Link>
        <Link to="/laboratori">{t('common:goToLabs')}</Link>
      </div>
    </div>
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Button } from '../../components/button.tsx';
import { useOnline } from '../../components/offline-banner.tsx';
import { formatInstant } from '../../lib/format.ts';
import type { ActPhase } from '../../lib/idempotent-act.ts';
import type { BookingWindowName } from '../../lib/seat-view.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { ActState } from '../bookings/act-state.tsx';
import { PANEL_ANCHOR } from './booking-panel.tsx';
import type { SessionDetail } from './session-data.ts';

interface BookActionProps {
  session: SessionDetail;
  window: BookingWindowName;
  free: number;
  phase: ActPhase;
  onBook: () => void;
}

/** The button, or what stands in its place and why. */
export function BookAction({ session, window, free, phase, onBook }: BookActionProps): ReactElement | null {
  const { t, i18n } = useTranslation('session');
  const { viewer } = useViewer();
  const online = useOnline();
  const signIn = useSignInPath();
  // An act under way is told until it ends, whatever happens to the seats meanwhile.
  if (window !== 'OPEN' && phase === 'idle') return null;
  if (free === 0 && phase === 'idle')
    return (
      <div className="sp-panel__act">
        <p className="sp-note">{t('fullNote')}</p>
      </div>
    );
  if (viewer?.account.kind === 'INSTITUTION') return <p className="sp-note sp-panel__act">{t('institution')}</p>;
  return (
    <div className="sp-panel__act">
      {viewer ? (
        <Button id="prenota" sending={phase === 'idle' ? null : t('sending')} onClick={onBook}>
          {t('book')}
        </Button>
      ) : (
        <Link id="prenota" className="btn btn-primary sp-btn" to={signIn}>
          {t('book')}
        </Link>
      )}
      <ActState phase={phase} />
      {!online && <p className="sp-note sp-note--warn">{t('offline')}</p>}
      {viewer ? (
        <Who session={session} name={viewer.account.displayName} />
      ) : (
        <p className="sp-panel__small">{t('signIn')}</p>
      )}
      <p className="sp-panel__small">
        {t('cancelUntil', { until: formatInstant(session.cancelUntil, i18n.language) })}
      </p>
    </div>
  );
}

/** Sign-in, and back to this panel. */
export function useSignInPath(): string {
  const { pathname } = useLocation();
  return `/accedi?poi=${encodeURIComponent(pathname + PANEL_ANCHOR)}`;
}

function Who({ session, name }: { session: SessionDetail; name: string }): ReactElement {
  const { t } = useTranslation('session');
  const { personalLimit, myHeld } = session.lab.campaign;
  const left = Math.max(0, personalLimit - (myHeld ?? 0));
  return (
    <p className="sp-panel__small">
      {t('as')} <b>{name}</b>. {t('left', { count: left, max: personalLimit })}
    </p>
  );
}

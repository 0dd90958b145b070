import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Seats } from '../../components/seats.tsx';
import type { ActPhase } from '../../lib/idempotent-act.ts';
import { seatKind } from '../../lib/seat-view.ts';
import type { SeatsNow } from '../../lib/use-availability.ts';
import type { LiveView } from '../../lib/use-live-feed.ts';
import { PHONE, useMedia } from '../../lib/use-media.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { useSignInPath } from './book-action.tsx';

interface PhoneBarProps {
  seats: SeatsNow;
  live: LiveView;
  phase: ActPhase;
  onBook: () => void;
}

/** On a phone, number and button again at the bottom while the panel's own button is out of view. */
export function PhoneBar({ seats, live, phase, onBook }: PhoneBarProps): ReactElement | null {
  const { t } = useTranslation('session');
  const { viewer } = useViewer();
  const signIn = useSignInPath();
  const phone = useMedia(PHONE);
  const [away, setAway] = useState(false);

  useEffect(() => {
    const button = document.getElementById('prenota');
    if (!phone || !button) return;
    const watcher = new IntersectionObserver(([entry]) => setAway(entry ? !entry.isIntersecting : false));
    watcher.observe(button);
    return () => watcher.disconnect();
  }, [phone]);
  const shown = phone && away;
  useEffect(() => {
    // What takes the focus must not end up under the bar.
    document.documentElement.classList.toggle('sp-has-bar', shown);
    return () => document.documentElement.classList.remove('sp-has-bar');
  }, [shown]);

  if (!shown) return null;
  const stale = live.kind === 'stale' || live.kind === 'offline';
  return (
    <section className="sp-sticky" aria-label={t('barTitle')}>
      <Seats seats={seats} kind={seatKind(seats, 'OPEN', stale)} atMs={live.atMs} compact />
      {viewer ? (
        <Button sending={phase === 'idle' ? null : t('sendingShort')} onClick={onBook}>
          {t('catalogue:row.book')}
        </Button>
      ) : (
        <Link className="btn btn-primary sp-btn" to={signIn}>
          {t('catalogue:row.book')}
        </Link>
      )}
    </section>
  );
}

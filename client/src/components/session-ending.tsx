import { type ReactElement, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { formatMinutes, remaining } from '../lib/format.ts';
import { expectedExpiry } from '../lib/session-expiry.ts';
import { useServerNow } from '../lib/use-server-now.ts';
import { useSignOut } from '../lib/use-sign-out.ts';
import { useViewer } from '../lib/viewer.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

const WARN_MS = 120_000;

/** Two minutes before the session would end for want of activity, asks whether to stay. */
export function SessionEnding(): ReactElement | null {
  const { viewer } = useViewer();
  return viewer ? <Watch key={viewer.sessionExpiresAt} expiresAt={viewer.sessionExpiresAt} /> : null;
}

function Watch({ expiresAt }: { expiresAt: string }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { signOut } = useSignOut();
  const { readAtMs, refresh } = useViewer();
  const [sending, setSending] = useState(false);
  const nowMs = useServerNow();
  const endMs = expectedExpiry(expiresAt, readAtMs);
  const leftMs = nowMs === null ? Number.POSITIVE_INFINITY : endMs - nowMs;

  const over = leftMs <= 0;
  useEffect(() => {
    // The end is the server's to tell: it is asked, and if the session is over the page knows.
    if (over) void refresh();
  }, [over, refresh]);

  async function stay(): Promise<void> {
    setSending(true);
    const signedIn = await refresh();
    setSending(false);
    if (!signedIn) await navigate('/accedi');
  }
  return (
    <Dialog open={leftMs < WARN_MS} title={t('session.title')} onClose={() => void stay()}>
      <p>{t('session.ending')}</p>
      <p className="sp-clock" role="timer">
        {nowMs === null ? '' : formatMinutes(remaining(endMs, nowMs))}
      </p>
      <div className="sp-actions">
        <Button sending={sending ? t('session.staying') : null} onClick={() => void stay()}>
          {t('session.stay')}
        </Button>
        <Button kind="outline-primary" onClick={() => void signOut()}>
          {t('nav.signOut')}
        </Button>
      </div>
    </Dialog>
  );
}

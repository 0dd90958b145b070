import { type ReactElement, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../lib/announcer.tsx';

function watchOnline(redraw: () => void): () => void {
  window.addEventListener('online', redraw);
  window.addEventListener('offline', redraw);
  return () => {
    window.removeEventListener('online', redraw);
    window.removeEventListener('offline', redraw);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(watchOnline, () => navigator.onLine);
}

/** One slim line under the header while there is no network. */
export function OfflineBanner(): ReactElement | null {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const online = useOnline();
  useEffect(() => {
    if (!online) announce(t('offline'));
  }, [online, announce, t]);
  if (online) return null;
  return (
    <aside className="sp-offline" aria-label={t('offlineName')}>
      <div className="container">{t('offline')}</div>
    </aside>
  );
}

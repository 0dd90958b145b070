import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../lib/format.ts';
import type { LiveView } from '../lib/use-live-feed.ts';

/** How fresh the data beside it are, always with an instant, and the switch that stops the updates. */
export function LiveStatus({ live, label }: { live: LiveView; label?: string }): ReactElement {
  const { t, i18n } = useTranslation();
  const time = live.atMs === null ? '' : formatClock(live.atMs, i18n.language);
  return (
    <div className="sp-liveline">
      <p className={`sp-live ${live.kind === 'live' ? '' : 'sp-live--stale'}`}>
        <span className="sp-live__mark" aria-hidden="true" />
        <span>
          <LiveWords live={live} time={time} label={label} />
        </span>
      </p>
      <button
        type="button"
        className="sp-linkbtn sp-linkbtn--small"
        onClick={live.kind === 'paused' ? live.resume : live.pause}
      >
        {t(live.kind === 'paused' ? 'live.resume' : 'live.pause')}
      </button>
    </div>
  );
}

function LiveWords({ live, time, label }: { live: LiveView; time: string; label: string | undefined }): ReactElement {
  const { t } = useTranslation();
  switch (live.kind) {
    case 'live':
      return (
        <>
          <b>{t('live.on')}</b> · {label ?? t('live.updatedAt')} <span className="sp-num">{time}</span>
        </>
      );
    case 'connecting':
      return <>{t('live.connecting')}</>;
    case 'polling':
      return (
        <>
          <b>{t('live.polling', { seconds: live.everySeconds })}</b>
          {time && ` · ${t('live.dataOf', { time })}`}
        </>
      );
    case 'offline':
      return <>{time ? t('live.offline', { time }) : t('live.offlineNoData')}</>;
    case 'paused':
      return <>{time ? t('live.paused', { time }) : t('live.pausedNoData')}</>;
    case 'stale':
      return <>{time ? t('live.stale', { time }) : t('live.staleNoData')}</>;
  }
}

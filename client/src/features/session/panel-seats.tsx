import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Countdown } from '../../components/countdown.tsx';
import { Icon } from '../../components/icon.tsx';
import { SeatBlocks, seatTone } from '../../components/seats.tsx';
import { formatInstant, formatTime } from '../../lib/format.ts';
import { seatKind } from '../../lib/seat-view.ts';
import { useFlash } from '../../lib/use-flash.ts';
import type { PanelProps } from './booking-panel.tsx';

/** The big number, or the reason why there is none to book. */
export function PanelSeats({ session, seats, window, live }: Omit<PanelProps, 'reload'>): ReactElement {
  const { t, i18n } = useTranslation('session');
  const flash = useFlash(seats.free);
  const stale = live.kind === 'stale' || live.kind === 'offline';
  const kind = seatKind(seats, window, stale);
  const { opensAt, closesAt } = session.lab.campaign;
  const locale = i18n.language;
  if (window === 'NOT_OPEN')
    return (
      <div className="sp-seats sp-seats--wait sp-opening">
        <p className="sp-seats__text">
          <Icon name="clock" />
          <span>{t('common:seats.opensInBefore')}</span>
        </p>
        <p className="sp-opening__time">
          <Countdown until={opensAt} shape="words" spoken />
        </p>
        <p className="sp-seats__note">
          {t('opensAt', { opensAt: formatInstant(opensAt, locale) })}{' '}
          {t('common:seats.inAll', { count: seats.capacity })}.
        </p>
      </div>
    );
  if (window !== 'OPEN')
    return (
      <div className="sp-seats sp-seats--off sp-opening">
        <p className="sp-seats__text">
          <Icon name={window === 'CANCELLED' ? 'ban' : 'lock'} />
          <span>{t(`common:seats.${kind}`)}</span>
        </p>
        {window === 'CANCELLED' && session.cancelReason && <p className="sp-seats__note">{session.cancelReason}</p>}
        {window === 'CLOSED' && (
          <p className="sp-seats__note">{t('closedSince', { closedAt: formatInstant(closesAt, locale) })}</p>
        )}
      </div>
    );
  return (
    <div className={`sp-seats ${seatTone(kind)} ${flash}`}>
      <p className="sp-big">
        <b>{seats.free}</b>
        <span>
          {t('common:seats.freeWords', { count: seats.free })}{' '}
          <small>
            {t('common:seats.of', { capacity: seats.capacity })}
            {seats.waiting > 0 && ` · ${t('common:seats.waiting', { count: seats.waiting })}`}
            {stale && live.atMs !== null && ` · ${t('common:seats.atTime', { time: formatTime(live.atMs, locale) })}`}
          </small>
        </span>
      </p>
      <SeatBlocks free={seats.free} capacity={seats.capacity} />
    </div>
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icons.ts';
import {
  formatDate,
  formatDateBlock,
  formatDay,
  formatHours,
  formatInstant,
  formatShortInstant,
} from '../../lib/format.ts';
import { townName } from '../../lib/provinces.ts';
import { readableName } from '../../lib/registry-names.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { sessionPath } from '../catalogue/session-row.tsx';
import { type Booking, groupedCode } from './booking-data.ts';

interface BookingItemProps {
  booking: Booking;
  past: boolean;
  onAct: (act: 'cancel' | 'change') => void;
}

export function BookingItem({ booking, past, onAct }: BookingItemProps): ReactElement {
  const { i18n } = useTranslation('bookings');
  const { session } = booking;
  const { lab, venue, startsAt, endsAt } = session;
  const block = formatDateBlock(startsAt, i18n.language);
  const over = past || booking.state !== 'BOOKED' || session.state === 'CANCELLED';
  return (
    <li className={`sp-session sp-session--mine ${over ? 'is-off' : ''}`}>
      <div className="sp-date" aria-hidden="true">
        <small>{block.weekday}</small>
        <b>{block.day}</b>
        <small>{block.month}</small>
      </div>
      <div>
        <h3 className="sp-h3">
          <Link to={sessionPath(lab.code, session.number)}>{lab.title}</Link>
        </h3>
        <ul className="sp-meta">
          <li>
            <Icon name="clock" />
            <span>
              <span className="visually-hidden">{formatDate(startsAt, i18n.language)}, </span>
              {formatHours(startsAt, endsAt, i18n.language)}
            </span>
          </li>
          <li>
            <Icon name="map-marker" />
            <span>
              {[readableName(venue.name), session.room, townName(venue.municipality, venue.province)]
                .filter(Boolean)
                .join(', ')}
            </span>
          </li>
        </ul>
        <BookingState booking={booking} past={past} />
      </div>
      {!over && <BookingActs booking={booking} onAct={onAct} />}
    </li>
  );
}

/** Icon and words of a booking's state, never its colour alone. */
function stateOf({ state, session }: Booking, past: boolean): { icon: IconName; key: string; tone: string } {
  if (session.state === 'CANCELLED')
    return {
      icon: 'ban',
      key: session.cancelReason ? 'sessionCancelled' : 'sessionCancelledPlain',
      tone: 'sp-seats--off',
    };
  if (state === 'BOOKED')
    return past
      ? { icon: 'check', key: 'held', tone: 'sp-seats--off' }
      : { icon: 'check-circle', key: 'BOOKED', tone: '' };
  if (state === 'OFFERED') return { icon: 'warning-circle', key: 'OFFERED', tone: 'sp-seats--few' };
  return { icon: 'less-circle', key: state, tone: 'sp-seats--off' };
}

function BookingState({ booking, past }: { booking: Booking; past: boolean }): ReactElement {
  const { t, i18n } = useTranslation('bookings');
  const { icon, key, tone } = stateOf(booking, past);
  const live = booking.state === 'BOOKED' && !past && booking.session.state !== 'CANCELLED';
  return (
    <div className={`sp-seats sp-mystate ${tone}`}>
      <p className="sp-seats__text">
        <Icon name={icon} />
        <span>{t(`state.${key}`, { reason: booking.session.cancelReason })}</span>
      </p>
      <p className="sp-seats__note">
        {t('code')} <span className="sp-code">{groupedCode(booking.code)}</span>
        {booking.cancelledAt &&
          ` · ${t('cancelledAt', { at: formatShortInstant(booking.cancelledAt, i18n.language) })}`}
        {booking.state === 'OFFERED' &&
          booking.offeredUntil &&
          ` · ${t('offerUntil', { until: formatInstant(booking.offeredUntil, i18n.language) })}`}
      </p>
      {live && booking.mail && (
        <p className={`sp-seats__note ${booking.mail === 'REFUSED' ? 'sp-mystate__wrong' : ''}`}>
          {booking.mail === 'REFUSED' && <Icon name="error" />}
          {t(`mail.${booking.mail}`)}
        </p>
      )}
    </div>
  );
}

function BookingActs({
  booking,
  onAct,
}: {
  booking: Booking;
  onAct: (act: 'cancel' | 'change') => void;
}): ReactElement {
  const { t, i18n } = useTranslation('bookings');
  const { office } = useViewer();
  const { lab, startsAt } = booking.session;
  const name = (
    <span className="visually-hidden">
      : {lab.title}, {formatDay(startsAt, i18n.language)}
    </span>
  );
  const nowMs = serverClock.now();
  const late = !booking.canCancel || (nowMs !== null && nowMs > Date.parse(booking.cancelUntil));
  return (
    <div className="sp-myacts">
      <a className="btn btn-outline-primary sp-btn" href={booking.calendarUrl} download>
        <Icon name="calendar" />
        {t('calendarOf')}
        {name}
      </a>
      {late ? (
        <p className="sp-panel__small">
          {t('tooLate', { at: formatInstant(booking.cancelUntil, i18n.language), office: office?.name })}
        </p>
      ) : (
        <>
          <div className="sp-booked__acts">
            <button type="button" className="sp-linkbtn" onClick={() => onAct('change')}>
              {t('changeButton')}
              {name}
            </button>
            <button type="button" className="sp-linkbtn sp-linkbtn--danger" onClick={() => onAct('cancel')}>
              {t('cancelButton')}
              {name}
            </button>
          </div>
          <p className="sp-panel__small">
            {t('until', { until: formatShortInstant(booking.cancelUntil, i18n.language) })}
          </p>
        </>
      )}
    </div>
  );
}

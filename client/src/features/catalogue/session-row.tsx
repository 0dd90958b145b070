import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../../components/icon.tsx';
import { InsteadOfButton, Seats } from '../../components/seats.tsx';
import { formatDate, formatDateBlock, formatDay, formatHours } from '../../lib/format.ts';
import { venueWords } from '../../lib/provinces.ts';
import { type BookingWindowName, type SeatKind, seatKind, windowNow } from '../../lib/seat-view.ts';
import { serverClock } from '../../lib/server-clock.ts';
import type { SeatsNow } from '../../lib/use-availability.ts';
import { useFlash } from '../../lib/use-flash.ts';
import type { SessionRow } from './catalogue-data.ts';

interface RowProps {
  session: SessionRow;
  seats: SeatsNow;
  /** The numbers may be old: they are told with their instant. */
  stale: boolean;
  atMs: number | null;
  /** Only free seats were asked for: a row that fills meanwhile stays, dimmed. */
  onlyFree: boolean;
  /** Under the lab's own title the date names the row. */
  byDate?: boolean;
}

/** One session of the catalogue. */
export function SessionItem({ session, seats, stale, atMs, onlyFree, byDate = false }: RowProps): ReactElement {
  const { t, i18n } = useTranslation('catalogue');
  const { lab, venue, startsAt, endsAt } = session;
  const { opensAt, closesAt } = lab.campaign;
  const window = windowNow(
    { bookingState: session.bookingState, cancelled: seats.state === 'CANCELLED', opensAt, closesAt, startsAt },
    serverClock.now(),
  );
  const kind = seatKind(seats, window, stale);
  const block = formatDateBlock(startsAt, i18n.language);
  const off = window === 'CANCELLED' || window === 'CLOSED' || window === 'PAST' || (onlyFree && seats.free === 0);
  const flash = useFlash(seats.free);
  const to = sessionPath(lab.code, session.number);
  const name = byDate ? formatDate(startsAt, i18n.language) : lab.title;

  return (
    <li className={`sp-session ${off ? 'is-off' : ''} ${flash}`}>
      <div className="sp-date" aria-hidden="true">
        <small>{block.weekday}</small>
        <b>{block.day}</b>
        <small>{block.month}</small>
      </div>
      <div className="sp-session__what">
        <h3 className="sp-h3">
          <Link to={to}>{window === 'CANCELLED' ? <s>{name}</s> : name}</Link>
        </h3>
        <ul className="sp-meta">
          <li>
            <Icon name="clock" />
            <span>
              {!byDate && <span className="visually-hidden">{formatDate(startsAt, i18n.language)}, </span>}
              {formatHours(startsAt, endsAt, i18n.language)}
            </span>
          </li>
          <li>
            <Icon name="map-marker" />
            <span>{venueWords(venue)}</span>
          </li>
        </ul>
        {!byDate && (
          <p className="sp-tags">
            {lab.topic} · {audienceWords(lab.audience, t)} · {t('hours', { count: lab.creditedHours })}
          </p>
        )}
      </div>
      <Seats seats={seats} kind={kind} opensAt={opensAt} cancelReason={session.cancelReason ?? null} atMs={atMs} />
      <div className="sp-act">
        <RowAction session={session} window={window} kind={kind} free={seats.free} />
      </div>
    </li>
  );
}

export function sessionPath(code: string, number: number): string {
  return `/laboratori/${encodeURIComponent(code)}/incontri/${number}`;
}

type Translate = ReturnType<typeof useTranslation>['t'];

/** «Primaria e secondaria di primo grado»; every level together has one short name. */
export function audienceWords(audience: readonly string[], t: Translate): string {
  if (audience.length === 4) return t('common:order.all');
  return audience.map((level) => t(`common:order.${level}`)).join(', ');
}

function RowAction({
  session,
  window,
  kind,
  free,
}: {
  session: SessionRow;
  window: BookingWindowName;
  kind: SeatKind;
  free: number;
}): ReactElement | null {
  const { t, i18n } = useTranslation('catalogue');
  const { lab, number, startsAt, myBooking } = session;
  const to = sessionPath(lab.code, number);
  const name = (
    <span className="visually-hidden">
      : {t('row.named', { title: lab.title, day: formatDay(startsAt, i18n.language) })}
    </span>
  );
  if (myBooking?.state === 'BOOKED' && window !== 'CANCELLED')
    return (
      <Link className="btn btn-outline-primary sp-btn" to={to}>
        <Icon name="check" />
        {t('common:seats.mine')}
        {name}
      </Link>
    );
  if (kind === 'notOpen' || kind === 'closed')
    return <InsteadOfButton kind={kind} opensAt={lab.campaign.opensAt} closesAt={lab.campaign.closesAt} />;
  if (window === 'PAST') return null;
  const bookable = window === 'OPEN' && free > 0;
  return (
    <Link className={`btn btn-${bookable ? '' : 'outline-'}primary sp-btn`} to={to}>
      {t(bookable ? 'row.book' : 'row.otherDates')}
      {name}
    </Link>
  );
}

/** The place of a row while rows are on their way. */
export function RowSkeleton(): ReactElement {
  return (
    <li className="sp-session" aria-hidden="true">
      <span className="sp-skel sp-skel--date" />
      <div>
        <span className="sp-skel sp-skel--rowtitle" />
        <span className="sp-skel sp-skel--rowline" />
      </div>
      <div>
        <span className="sp-skel sp-skel--seats" />
        <span className="sp-skel sp-skel--dots" />
      </div>
      <span className="sp-skel sp-skel--button" />
    </li>
  );
}

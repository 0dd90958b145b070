import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Seats } from '../../components/seats.tsx';
import { formatDay, formatDayTime } from '../../lib/format.ts';
import { venueWords } from '../../lib/provinces.ts';
import { type BookingWindowName, seatKind, windowNow } from '../../lib/seat-view.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { type SeatsNow, seatsNow } from '../../lib/use-availability.ts';
import type { SessionRow } from '../catalogue/catalogue-data.ts';
import { sessionPath } from '../catalogue/session-row.tsx';

interface OtherDatesProps {
  sessions: readonly SessionRow[];
  liveSeats: ReadonlyMap<string, SeatsNow>;
  stale: boolean;
  atMs: number | null;
  /** The useful next step when this session has no seat: those with seats first, with blocks and a button. */
  wide: boolean;
  topic: string;
}

interface OtherDate {
  session: SessionRow;
  seats: SeatsNow;
  window: BookingWindowName;
}

/** The same lab on other dates, live. */
export function OtherDates({ sessions, liveSeats, stale, atMs, wide, topic }: OtherDatesProps): ReactElement {
  const { t } = useTranslation('session');
  const dates: OtherDate[] = sessions
    .map((session) => {
      const seats = seatsNow(session.seats, liveSeats);
      const { opensAt, closesAt } = session.lab.campaign;
      const facts = {
        bookingState: session.bookingState,
        cancelled: seats.state === 'CANCELLED',
        opensAt,
        closesAt,
        startsAt: session.startsAt,
      };
      return { session, seats, window: windowNow(facts, serverClock.now()) };
    })
    .filter(({ window }) => window !== 'PAST' && window !== 'CANCELLED');
  const shown = wide ? dates.filter(({ seats, window }) => window === 'OPEN' && seats.free > 0) : dates;
  return (
    <section aria-labelledby="altre-date">
      <h2 className={`sp-h2 ${wide ? 'sp-section--first' : 'sp-section'}`} id="altre-date" tabIndex={-1}>
        {t(wide ? 'sameLab' : 'otherDates')}
      </h2>
      {shown.length === 0 ? (
        <p className="sp-note">
          {t('noOtherDates')}{' '}
          <Link to={`/laboratori?tema=${encodeURIComponent(topic)}&liberi=1`}>{t('sameTopic', { topic })}</Link>
        </p>
      ) : (
        <ul className={`sp-alts ${wide ? 'sp-alts--wide' : ''}`}>
          {shown.map((date) => (
            <DateItem key={date.session.id} date={date} stale={stale} atMs={atMs} wide={wide} />
          ))}
        </ul>
      )}
    </section>
  );
}

function DateItem({
  date,
  stale,
  atMs,
  wide,
}: {
  date: OtherDate;
  stale: boolean;
  atMs: number | null;
  wide: boolean;
}): ReactElement {
  const { t, i18n } = useTranslation('session');
  const { session, seats, window } = date;
  const to = sessionPath(session.lab.code, session.number);
  return (
    <li>
      <div>
        <Link to={to}>{formatDayTime(session.startsAt, i18n.language)}</Link>
        <br />
        <span className="sp-small sp-muted">{venueWords(session.venue)}</span>
      </div>
      <Seats
        seats={seats}
        kind={seatKind(seats, window, stale)}
        opensAt={session.lab.campaign.opensAt}
        atMs={atMs}
        compact={!wide}
      />
      {wide && (
        <Link className="btn btn-outline-primary sp-btn" to={to}>
          {t('catalogue:row.book')}
          <span className="visually-hidden">: {formatDay(session.startsAt, i18n.language)}</span>
        </Link>
      )}
    </li>
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Seats } from '../../components/seats.tsx';
import { formatDateBlock, formatDayTime, formatHours } from '../../lib/format.ts';
import { townName, venueWords } from '../../lib/provinces.ts';
import { type BookingWindowName, type SeatFacts, seatKind, windowNow } from '../../lib/seat-view.ts';
import { useFlash } from '../../lib/use-flash.ts';
import type { LiveView } from '../../lib/use-live-feed.ts';
import { useServerNow } from '../../lib/use-server-now.ts';

export interface ListedSession {
  id: string;
  number: number;
  startsAt: string;
  endsAt: string;
  state: 'SCHEDULED' | 'CANCELLED';
  cancelReason?: string | null;
  bookingState: BookingWindowName;
  venue: { name: string; municipality: string; province: string };
  seats: SeatFacts;
  myBooking?: { id: string } | null;
  lab: { code: string; title: string };
  campaign: { opensAt: string; closesAt: string };
}

interface SessionListProps {
  sessions: readonly ListedSession[];
  live: LiveView;
  /** Says the lab's title in every row; under a heading with the title the date stands first. */
  withTitle: boolean;
  label: string;
}

const WINDOW_EVERY_MS = 1000;

/** Sessions one below the other: when, what, where, the seats now and the way to the session's page. */
export function SessionList({ sessions, live, withTitle, label }: SessionListProps): ReactElement {
  const nowMs = useServerNow(WINDOW_EVERY_MS);
  return (
    <ul className="pg-sessions" aria-label={label}>
      {sessions.map((session) => (
        <SessionItem key={session.id} session={session} live={live} withTitle={withTitle} nowMs={nowMs} />
      ))}
    </ul>
  );
}

interface SessionItemProps extends Omit<SessionListProps, 'sessions' | 'label'> {
  session: ListedSession;
  nowMs: number | null;
}

function SessionItem({ session, live, withTitle, nowMs }: SessionItemProps): ReactElement {
  const { t, i18n } = useTranslation('campaign');
  const { startsAt, endsAt, venue, seats, campaign } = session;
  const window = windowNow(
    { bookingState: session.bookingState, cancelled: session.state === 'CANCELLED', startsAt, ...campaign },
    nowMs,
  );
  const stale = live.kind === 'stale' || live.kind === 'offline' || live.kind === 'paused';
  const { weekday, day, month } = formatDateBlock(startsAt, i18n.language);
  const hours = formatHours(startsAt, endsAt, i18n.language);
  const flash = useFlash(seats.free);
  return (
    <li className={flash}>
      <div className="pg-sessions__date" aria-hidden="true">
        <small>{weekday}</small>
        <b>{day}</b>
        <small>{month}</small>
      </div>
      <div className="pg-sessions__what">
        <Link to={`/laboratori/${session.lab.code}/incontri/${session.number}`}>
          {withTitle ? session.lab.title : formatDayTime(startsAt, i18n.language)}
          <span className="visually-hidden">
            {withTitle ? `, ${formatDayTime(startsAt, i18n.language)}` : `, ${session.lab.title}`}
          </span>
        </Link>
        <span>{withTitle ? `${hours} · ${townName(venue.municipality, venue.province)}` : venueWords(venue)}</span>
        {session.myBooking && <b className="pg-sessions__mine">{t('mine')}</b>}
      </div>
      <Seats
        seats={seats}
        kind={seatKind(seats, window, stale)}
        opensAt={campaign.opensAt}
        cancelReason={session.cancelReason ?? null}
        atMs={live.atMs}
      />
    </li>
  );
}

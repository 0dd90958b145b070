import { type ReactElement, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, NotFound } from '../../components/pages.tsx';
import { Bone, Skeleton } from '../../components/skeleton.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { formatDay, formatRange } from '../../lib/format.ts';
import { venueWords } from '../../lib/provinces.ts';
import { windowNow } from '../../lib/seat-view.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { seatsNow, useAvailability } from '../../lib/use-availability.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { BookingPanel } from './booking-panel.tsx';
import { OtherDates } from './other-dates.tsx';
import { type SessionDetail, type SessionView, useSession } from './session-data.ts';
import { SessionFacts } from './session-facts.tsx';
import { useSeatAnnouncements } from './use-seat-announcements.ts';

/** One session: when and where, its seats live, and the one act of booking. */
export function SessionPage(): ReactElement {
  const { code = '', n = '' } = useParams();
  const number = /^\d{1,6}$/.test(n) ? Number(n) : 0;
  const view = useSession(code, number);
  if (view.status === 'missing') return <NotFound />;
  if (view.status === 'failed') return <ErrorPage failure={view.failure} onRetry={() => void view.reload()} />;
  if (!view.session) return <SessionSkeleton onRetry={() => void view.reload()} />;
  return <Session key={view.session.id} session={view.session} view={view} />;
}

function Session({ session, view }: { session: SessionDetail; view: SessionView }): ReactElement {
  const { t, i18n } = useTranslation('session');
  const announce = useAnnounce();
  const { lab, venue, startsAt, endsAt } = session;
  const others = useMemo(() => lab.sessions.filter(({ id }) => id !== session.id), [lab.sessions, session.id]);
  const ids = useMemo(() => [session.id, ...others.map(({ id }) => id)], [session.id, others]);
  const { seats: liveSeats, live } = useAvailability({
    ids,
    poll: view.reload,
    onBack: () => announce(t('common:live.back')),
  });
  const seats = seatsNow(session.seats, liveSeats);
  const { opensAt, closesAt } = lab.campaign;
  useRedrawAt([opensAt, closesAt, startsAt]);
  const window = windowNow(
    { bookingState: session.bookingState, cancelled: seats.state === 'CANCELLED', opensAt, closesAt, startsAt },
    serverClock.now(),
  );
  useSeatAnnouncements(seats.free, window);
  const stale = live.kind === 'stale' || live.kind === 'offline';
  const datesFirst = !session.myBooking && (window === 'CANCELLED' || (window === 'OPEN' && seats.free === 0));
  const dates = (
    <OtherDates
      sessions={others}
      liveSeats={liveSeats}
      stale={stale}
      atMs={live.atMs}
      wide={datesFirst}
      topic={lab.topic}
    />
  );
  const day = formatDay(startsAt, i18n.language);
  const when = formatRange(startsAt, endsAt, i18n.language);

  return (
    <div className="container">
      <Breadcrumb
        items={[
          { label: t('catalogue:title'), to: '/laboratori' },
          { label: lab.title, to: `/laboratori/${encodeURIComponent(lab.code)}` },
          { label: day },
        ]}
      />
      <div className="sp-two sp-two--session">
        <div className="head">
          <PageTitle title={`${lab.title}, ${day}`}>{lab.title}</PageTitle>
          <p className="sp-lead">
            <b>{window === 'CANCELLED' ? <s>{when}</s> : when}</b>
            <br />
            {venueWords(venue)}
          </p>
        </div>
        <div className="panel">
          <BookingPanel session={session} seats={seats} window={window} live={live} reload={view.reload} />
        </div>
        <div className="body">
          {datesFirst && dates}
          {datesFirst && <h2 className="sp-h2 sp-section">{t('theSession')}</h2>}
          <SessionFacts session={session} />
          <h2 className="sp-h2 sp-section">{t('whatYouDo')}</h2>
          <p className="sp-text sp-prose">{lab.description}</p>
          {!datesFirst && others.length > 0 && dates}
        </div>
      </div>
    </div>
  );
}

function SessionSkeleton({ onRetry }: { onRetry: () => void }): ReactElement {
  return (
    <div className="container sp-fullpage">
      <Skeleton onRetry={onRetry}>
        <div className="sp-two">
          <div>
            <Bone className="sp-skel--title" />
            <Bone className="sp-skel--line" />
            <Bone className="sp-skel--line" />
          </div>
          <Bone className="sp-skel--panel" />
        </div>
      </Skeleton>
    </div>
  );
}

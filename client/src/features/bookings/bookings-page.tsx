import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { RequireViewer } from '../../components/require-viewer.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import { graphql } from '../../gql/index.ts';
import { useAnnounce } from '../../lib/announcer.tsx';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useLiveFeed } from '../../lib/use-live-feed.ts';
import { useRedrawAt } from '../../lib/use-server-now.ts';
import { useViewer } from '../../lib/viewer.tsx';
import type { Booking } from './booking-data.ts';
import { BookingItem } from './booking-item.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { type Done, DoneNote } from './done-note.tsx';
import { sectionsOf } from './sections.ts';

const MY_BOOKINGS = graphql(`
  query MyBookings {
    serverTime
    myBookings { ...BookingParts }
  }
`);
const MY_BOOKINGS_LIVE = graphql(`
  subscription MyBookingsLive {
    myBookings {
      at
      freshness { live everySeconds }
      bookings { ...BookingParts }
    }
  }
`);

export function BookingsPage(): ReactElement {
  return (
    <RequireViewer allow={({ account }) => account.kind === 'PERSON'}>
      <MyBookings />
    </RequireViewer>
  );
}

/** One's own bookings, live on every device they are open on. */
function MyBookings(): ReactElement {
  const { t } = useTranslation('bookings');
  const announce = useAnnounce();
  const client = useClient();
  const { refresh } = useViewer();
  const [bookings, setBookings] = useState<readonly Booking[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const read = useCallback(async () => {
    const sentAt = performance.now();
    const result = await client.query(MY_BOOKINGS, {}, { requestPolicy: 'network-only' }).toPromise();
    const failed = failureOf(result);
    setFailure(failed);
    // The session has ended: the page then asks to sign in again.
    if (failed?.code === 'UNAUTHENTICATED') await refresh();
    if (!result.data) return null;
    serverClock.syncFromAnswer(Date.parse(result.data.serverTime), sentAt);
    setBookings(result.data.myBookings);
    return result.data.serverTime;
  }, [client, refresh]);
  useEffect(() => {
    void read();
  }, [read]);
  const live = useLiveFeed({
    document: MY_BOOKINGS_LIVE,
    variables: {},
    pick: (data) => data.myBookings,
    onUpdate: (update) => setBookings(update.bookings),
    poll: read,
    onBack: () => announce(t('common:live.back')),
  });

  if (!bookings)
    return failure ? (
      <ErrorPage failure={failure} onRetry={() => void read()} />
    ) : (
      <PageSkeleton onRetry={() => void read()} />
    );
  return (
    <div className="container">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: t('title') }]} />
      <div className="sp-bar-top">
        <PageTitle>{t('title')}</PageTitle>
        <LiveStatus live={live} label={t('updatedAt')} />
      </div>
      <List bookings={bookings} reread={read} />
    </div>
  );
}

function List({ bookings, reread }: { bookings: readonly Booking[]; reread: () => Promise<unknown> }): ReactElement {
  const { t } = useTranslation('bookings');
  const [acting, setActing] = useState<{ act: 'cancel' | 'change'; booking: Booking } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  useRedrawAt(bookings.flatMap(({ session, cancelUntil }) => [session.endsAt, cancelUntil]));
  const sections = sectionsOf(bookings, serverClock.now() ?? 0);
  const close = (): void => setActing(null);

  async function finish(result: Done): Promise<void> {
    setActing(null);
    await reread();
    setDone(result);
  }
  return (
    <>
      {done && <DoneNote key={`${done.kind}${done.booking.id}`} done={done} />}
      {!sections.some(({ name }) => name === 'decide' || name === 'next') && (
        <div className="sp-section">
          <p className="sp-lead">{t('empty')}</p>
          <div className="sp-actions">
            <Link className="btn btn-primary sp-btn" to="/laboratori?liberi=1">
              {t('common:goToLabs')}
            </Link>
          </div>
        </div>
      )}
      {sections.map(({ name, bookings: inside }) => (
        <section key={name} aria-labelledby={`sezione-${name}`}>
          <h2 className="sp-h2 sp-section" id={`sezione-${name}`}>
            {t(name)}
          </h2>
          <ul className="sp-list">
            {inside.map((booking) => (
              <BookingItem
                key={booking.id}
                booking={booking}
                past={name === 'past'}
                onAct={(act) => setActing({ act, booking })}
              />
            ))}
          </ul>
        </section>
      ))}
      <CancelDialog
        booking={acting?.act === 'cancel' ? acting.booking : null}
        onClose={close}
        onCancelled={(booking) => void finish({ kind: 'cancelled', booking })}
      />
      <ChangeDialog
        booking={acting?.act === 'change' ? acting.booking : null}
        onClose={close}
        onChanged={(booking) => void finish({ kind: 'changed', booking })}
      />
    </>
  );
}

import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { LiveStatus } from '../../components/live-status.tsx';
import { Panel } from '../../components/panel.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import type { BookingWindowName } from '../../lib/seat-view.ts';
import { useAct } from '../../lib/use-act.ts';
import type { SeatsNow } from '../../lib/use-availability.ts';
import type { LiveView } from '../../lib/use-live-feed.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { BOOK_SEAT, type Booking, CHANGE_BOOKING } from '../bookings/booking-data.ts';
import { BookAction } from './book-action.tsx';
import { BookedPart } from './booked-part.tsx';
import { Outcome, type PanelOutcome } from './outcome.tsx';
import { PanelSeats } from './panel-seats.tsx';
import { PhoneBar } from './phone-bar.tsx';
import type { SessionDetail } from './session-data.ts';

export interface PanelProps {
  session: SessionDetail;
  seats: SeatsNow;
  window: BookingWindowName;
  live: LiveView;
  reload: () => Promise<string | null>;
}

/** Where a visitor comes back to after signing in. */
export const PANEL_ANCHOR = '#posti';

/** Seats and the one act of the page. The seat is the person's when the server says so, never before. */
export function BookingPanel({ session, seats, window, live, reload }: PanelProps): ReactElement {
  const { t } = useTranslation('session');
  const announce = useAnnounce();
  const { viewer } = useViewer();
  const { hash } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [outcome, setOutcome] = useState<PanelOutcome | null>(null);
  const [returned, setReturned] = useState(0);
  const booking = useAct(BOOK_SEAT);
  const changing = useAct(CHANGE_BOOKING);
  const phase = booking.phase === 'idle' ? changing.phase : booking.phase;
  const mine = session.myBooking ?? null;

  useEffect(() => {
    if (returned > 0) heading.current?.focus();
  }, [returned]);
  useEffect(() => {
    if (hash === PANEL_ANCHOR) heading.current?.focus();
  }, [hash]);

  async function settle(result: PanelOutcome): Promise<void> {
    // The page is read again first, so that the result and what surrounds it appear together.
    await reload();
    setOutcome(result);
  }
  async function book(): Promise<void> {
    setOutcome(null);
    const done = await booking.act((idempotencyKey) => ({ input: { sessionId: session.id, idempotencyKey } }));
    if (done) await settle(done.failure ? { failure: done.failure } : { result: done.data.bookSeat });
  }
  async function changeFrom(other: Booking): Promise<void> {
    setOutcome(null);
    const input = { bookingId: other.id, toSessionId: session.id };
    const done = await changing.act((idempotencyKey) => ({ input: { ...input, idempotencyKey } }));
    if (done) await settle(done.failure ? { failure: done.failure } : { result: done.data.changeBooking });
  }

  async function cancelled(): Promise<void> {
    setOutcome(null);
    await reload();
    announce(t('bookings:done.cancelled'));
    setReturned((count) => count + 1);
  }

  const canBook = window === 'OPEN' && seats.free > 0 && mine === null;
  const succeeded =
    outcome?.result?.__typename === 'BookSeatSuccess' || outcome?.result?.__typename === 'ChangeBookingSuccess';
  const quiet = !canBook && mine === null;
  return (
    <>
      <Panel tone={quiet ? 'full' : 'now'} labelledBy="posti">
        {outcome && !succeeded && (
          <Outcome
            outcome={outcome}
            onChangeFrom={(other) => void changeFrom(other)}
            onCleared={() => void reload().then(() => setOutcome(null))}
          />
        )}
        {mine ? (
          <BookedPart booking={mine} fresh={succeeded} onCancelled={() => void cancelled()} />
        ) : (
          <h2 ref={heading} className="visually-hidden" id="posti" tabIndex={-1}>
            {t('panelTitle')}
          </h2>
        )}
        <PanelSeats session={session} seats={seats} window={window} live={live} />
        <LiveStatus live={live} />
        {!mine && (
          <BookAction session={session} window={window} free={seats.free} phase={phase} onBook={() => void book()} />
        )}
      </Panel>
      {canBook && viewer?.account.kind !== 'INSTITUTION' && (
        <PhoneBar seats={seats} live={live} phase={phase} onBook={() => void book()} />
      )}
    </>
  );
}

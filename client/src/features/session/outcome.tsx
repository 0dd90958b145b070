import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { failureText } from '../../components/pages.tsx';
import { formatDayTime } from '../../lib/format.ts';
import type { Failure } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import type { Booking, BookResult, ChangeResult } from '../bookings/booking-data.ts';
import { CancelDialog } from '../bookings/cancel-dialog.tsx';
import { type Refusal, refusalText } from '../bookings/refusal.ts';
import { sessionPath } from '../catalogue/session-row.tsx';
import { useSignInPath } from './book-action.tsx';

export type PanelOutcome =
  | { result: BookResult | ChangeResult; failure?: undefined }
  | { failure: Failure; result?: undefined };

interface OutcomeProps {
  outcome: PanelOutcome;
  onChangeFrom: (booking: Booking) => void;
  /** Something that stood in the way is gone: the page may be tried again. */
  onCleared: () => void;
}

const CORRECTABLE = new Set(['IdempotencyKeyReusedError', 'InvalidInputError']);

/** Why there is no booking, and the next useful act; takes the focus. */
export function Outcome({ outcome, onChangeFrom, onCleared }: OutcomeProps): ReactElement | null {
  const { t, i18n } = useTranslation('session');
  const { office } = useViewer();
  if (outcome.failure) return <FailureNote failure={outcome.failure} />;
  const { result } = outcome;
  if (result.__typename === 'BookSeatSuccess' || result.__typename === 'ChangeBookingSuccess') return null;
  const text = refusalText(result, t, i18n.language, office?.name ?? '');
  return (
    <Note tone={CORRECTABLE.has(result.__typename) ? 'error' : 'warn'} text={text}>
      <NextAct refusal={result} onChangeFrom={onChangeFrom} onCleared={onCleared} />
    </Note>
  );
}

function Note({
  tone,
  text,
  children,
}: {
  tone: 'warn' | 'error';
  text: ReactNode;
  children?: ReactNode;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} className={`sp-note sp-note--${tone} sp-outcome`} role="alert" tabIndex={-1}>
      <p>{text}</p>
      {children}
    </div>
  );
}

function FailureNote({ failure }: { failure: Failure }): ReactElement {
  const { t } = useTranslation('session');
  const signIn = useSignInPath();
  if (failure.code === 'UNAUTHENTICATED')
    return (
      <Note tone="warn" text={t('sessionOver')}>
        <Link to={signIn}>{t('common:nav.signIn')}</Link>
      </Note>
    );
  return <Note tone="error" text={failureText(failure, t)} />;
}

function NextAct({
  refusal,
  onChangeFrom,
  onCleared,
}: { refusal: Refusal } & Omit<OutcomeProps, 'outcome'>): ReactElement | null {
  const { t } = useTranslation('session');
  switch (refusal.__typename) {
    case 'AlreadyBookedError':
      return <Link to="/prenotazioni">{t('toBookings')}</Link>;
    case 'OverlapError':
      return (
        <Button kind="outline-primary" onClick={() => onChangeFrom(refusal.booking)}>
          {t('changeHere')}
        </Button>
      );
    case 'LimitReachedError':
      return <HeldList bookings={refusal.bookings} onCleared={onCleared} />;
    case 'BookingNotOpenError':
      return <Countdown until={refusal.opensAt} className="sp-outcome__time" onEnd={onCleared} />;
    case 'SessionFullError':
      return <a href="#altre-date">{t('seeOtherDates')}</a>;
    default:
      return null;
  }
}

/** The bookings that fill the personal limit, each one press from being freed. */
function HeldList({ bookings, onCleared }: { bookings: readonly Booking[]; onCleared: () => void }): ReactElement {
  const { t, i18n } = useTranslation('session');
  const [cancelling, setCancelling] = useState<Booking | null>(null);
  return (
    <>
      <ul className="sp-alts">
        {bookings.map((booking) => (
          <li key={booking.id}>
            <div>
              <Link to={sessionPath(booking.session.lab.code, booking.session.number)}>
                {booking.session.lab.title}
              </Link>
              <br />
              <span className="sp-small">{formatDayTime(booking.session.startsAt, i18n.language)}</span>
            </div>
            {booking.canCancel && (
              <button type="button" className="sp-linkbtn sp-linkbtn--danger" onClick={() => setCancelling(booking)}>
                {t('free')}
                <span className="visually-hidden">: {booking.session.lab.title}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <CancelDialog
        booking={cancelling}
        onClose={() => setCancelling(null)}
        onCancelled={() => {
          setCancelling(null);
          onCleared();
        }}
      />
    </>
  );
}

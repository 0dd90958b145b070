import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { failureText } from '../../components/pages.tsx';
import { formatRange } from '../../lib/format.ts';
import { useAct } from '../../lib/use-act.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { ActState } from './act-state.tsx';
import { type Booking, CANCEL_BOOKING } from './booking-data.ts';
import { refusalText } from './refusal.ts';

interface CancelDialogProps {
  booking: Booking | null;
  onClose: () => void;
  onCancelled: (booking: Booking) => void;
}

/** Names the consequence, then gives the seat back. */
export function CancelDialog({ booking, onClose, onCancelled }: CancelDialogProps): ReactElement {
  const { t } = useTranslation('bookings');
  return (
    <Dialog open={booking !== null} title={t('cancel.title')} onClose={onClose}>
      {booking && <CancelBody booking={booking} onClose={onClose} onCancelled={onCancelled} />}
    </Dialog>
  );
}

function CancelBody({ booking, onClose, onCancelled }: CancelDialogProps & { booking: Booking }): ReactElement {
  const { t, i18n } = useTranslation('bookings');
  const { office } = useViewer();
  const { phase, act } = useAct(CANCEL_BOOKING);
  const [refused, setRefused] = useState<string | null>(null);
  const { session } = booking;

  async function cancel(): Promise<void> {
    setRefused(null);
    const outcome = await act((idempotencyKey) => ({ input: { bookingId: booking.id, idempotencyKey } }));
    if (!outcome) return;
    if (outcome.failure) return setRefused(failureText(outcome.failure, t));
    const { cancelBooking: result } = outcome.data;
    if (result.__typename === 'CancelBookingSuccess') onCancelled(result.booking);
    else setRefused(refusalText(result, t, i18n.language, office?.name ?? ''));
  }
  return (
    <>
      <p>
        <b>{session.lab.title}</b>
        <br />
        {formatRange(session.startsAt, session.endsAt, i18n.language)}
      </p>
      <p>{t('cancel.ask')}</p>
      {refused && (
        <p className="sp-note sp-note--error" role="alert">
          {refused}
        </p>
      )}
      <ActState phase={phase} />
      <div className="sp-actions sp-actions--apart">
        <Button kind="outline-primary" onClick={onClose}>
          {t('cancel.keep')}
        </Button>
        <Button
          kind="outline-danger"
          sending={phase === 'idle' ? null : t('cancel.sending')}
          onClick={() => void cancel()}
        >
          {t('cancel.button')}
        </Button>
      </div>
    </>
  );
}

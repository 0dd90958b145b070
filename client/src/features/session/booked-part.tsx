import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Icon } from '../../components/icon.tsx';
import { formatInstant, formatRange } from '../../lib/format.ts';
import { venueWords } from '../../lib/provinces.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { type Booking, groupedCode } from '../bookings/booking-data.ts';
import { CancelDialog } from '../bookings/cancel-dialog.tsx';
import { ChangeDialog } from '../bookings/change-dialog.tsx';
import { sessionPath } from '../catalogue/session-row.tsx';

interface BookedPartProps {
  booking: Booking;
  /** Booked just now, on this page: the heading takes the focus. */
  fresh: boolean;
  onCancelled: () => void;
}

/** «Hai un posto», with everything one may want next. */
export function BookedPart({ booking, fresh, onCancelled }: BookedPartProps): ReactElement {
  const { t, i18n } = useTranslation('session');
  const navigate = useNavigate();
  const { viewer, office } = useViewer();
  const [open, setOpen] = useState<'cancel' | 'change' | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { session } = booking;
  const locale = i18n.language;
  useEffect(() => {
    if (fresh) heading.current?.focus();
  }, [fresh]);

  const email = viewer?.account.email;
  return (
    <div className="sp-booked" role={fresh ? 'alert' : undefined}>
      <h2 ref={heading} id="posti" tabIndex={-1} className="sp-h2 sp-booked__title">
        <Icon name="check-circle" />
        {t('booked.title')}
      </h2>
      <p>
        {t('booked.text', {
          title: session.lab.title,
          when: formatRange(session.startsAt, session.endsAt, locale),
          where: venueWords(session.venue),
        })}{' '}
        {fresh && email && t('booked.mail', { email })}
      </p>
      <p>
        {t('booked.code')} <span className="sp-code sp-booked__code">{groupedCode(booking.code)}</span>
      </p>
      <a className="btn btn-outline-primary sp-btn" href={booking.calendarUrl} download>
        <Icon name="calendar" />
        {t('booked.calendar')}
      </a>
      {booking.canCancel ? (
        <>
          <p className="sp-panel__small">{t('cancelUntil', { until: formatInstant(booking.cancelUntil, locale) })}</p>
          <div className="sp-booked__acts">
            <button type="button" className="sp-linkbtn" onClick={() => setOpen('change')}>
              {t('booked.change')}
            </button>
            <button type="button" className="sp-linkbtn sp-linkbtn--danger" onClick={() => setOpen('cancel')}>
              {t('booked.cancel')}
            </button>
          </div>
        </>
      ) : (
        <p className="sp-panel__small">
          {t('booked.tooLate', { at: formatInstant(booking.cancelUntil, locale), office: office?.name })}
        </p>
      )}
      <CancelDialog
        booking={open === 'cancel' ? booking : null}
        onClose={() => setOpen(null)}
        onCancelled={onCancelled}
      />
      <ChangeDialog
        booking={open === 'change' ? booking : null}
        onClose={() => setOpen(null)}
        onChanged={({ session: next }) => void navigate(sessionPath(next.lab.code, next.number))}
      />
    </div>
  );
}

import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRange } from '../../lib/format.ts';
import type { Booking } from './booking-data.ts';

export interface Done {
  kind: 'cancelled' | 'changed';
  booking: Booking;
}

/** The result of an act on a booking; its heading takes the focus. */
export function DoneNote({ done: { kind, booking } }: { done: Done }): ReactElement {
  const { t, i18n } = useTranslation('bookings');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { lab, startsAt, endsAt } = booking.session;
  return (
    <div className="sp-note sp-note--done sp-done" role="alert">
      <h2 ref={heading} tabIndex={-1} className="sp-h3">
        {t(`done.${kind}`)}
      </h2>
      <p>{t(`done.${kind}Text`, { title: lab.title, when: formatRange(startsAt, endsAt, i18n.language) })}</p>
    </div>
  );
}

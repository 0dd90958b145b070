import type { TFunction } from 'i18next';
import { formatInstant, formatRange } from '../../lib/format.ts';
import type { BookResult, CancelResult, ChangeResult } from './booking-data.ts';

export type Refusal = Exclude<
  BookResult | CancelResult | ChangeResult,
  { __typename: 'BookSeatSuccess' | 'CancelBookingSuccess' | 'ChangeBookingSuccess' }
>;

/** What a refusal says, in the same words wherever it is met. */
export function refusalText(refusal: Refusal, t: TFunction, locale: string, office: string): string {
  switch (refusal.__typename) {
    case 'SessionFullError':
      return t('bookings:refused.full');
    case 'BookingNotOpenError':
      return t('bookings:refused.notOpen', { opensAt: formatInstant(refusal.opensAt, locale) });
    case 'BookingClosedError':
      return t('bookings:refused.closed', { closedAt: formatInstant(refusal.closedAt, locale) });
    case 'NotEligibleError':
      return t('bookings:refused.notEligible', { office });
    case 'AlreadyBookedError':
      return t('bookings:refused.already');
    case 'OverlapError': {
      const { lab, startsAt, endsAt } = refusal.booking.session;
      return t('bookings:refused.overlap', { title: lab.title, when: formatRange(startsAt, endsAt, locale) });
    }
    case 'LimitReachedError':
      return t('bookings:refused.limit', { count: refusal.limit });
    case 'SessionCancelledError':
      return refusal.reason
        ? t('bookings:refused.cancelled', { reason: refusal.reason })
        : t('bookings:refused.cancelledPlain');
    case 'CancelTooLateError':
      return t('bookings:refused.late', { at: formatInstant(refusal.deadline, locale), office });
    case 'BusyError':
      return t('bookings:refused.busy', { count: refusal.retryAfter });
    case 'BookingNotFoundError':
    case 'SessionNotFoundError':
    case 'AccountNotAllowedError':
    case 'IdempotencyKeyReusedError':
    case 'InvalidInputError':
      return refusal.message;
  }
}

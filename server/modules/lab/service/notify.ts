import type { SqlTx } from '../../../platform/db/db.ts';
import { type QueuedMail, queueMail } from '../../../platform/mail/queue.ts';
import type { BookingParams, BookingTold } from '../mails.ts';
import { cancelDeadline } from '../rules.ts';
import { type BookingFacts, listBookingFacts } from '../store.ts';

/** Tells the owners of these bookings by mail, in the transaction of the act; who has no address is not written to. */
export async function queueBookingMails(
  tx: SqlTx,
  template: 'lab.bookingConfirmed' | 'lab.bookingCancelled',
  facts: readonly BookingFacts[],
  at: Date,
): Promise<void> {
  await queueMail(
    tx,
    facts.flatMap((booking): QueuedMail[] => {
      const addressed = addressOf(booking);
      return addressed ? [{ ...addressed, template, params: paramsOf(booking), at }] : [];
    }),
  );
}

/** Tells of another session in place of the first. */
export async function queueMovedMail(tx: SqlTx, bookingId: string, leftId: string, at: Date): Promise<void> {
  const facts = await listBookingFacts(tx, [bookingId, leftId]);
  const booking = facts.find((one) => one.bookingId === bookingId);
  const left = facts.find((one) => one.bookingId === leftId);
  const addressed = booking && addressOf(booking);
  if (!booking || !left || !addressed) return;
  const params = { ...paramsOf(booking), left: toldOf(left) };
  await queueMail(tx, { ...addressed, template: 'lab.bookingMoved', params, at });
}

function addressOf({ email, locale, accountId, bookingId }: BookingFacts) {
  return email ? { recipient: email, locale, accountId, bookingId } : null;
}

function paramsOf(booking: BookingFacts): BookingParams {
  return { ...toldOf(booking), cancelUntil: cancelDeadline(booking.startsAt, booking.cancelHoursBefore).toISOString() };
}

/** As JSON keeps it. */
export function toldOf(booking: BookingFacts): BookingTold {
  const { bookingId, code, sequence, title, startsAt, endsAt, venueName, venueAddress, venueMunicipality, room } =
    booking;
  return {
    ...{ bookingId, code, sequence, title, venueName, venueAddress, venueMunicipality, room },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  };
}

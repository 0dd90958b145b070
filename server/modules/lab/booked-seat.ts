import type { Booking, MailState } from '../../platform/db/generated/client.ts';
import type { SessionFacts } from './booked-store.ts';
import type { Claim, ClaimOutcome } from './claim-store.ts';
import type { BookingFacts } from './store.ts';

/** A booking as its claim has just written it, with its session and the mail that tells of it. */
export interface BookedSeat extends Booking {
  session: SessionFacts;
  mails: { state: MailState }[];
}

/** What a claim wrote; null when it got no seat, or had got it before. */
export function bookedSeat(
  { bookingId: id, code, accountId, sessionId }: Claim,
  { verdict, email }: ClaimOutcome,
  session: SessionFacts | undefined,
  bookedAt: Date,
): BookedSeat | null {
  if (verdict !== 'BOOKED') return null;
  if (!session) throw new Error('a seat was claimed in a session that cannot be read');
  const { campaignId, startsAt, endsAt } = session;
  return {
    ...{ id, code, accountId, sessionId, campaignId, startsAt, endsAt, bookedAt, session },
    ...{ state: 'BOOKED', sequence: 0, offeredUntil: null, endedAt: null },
    mails: email ? [{ state: 'WAITING' }] : [],
  };
}

/** What its mail tells. */
export function factsOf(seat: BookedSeat, { email, locale }: Pick<ClaimOutcome, 'email' | 'locale'>): BookingFacts {
  const { id: bookingId, code, accountId, sequence, startsAt, endsAt, session } = seat;
  const { school, room, lab, campaign } = session;
  return {
    ...{ bookingId, code, accountId, email, locale, sequence, startsAt, endsAt, room },
    title: lab.title,
    venueName: school?.name ?? session.venueName ?? '',
    venueAddress: school?.address ?? session.venueAddress,
    venueMunicipality: school?.municipality ?? session.venueMunicipality ?? '',
    cancelHoursBefore: campaign.cancelHoursBefore,
    live: true,
  };
}

/** What a line of seats says. Solid blocks are free seats. */
export type SeatKind = 'many' | 'few' | 'last' | 'full' | 'notOpen' | 'closed' | 'cancelled' | 'past' | 'stale';

export interface SeatFacts {
  capacity: number;
  free: number;
  waiting: number;
}

export type BookingWindowName = 'NOT_OPEN' | 'OPEN' | 'CLOSED' | 'CANCELLED' | 'PAST';

export interface WindowFacts {
  bookingState: BookingWindowName;
  cancelled: boolean;
  opensAt: string;
  closesAt: string;
  startsAt: string;
}

export const FEW_SEATS = 3;

/**
 * The booking window now. The server said what it was when the page was read; the instants that have passed since,
 * by the server's own clock, move it on, so that a page opens and closes by itself.
 */
export function windowNow(
  { bookingState, cancelled, opensAt, closesAt, startsAt }: WindowFacts,
  nowMs: number | null,
): BookingWindowName {
  if (cancelled || bookingState === 'CANCELLED') return 'CANCELLED';
  if (nowMs === null || bookingState === 'PAST') return bookingState;
  if (nowMs >= Date.parse(startsAt)) return 'PAST';
  if (bookingState === 'CLOSED' || nowMs >= Date.parse(closesAt)) return 'CLOSED';
  return bookingState === 'NOT_OPEN' && nowMs < Date.parse(opensAt) ? 'NOT_OPEN' : 'OPEN';
}

export function seatKind(seats: SeatFacts, window: BookingWindowName, stale: boolean): SeatKind {
  if (window === 'CANCELLED') return 'cancelled';
  if (window === 'PAST') return 'past';
  if (window === 'CLOSED') return 'closed';
  if (window === 'NOT_OPEN') return 'notOpen';
  if (stale) return 'stale';
  if (seats.free <= 0) return 'full';
  if (seats.free === 1) return 'last';
  return seats.free <= FEW_SEATS ? 'few' : 'many';
}

/** Which sessions filled and which have room again between two readings. */
export function crossings(
  before: ReadonlyMap<string, SeatFacts>,
  after: ReadonlyMap<string, SeatFacts>,
): { filled: string[]; freed: string[] } {
  const filled: string[] = [];
  const freed: string[] = [];
  for (const [id, now] of after) {
    const then = before.get(id);
    if (!then) continue;
    if (then.free > 0 && now.free === 0) filled.push(id);
    if (then.free === 0 && now.free > 0) freed.push(id);
  }
  return { filled, freed };
}

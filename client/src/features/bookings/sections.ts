/** How the list of bookings is divided. Pure. */
export type SectionName = 'decide' | 'next' | 'past' | 'cancelledSection';

export interface SectionFacts {
  state: 'BOOKED' | 'OFFERED' | 'CANCELLED' | 'DECLINED' | 'EXPIRED';
  session: { startsAt: string; endsAt: string; state: 'SCHEDULED' | 'CANCELLED' };
}

export interface Section<Booking> {
  name: SectionName;
  bookings: Booking[];
}

function sectionOf({ state, session }: SectionFacts, nowMs: number): SectionName {
  if (state === 'OFFERED') return 'decide';
  if (state !== 'BOOKED') return 'cancelledSection';
  return Date.parse(session.endsAt) <= nowMs ? 'past' : 'next';
}

const ORDER: readonly SectionName[] = ['decide', 'next', 'past', 'cancelledSection'];

/** Sections that hold something, in the order they are shown: what is to come soonest first, what is over latest first. */
export function sectionsOf<Booking extends SectionFacts>(
  bookings: readonly Booking[],
  nowMs: number,
): Section<Booking>[] {
  return ORDER.map((name) => {
    const soonestFirst = name === 'decide' || name === 'next';
    const inside = bookings
      .filter((booking) => sectionOf(booking, nowMs) === name)
      .sort((a, b) => (soonestFirst ? 1 : -1) * (Date.parse(a.session.startsAt) - Date.parse(b.session.startsAt)));
    return { name, bookings: inside };
  }).filter((section) => section.bookings.length > 0);
}

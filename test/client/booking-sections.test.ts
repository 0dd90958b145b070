import { describe, expect, it } from 'vitest';
import { type SectionFacts, sectionsOf } from '../../client/src/features/bookings/sections.ts';

const NOW = Date.parse('2026-12-03T14:00:00Z');
const booking = (id: string, state: SectionFacts['state'], day: string) => ({
  id,
  state,
  session: { startsAt: `${day}T14:00:00Z`, endsAt: `${day}T17:00:00Z`, state: 'SCHEDULED' as const },
});

describe('sections of one’s own bookings', () => {
  it('[LAB-10] shows what waits for an answer, then what comes, then what is over', () => {
    const sections = sectionsOf(
      [
        booking('past', 'BOOKED', '2026-11-20'),
        booking('later', 'BOOKED', '2026-12-20'),
        booking('given-back', 'CANCELLED', '2026-12-10'),
        booking('running', 'BOOKED', '2026-12-03'),
        booking('offer', 'OFFERED', '2026-12-12'),
      ],
      NOW,
    );
    expect(sections.map(({ name, bookings }) => [name, bookings.map(({ id }) => id)])).toEqual([
      ['decide', ['offer']],
      ['next', ['running', 'later']],
      ['past', ['past']],
      ['cancelledSection', ['given-back']],
    ]);
  });

  it('[UI-04] leaves out sections that hold nothing', () => {
    expect(sectionsOf([], NOW)).toEqual([]);
  });
});

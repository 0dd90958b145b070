import { describe, expect, it } from 'vitest';
import { crossings, seatKind, type WindowFacts, windowNow } from '../../client/src/lib/seat-view.ts';

const seats = (free: number, waiting = 0) => ({ capacity: 18, free, waiting });
const facts = (changes: Partial<WindowFacts> = {}): WindowFacts => ({
  bookingState: 'NOT_OPEN',
  cancelled: false,
  opensAt: '2026-11-30T08:00:00Z',
  closesAt: '2026-12-11T12:00:00Z',
  startsAt: '2026-12-15T14:00:00Z',
  ...changes,
});
const at = (instant: string): number => Date.parse(instant);

describe('windowNow', () => {
  it('[LAB-21] opens by itself at the instant, by the server’s clock', () => {
    expect(windowNow(facts(), at('2026-11-30T07:59:59.999Z'))).toBe('NOT_OPEN');
    expect(windowNow(facts(), at('2026-11-30T08:00:00Z'))).toBe('OPEN');
  });

  it('closes by itself, and is past once the session begins', () => {
    expect(windowNow(facts({ bookingState: 'OPEN' }), at('2026-12-11T12:00:00Z'))).toBe('CLOSED');
    expect(windowNow(facts({ bookingState: 'OPEN' }), at('2026-12-15T14:00:00Z'))).toBe('PAST');
  });

  it('does not reopen what the server closed, and a cancelled session stays cancelled', () => {
    expect(windowNow(facts({ bookingState: 'CLOSED' }), at('2026-12-01T08:00:00Z'))).toBe('CLOSED');
    expect(windowNow(facts({ bookingState: 'OPEN', cancelled: true }), at('2026-12-01T08:00:00Z'))).toBe('CANCELLED');
  });

  it('[DEC-18] trusts the server’s word while its time is not known', () => {
    expect(windowNow(facts(), null)).toBe('NOT_OPEN');
    expect(windowNow(facts({ bookingState: 'OPEN' }), null)).toBe('OPEN');
  });
});

describe('seatKind', () => {
  it('[LAB-04] tells many, few, the last and none apart', () => {
    expect([4, 3, 2, 1, 0].map((free) => seatKind(seats(free), 'OPEN', false))).toEqual([
      'many',
      'few',
      'few',
      'last',
      'full',
    ]);
  });

  it('[UI-04] says stale instead of a colour that may be wrong', () => {
    expect(seatKind(seats(14), 'OPEN', true)).toBe('stale');
    expect(seatKind(seats(14), 'CLOSED', true)).toBe('closed');
  });
});

describe('crossings', () => {
  it('[UI-02] names only the sessions that filled or have room again', () => {
    const before = new Map([
      ['a', seats(1)],
      ['b', seats(0)],
      ['c', seats(9)],
    ]);
    const after = new Map([
      ['a', seats(0)],
      ['b', seats(2)],
      ['c', seats(4)],
      ['new', seats(0)],
    ]);
    expect(crossings(before, after)).toEqual({ filled: ['a'], freed: ['b'] });
  });
});

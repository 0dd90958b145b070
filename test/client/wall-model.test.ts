import { describe, expect, it } from 'vitest';
import {
  balancedRows,
  burnInShift,
  chooseCampaign,
  pageCount,
  rowsOfPage,
  rowTone,
  turnPage,
  type WallSession,
  wallPhase,
  wallRows,
  wallTotals,
} from '../../client/src/features/wall/wall-model.ts';
import { wallOptions } from '../../client/src/features/wall/wall-options.ts';

const NOW = Date.parse('2026-12-01T08:00:00Z');
const campaign = { opensAt: '2026-11-30T08:00:00Z', closesAt: '2026-12-11T12:00:00Z', state: 'PUBLISHED' as const };

function session(id: string, free: number, over: Partial<WallSession> = {}): WallSession {
  return {
    id,
    title: 'Robotica',
    place: 'Bologna',
    province: 'BO',
    startsAt: '2026-12-03T14:00:00Z',
    seats: { capacity: 24, free, waiting: 0, state: 'SCHEDULED', version: 1 },
    ...over,
  };
}

describe('paging of the wall', () => {
  it('[LAB-19] shows every session once in a round, seven a page', () => {
    const rows = Array.from({ length: 21 }, (_, index) => index);
    const shown: number[] = [];
    let page = 0;
    for (let turn = 0; turn < pageCount(rows.length, 7); turn += 1) {
      shown.push(...rowsOfPage(rows, page, 7));
      page = turnPage(page, 1, pageCount(rows.length, 7));
    }
    expect(shown).toEqual(rows);
    expect(page).toBe(0);
  });

  it('[LAB-19] fills the last page as the others', () => {
    expect([21, 15, 8, 7, 2].map((rows) => balancedRows(rows, 7))).toEqual([7, 5, 4, 7, 4]);
  });

  it('[LAB-19] never shows an empty page when sessions go while it turns', () => {
    expect(rowsOfPage([1, 2, 3], 4, 7)).toEqual([1, 2, 3]);
    expect(turnPage(4, 1, 2)).toBe(0);
    expect(turnPage(0, -1, 3)).toBe(2);
    expect(turnPage(0, 1, 1)).toBe(0);
  });
});

describe('rows of the wall', () => {
  it('[LAB-19] keeps the calendar order, drops what has started and other provinces', () => {
    const rows = [
      session('late', 3, { startsAt: '2026-12-05T14:00:00Z' }),
      session('soon', 3),
      session('past', 3, { startsAt: '2026-11-20T14:00:00Z' }),
      session('parma', 3, { province: 'PR' }),
    ];
    expect(wallRows(rows, { province: 'BO', nowMs: NOW }).map(({ id }) => id)).toEqual(['soon', 'late']);
  });

  it('[LAB-04] says free, few, last, full and cancelled apart', () => {
    const tone = (free: number, state: 'SCHEDULED' | 'CANCELLED' = 'SCHEDULED'): string =>
      rowTone({ capacity: 24, free, waiting: 0, state, version: 1 });
    expect([tone(4), tone(3), tone(1), tone(0), tone(9, 'CANCELLED')]).toEqual([
      'free',
      'few',
      'last',
      'full',
      'cancelled',
    ]);
  });

  it('counts only sessions that take place', () => {
    const off = session('off', 9, { seats: { capacity: 9, free: 9, waiting: 0, state: 'CANCELLED', version: 1 } });
    expect(wallTotals([session('a', 14), session('b', 0), off])).toEqual({ free: 14, sessions: 2 });
  });
});

describe('phase of the wall', () => {
  it('[LAB-21] goes from the countdown to seats by the server clock alone', () => {
    const opening = Date.parse(campaign.opensAt);
    expect(wallPhase(campaign, [session('a', 3)], opening - 1)).toBe('before');
    expect(wallPhase(campaign, [session('a', 3)], opening)).toBe('open');
  });

  it('[LAB-19] tells all taken, closed and nothing to show apart', () => {
    expect(wallPhase(campaign, [session('a', 0)], NOW)).toBe('full');
    expect(wallPhase(campaign, [session('a', 0)], Date.parse(campaign.closesAt))).toBe('closed');
    expect(wallPhase(campaign, [], NOW)).toBe('empty');
    expect(wallPhase(null, [], NOW)).toBe('empty');
  });

  it('picks the open campaign that closes first, else the next to open', () => {
    const next = { ...campaign, slug: 'next', opensAt: '2026-12-09T08:00:00Z' };
    const open = { ...campaign, slug: 'open' };
    expect(chooseCampaign([next, open], NOW)?.slug).toBe('open');
    expect(chooseCampaign([next], NOW)?.slug).toBe('next');
    expect(chooseCampaign([{ ...open, state: 'CLOSED' as const }], NOW)).toBeNull();
  });
});

describe('address of the wall', () => {
  it('[LAB-19] reads campaign, province, theme, rows and seconds, and survives nonsense', () => {
    expect(
      wallOptions(new URLSearchParams('campagna=robotica&provincia=bo&tema=chiaro&righe=5&secondi=20'), undefined),
    ).toEqual({
      campaign: 'robotica',
      province: 'BO',
      theme: 'light',
      rows: 5,
      seconds: 20,
    });
    expect(wallOptions(new URLSearchParams('provincia=<b>&tema=rosa&righe=-3&secondi=0'), 'scelta')).toEqual({
      campaign: 'scelta',
      province: null,
      theme: 'dark',
      rows: 7,
      seconds: 5,
    });
  });

  it('[LAB-19] moves the picture by eight pixels every ten minutes', () => {
    const seen = [0, 599_999, 600_000, 1_200_000, 1_800_000, 2_400_000].map(burnInShift);
    expect(seen).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 0 },
      { x: 8, y: 0 },
      { x: 8, y: 8 },
      { x: 0, y: 8 },
      { x: 0, y: 0 },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  cameBack,
  decideLive,
  type LiveFacts,
  mergeSeats,
  retryDelayMs,
  shouldPoll,
} from '../../client/src/lib/live.ts';

const facts = (changes: Partial<LiveFacts> = {}): LiveFacts => ({
  online: true,
  paused: false,
  startedAt: 0,
  heardAt: null,
  polledAt: null,
  freshness: null,
  ...changes,
});
const live = { live: true, everySeconds: 0 };

describe('the state of a live page', () => {
  it('[UI-04] is connecting at first, and stale when nothing came for ten seconds', () => {
    expect(decideLive(facts(), 9_999).kind).toBe('connecting');
    expect(decideLive(facts(), 10_000).kind).toBe('stale');
  });

  it('[LAB-04] is live while a message or a pong came in the last ten seconds', () => {
    expect(decideLive(facts({ heardAt: 5_000, freshness: live }), 14_999).kind).toBe('live');
    expect(decideLive(facts({ heardAt: 5_000, freshness: live }), 15_000).kind).toBe('stale');
  });

  it('[UI-04] tells the pace when the servers cannot speak to each other', () => {
    const cut = facts({ heardAt: 1_000, freshness: { live: false, everySeconds: 3 } });
    expect(decideLive(cut, 2_000)).toEqual({ kind: 'polling', everySeconds: 3 });
  });

  it('[UI-04] asks every fifteen seconds where no socket can be had, and says so while answers come', () => {
    const silent = facts({ heardAt: 1_000, freshness: live });
    expect(shouldPoll(silent, 10_999)).toBe(false);
    expect(shouldPoll(silent, 11_000)).toBe(true);
    const asked = { ...silent, polledAt: 11_000 };
    expect(shouldPoll(asked, 25_999)).toBe(false);
    expect(shouldPoll(asked, 26_000)).toBe(true);
    expect(decideLive(asked, 30_000)).toEqual({ kind: 'polling', everySeconds: 15 });
    expect(decideLive(asked, 31_000).kind).toBe('stale');
  });

  it('[UI-04] says offline and paused before anything else, and does not ask then', () => {
    expect(decideLive(facts({ online: false, heardAt: 0, freshness: live }), 1).kind).toBe('offline');
    expect(decideLive(facts({ paused: true, online: false }), 1).kind).toBe('paused');
    expect(shouldPoll(facts({ online: false }), 60_000)).toBe(false);
    expect(shouldPoll(facts({ paused: true }), 60_000)).toBe(false);
  });

  it('announces the return only after a real break', () => {
    expect(cameBack('stale', 'live')).toBe(true);
    expect(cameBack('offline', 'live')).toBe(true);
    expect(cameBack('connecting', 'live')).toBe(false);
    expect(cameBack('paused', 'live')).toBe(false);
  });
});

describe('retryDelayMs', () => {
  it('doubles up to thirty seconds, each between half and the whole', () => {
    expect(retryDelayMs(0, () => 0)).toBe(500);
    expect(retryDelayMs(0, () => 1)).toBe(1_000);
    expect(retryDelayMs(3, () => 1)).toBe(8_000);
    expect(retryDelayMs(50, () => 1)).toBe(30_000);
  });
});

describe('mergeSeats', () => {
  const seats = (sessionId: string, version: number, free = 0) => ({ sessionId, version, free });

  it('[LAB-05] never goes back to an older version', () => {
    const known = new Map([['a', seats('a', 5, 2)]]);
    expect(mergeSeats(known, { kind: 'CHANGES', sessions: [seats('a', 4, 9)] }).get('a')?.free).toBe(2);
    expect(mergeSeats(known, { kind: 'CHANGES', sessions: [seats('a', 6, 1)] }).get('a')?.free).toBe(1);
  });

  it('[LAB-05] replaces all it knows by a snapshot', () => {
    const known = new Map([['gone', seats('gone', 1)]]);
    expect([...mergeSeats(known, { kind: 'SNAPSHOT', sessions: [seats('a', 1)] }).keys()]).toEqual(['a']);
  });
});

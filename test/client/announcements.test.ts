import { describe, expect, it } from 'vitest';
import { createAnnouncements } from '../../client/src/lib/announcements.ts';

describe('announcements', () => {
  it('[UI-02] are at least five seconds apart and the newest wins', () => {
    const queue = createAnnouncements();
    queue.add('24 incontri');
    expect(queue.take(0)).toEqual({ text: '24 incontri', waitMs: null });
    queue.add('12 incontri');
    queue.add('3 incontri');
    expect(queue.take(1_000)).toEqual({ text: null, waitMs: 4_000 });
    expect(queue.take(5_000)).toEqual({ text: '3 incontri', waitMs: null });
    expect(queue.take(60_000)).toEqual({ text: null, waitMs: null });
  });

  it('[UI-02] do not say the same text twice in a row', () => {
    const queue = createAnnouncements();
    queue.add('Di nuovo in diretta');
    queue.take(0);
    queue.add('Di nuovo in diretta');
    expect(queue.take(60_000).text).toBeNull();
  });
});

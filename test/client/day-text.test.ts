import { expect, it } from 'vitest';
import { readDay, readTime, writeDay } from '../../client/src/lib/day-text.ts';

it('[UI-03] reads a day written as people do here, day first, and writes it back', () => {
  for (const typed of ['3/12/2026', '03/12/2026', ' 3.12.2026', '3-12-2026', '3 12 2026'])
    expect(readDay(typed), typed).toBe('2026-12-03');
  expect(writeDay('2026-12-03')).toBe('03/12/2026');
  expect(readDay(writeDay('2028-02-29'))).toBe('2028-02-29');
});

it('[UI-03] takes nothing for a day that is none, nor one half typed', () => {
  for (const typed of ['', '3', '3/12', '3/12/20', '31/11/2026', '29/2/2027', '12/13/2026', '3/12/20266', 'oggi'])
    expect(readDay(typed), typed).toBeNull();
});

it('[UI-03] reads times', () => {
  expect(['9', '9:05', '09.05', 'ore 15'].map(readTime)).toEqual(['09:00', '09:05', '09:05', '15:00']);
  expect(['24:00', '9:60', '', 'nove'].map(readTime)).toEqual([null, null, null, null]);
});

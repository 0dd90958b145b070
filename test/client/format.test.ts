import { describe, expect, it } from 'vitest';
import {
  formatClock,
  formatDateBlock,
  formatHoursMinutes,
  formatInstant,
  formatMinutes,
  formatPlainDay,
  formatRange,
  formatShortInstant,
  formatTime,
  remaining,
  romeDay,
} from '../../client/src/lib/format.ts';

const START = '2026-12-03T14:00:00Z';
const END = '2026-12-03T17:00:00Z';

describe('dates on screen', () => {
  it('[DEC-18] are those of Europe/Rome, in words', () => {
    expect(formatRange(START, END, 'it')).toBe('giovedì 3 dicembre 2026, 15:00–18:00');
    expect(formatRange(START, END, 'en')).toBe('Thursday 3 December 2026, 15:00–18:00');
    expect(formatInstant('2026-12-11T12:00:00Z', 'it')).toBe('venerdì 11 dicembre, ore 13:00');
    expect(formatShortInstant('2026-11-30T08:00:00Z', 'it')).toBe('lun 30 nov, ore 9:00');
  });

  it('[DEC-18] follow summer time and change day in Rome, not in UTC', () => {
    expect(formatTime('2026-07-01T12:00:00Z', 'it')).toBe('14:00');
    expect(romeDay('2026-12-31T23:30:00Z')).toBe('2027-01-01');
    expect(formatDateBlock('2026-12-31T23:30:00Z', 'it')).toEqual({ weekday: 'ven', day: '1', month: 'gen' });
    expect(formatTime('2026-12-31T23:05:00Z', 'it')).toBe('0:05');
  });

  it('names both days of a session that passes midnight', () => {
    expect(formatRange('2026-12-03T22:00:00Z', '2026-12-04T00:00:00Z', 'it')).toBe(
      'giovedì 3 dicembre 2026, 23:00 – venerdì 4 dicembre, 1:00',
    );
  });

  it('says the time of the live line with seconds', () => {
    expect(formatClock('2026-12-03T14:04:12Z', 'it')).toBe('15:04:12');
  });

  it('says a calendar day without moving it', () => {
    expect(formatPlainDay('2026-12-01', 'it')).toBe('1 dicembre');
  });
});

describe('remaining', () => {
  it('[LAB-21] counts a started second whole and never goes below zero', () => {
    expect(formatMinutes(remaining(900_000, 0))).toBe('15:00');
    expect(formatMinutes(remaining(900_000, 1_000))).toBe('14:59');
    expect(formatMinutes(remaining(1_000, 5_000))).toBe('00:00');
  });

  it('is exact although the page’s clock is late by the network’s delay', () => {
    expect(formatMinutes(remaining(900_000, -200))).toBe('15:00');
  });

  it('writes hours when there are some', () => {
    expect(formatHoursMinutes(remaining(298_000, 0))).toBe('00:04:58');
    expect(formatHoursMinutes(remaining(90_000_000, 0))).toBe('25:00:00');
  });
});

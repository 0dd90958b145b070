import { describe, expect, it } from 'vitest';
import {
  differences,
  EMPTY_FORM,
  fieldOfPath,
  formOf,
  parseForm,
  publicState,
  slugOf,
} from '../../client/src/features/office/campaign-form-model.ts';
import { readRomeTime, writeRomeTime } from '../../client/src/features/office/rome-time.ts';

const campaign = {
  title: 'Didattica digitale',
  slug: 'didattica',
  schoolYear: '2026/27',
  description: 'Prove',
  opensAt: '2026-11-30T08:00:00.000Z',
  closesAt: '2026-12-11T12:00:00.000Z',
  audience: 'EVERYONE' as const,
  personalLimit: 2,
  cancelHoursBefore: 48,
};

describe('Rome wall clock', () => {
  it('[DEC-18] reads and writes Italian time on both sides of the change of hour', () => {
    for (const instant of [
      '2026-11-30T08:00:00.000Z',
      '2026-07-01T07:00:00.000Z',
      '2027-03-28T00:59:00.000Z',
      '2027-03-28T01:00:00.000Z',
    ])
      expect(readRomeTime(writeRomeTime(instant))).toBe(instant);
    expect(writeRomeTime('2026-11-30T08:00:00Z')).toBe('30/11/2026 9:00');
    expect(writeRomeTime('2026-07-01T07:00:00Z')).toBe('01/07/2026 9:00');
  });

  it('[DEC-18] takes the first of the hour that comes twice and moves on the one that never comes', () => {
    expect(readRomeTime('25/10/2026 2:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(readRomeTime('28/3/2027 2:30')).toBe('2027-03-28T01:30:00.000Z');
  });

  it('[UI-03] understands a day and a time however they are typed, and nothing else', () => {
    for (const typed of ['30/11/2026 9:00', '30.11.2026, ore 9', ' 30-11-2026  09.00 ', '30 11 2026 9'])
      expect(readRomeTime(typed), typed).toBe('2026-11-30T08:00:00.000Z');
    for (const typed of ['', '30/11/2026', '9:00', '31/11/2026 9:00', '30/11/2026 24:00', '11/30/2026 9:00', 'domani'])
      expect(readRomeTime(typed), typed).toBeNull();
  });
});

describe('form of a campaign', () => {
  it('[LAB-16] sends back exactly what it was given', () => {
    expect(parseForm(formOf(campaign)).input).toEqual(campaign);
  });

  it('[UI-03] names every field that cannot be sent', () => {
    expect(parseForm({ ...EMPTY_FORM, personalLimit: 'due', cancelHoursBefore: '-1' }).faults).toEqual({
      title: 'missing',
      slug: 'missing',
      schoolYear: 'missing',
      opensAt: 'instant',
      closesAt: 'instant',
      personalLimit: 'whole',
      cancelHoursBefore: 'whole',
    });
  });

  it('[LAB-16] finds what differs from what somebody else saved, and the field an issue speaks of', () => {
    expect(differences(formOf(campaign), formOf({ ...campaign, personalLimit: 4, title: 'Altro' }))).toEqual([
      'title',
      'personalLimit',
    ]);
    expect(fieldOfPath('input.closesAt')).toBe('closesAt');
    expect(fieldOfPath('id')).toBeNull();
  });

  it('makes an address of a title', () => {
    expect(slugOf('  Perché l’IA? Città & Scuola 2026/27 ')).toBe('perche-l-ia-citta-scuola-2026-27');
  });
});

describe('state of a campaign for the office', () => {
  it('[LAB-01] tells what the public can do now, not only the stored state', () => {
    const at = (instant: string): string => publicState({ ...campaign, state: 'PUBLISHED' }, Date.parse(instant));
    expect([at('2026-11-30T07:59:59Z'), at('2026-11-30T08:00:00Z'), at('2026-12-11T12:00:00Z')]).toEqual([
      'upcoming',
      'open',
      'ended',
    ]);
    expect(publicState({ ...campaign, state: 'DRAFT' }, 0)).toBe('draft');
    expect(publicState({ ...campaign, state: 'CLOSED' }, 0)).toBe('closed');
    expect(publicState({ ...campaign, state: 'ARCHIVED' }, 0)).toBe('archived');
  });
});

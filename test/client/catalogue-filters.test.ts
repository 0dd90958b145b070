import { describe, expect, it } from 'vitest';
import {
  choicesOf,
  type Filters,
  NO_FILTERS,
  readFilters,
  toServerFilter,
  withoutChoice,
  withoutFilters,
  writeFilters,
} from '../../client/src/features/catalogue/filters.ts';

const read = (address: string): Filters => readFilters(new URLSearchParams(address));
const FULL: Filters = {
  campaign: 'digitale',
  text: 'stampa 3D',
  provinces: ['BO'],
  topics: ['Robotica', 'Intelligenza artificiale'],
  audience: ['PRIMARIA', 'SECONDARIA_PRIMO'],
  from: '2026-12-01',
  to: '2026-12-18',
  onlyFree: true,
  order: 'posti',
};

describe('filters of the catalogue and their address', () => {
  it('[LAB-03] every filter survives the way through the address', () => {
    expect(read(writeFilters(FULL))).toEqual(FULL);
  });

  it('[LAB-03] writes an address people can read and share', () => {
    expect(writeFilters({ ...NO_FILTERS, topics: ['robotica', 'coding'], provinces: ['BO'], onlyFree: true })).toBe(
      'provincia=BO&tema=robotica,coding&liberi=1',
    );
    expect(writeFilters(NO_FILTERS)).toBe('');
  });

  it('[LAB-03] leaves out what it does not understand', () => {
    expect(read('dal=2026-02-30&al=ieri&ordine=caso&destinatari=gatti&liberi=forse')).toEqual(NO_FILTERS);
    expect(read('provincia=bo,,BO ')).toMatchObject({ provinces: ['BO'] });
  });

  it('[LAB-03] asks the server only for what was chosen', () => {
    expect(toServerFilter(NO_FILTERS)).toEqual({});
    expect(toServerFilter({ ...NO_FILTERS, text: '  ' })).toEqual({});
    expect(toServerFilter(FULL)).toEqual({
      campaign: 'digitale',
      text: 'stampa 3D',
      provinces: ['BO'],
      topics: ['Robotica', 'Intelligenza artificiale'],
      audience: ['PRIMARIA', 'SECONDARIA_PRIMO'],
      from: '2026-12-01',
      to: '2026-12-18',
      onlyFree: true,
    });
  });

  it('[UI-04] each choice can be taken away alone, and taking all away leaves none but the order', () => {
    const choices = choicesOf(FULL);
    expect(choices).toHaveLength(9);
    for (const choice of choices) expect(choicesOf(withoutChoice(FULL, choice))).toHaveLength(8);
    const none = choices.reduce(withoutChoice, FULL);
    expect(choicesOf(none)).toEqual([]);
    expect(withoutFilters(FULL)).toEqual({ ...NO_FILTERS, order: 'posti' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BirthFacts,
  composeFiscalCode,
  fieldsAgainst,
  omocodesOf,
  parseFiscalCode,
  readFiscalCode,
} from '#server/modules/registry/fiscal-code.ts';

const ANNA: BirthFacts = {
  firstName: 'Anna',
  lastName: 'Rossi',
  bornOn: '1980-05-01',
  sex: 'F',
  birthplaceCode: 'H501',
};
const ANNA_CODE = 'RSSNNA80E41H501T';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

const names = fc
  .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzàèéìòù', "'", ' ', '-'), { minLength: 1, maxLength: 20 })
  .map((chars) => chars.join(''));
const people: fc.Arbitrary<BirthFacts> = fc.record({
  firstName: names,
  lastName: names,
  bornOn: fc
    .date({ min: new Date('1920-01-01'), max: new Date('2010-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  sex: fc.constantFrom('F' as const, 'M' as const),
  birthplaceCode: fc
    .tuple(fc.constantFrom(...'ABCDEFGHILMZ'), fc.integer({ min: 0, max: 999 }))
    .map(([letter, number]) => letter + String(number).padStart(3, '0')),
});

describe('codice fiscale', () => {
  it('takes valid ones, omocodes too, in capitals', () => {
    for (const code of [ANNA_CODE, 'RSSNNAU0E41H501Q', 'MRTMTT91D08F205J']) expect(parseFiscalCode(code)).toBe(code);
    expect(parseFiscalCode(' rssnna80e41h501t ')).toBe(ANNA_CODE);
  });

  it('[ACC-09] refuses a wrong check character, form, length or date, and says which', () => {
    const faults = {
      RSSNNA80E41H501X: 'CHECK',
      RSSNN180E41H501T: 'FORM',
      MRTMTT91D08F20RU: 'CHECK',
      RSSNNA80E: 'LENGTH',
      '': 'LENGTH',
      [composeFiscalCode({ ...ANNA, bornOn: '1981-02-29' })]: 'DATE',
      [composeFiscalCode({ ...ANNA, bornOn: '1980-04-31' })]: 'DATE',
      [composeFiscalCode({ ...ANNA, bornOn: '1980-05-40', sex: 'M' })]: 'DATE',
    };
    for (const [code, fault] of Object.entries(faults)) expect(readFiscalCode(code)).toEqual({ code: null, fault });
  });

  it('composes the one that the facts of birth give', () => {
    expect(composeFiscalCode(ANNA)).toBe(ANNA_CODE);
    const matteo = { firstName: 'Matteo', lastName: 'Moretti', bornOn: '1991-04-08', sex: 'M' } as const;
    expect(composeFiscalCode({ ...matteo, birthplaceCode: 'F205' })).toBe('MRTMTT91D08F205J');
    const short = { firstName: 'Io', lastName: 'Fo', bornOn: '2001-12-31', sex: 'M', birthplaceCode: 'A944' } as const;
    expect(composeFiscalCode(short)).toMatch(/^FOXIOX01T31A944[A-Z]$/);
    expect(parseFiscalCode(composeFiscalCode(short))).not.toBeNull();
  });

  it('[ACC-09] reads names with accents, apostrophes and letters of other tongues as the registers write them', () => {
    const lastName = (name: string): string => composeFiscalCode({ ...ANNA, lastName: name }).slice(0, 3);
    expect(lastName('D’Angelò-Strauß')).toBe(lastName('DANGELO STRAUSS'));
    expect(lastName('Ærø')).toBe(lastName('AERO'));
    expect(lastName('Łęczyk')).toBe(lastName('LECZYK'));
  });

  it('[ACC-09] every one of the 128 variants is valid, agrees with the facts and is a variant of every other', () => {
    const variants = omocodesOf(ANNA_CODE);
    expect(new Set(variants).size).toBe(128);
    expect(variants[0]).toBe(ANNA_CODE);
    for (const variant of variants) {
      expect(parseFiscalCode(variant)).toBe(variant);
      expect(fieldsAgainst(variant, ANNA)).toEqual([]);
    }
    const fromTheLast = omocodesOf(variants.at(-1)!);
    expect([...fromTheLast].sort()).toEqual([...variants].sort());
  });

  it('[ACC-09] what does not agree is named by its field', () => {
    const with_ = (facts: Partial<BirthFacts>) => fieldsAgainst('RSSNNAU0E41H501Q', { ...ANNA, ...facts });
    expect(with_({ firstName: 'Lucia' })).toEqual(['firstName']);
    expect(with_({ lastName: 'Verdi' })).toEqual(['lastName']);
    expect(with_({ bornOn: '1980-05-02' })).toEqual(['bornOn']);
    expect(with_({ bornOn: '1980-06-01' })).toEqual(['bornOn']);
    expect(with_({ bornOn: '1981-05-01' })).toEqual(['bornOn']);
    expect(with_({ sex: 'M' })).toEqual(['sex']);
    expect(with_({ birthplaceCode: 'Z404' })).toEqual(['birthplaceCode']);
    expect(with_({ firstName: 'Lucia', sex: 'M' })).toEqual(['firstName', 'sex']);
  });

  it('[ACC-09] women’s days are counted from 41, men’s from 1', () => {
    const born = (sex: 'F' | 'M') => composeFiscalCode({ ...ANNA, sex, bornOn: '1980-05-31' });
    expect(born('F').slice(9, 11)).toBe('71');
    expect(born('M').slice(9, 11)).toBe('31');
    for (const sex of ['F', 'M'] as const) expect(parseFiscalCode(born(sex))).toBe(born(sex));
  });

  it('[SEC-013] 1,000 generated ones are accepted and agree with the facts they were made from', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 0, max: 127 }), (facts, which) => {
        const code = omocodesOf(composeFiscalCode(facts))[which]!;
        expect(parseFiscalCode(code)).toBe(code);
        expect(fieldsAgainst(code, facts)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[SEC-013] 1,000 with one character changed are refused', () => {
    const mutants = fc
      .tuple(people, fc.integer({ min: 0, max: 15 }), fc.constantFrom(...ALPHABET))
      .map(([facts, at, char]) => ({ code: composeFiscalCode(facts), at, char }))
      .filter(({ code, at, char }) => code[at] !== char);
    fc.assert(
      fc.property(mutants, ({ code, at, char }) => {
        expect(parseFiscalCode(code.slice(0, at) + char + code.slice(at + 1))).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('[SEC-013] a date or a sex other than the declared one is always found out', () => {
    fc.assert(
      fc.property(people, people, (facts, other) => {
        const code = composeFiscalCode(facts);
        const declared = { ...facts, bornOn: other.bornOn, sex: other.sex };
        const wrong = fieldsAgainst(code, declared);
        // A code tells the year by two digits.
        expect(wrong.includes('bornOn')).toBe(facts.bornOn.slice(2) !== other.bornOn.slice(2));
        expect(wrong.includes('sex')).toBe(facts.sex !== other.sex);
      }),
      { numRuns: 1_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createPlaces, type Places } from '#server/modules/registry/places.ts';
import { InvalidInputError } from '#server/platform/errors.ts';

const places = createPlaces();
const search = async (text: string, more: { on?: string; kind?: 'MUNICIPALITY' | 'STATE'; first?: number } = {}) =>
  (await places.search({ text, first: 10, ...more })).map(({ code }) => code);

describe('places of birth', () => {
  it('[ACC-09] a municipality is offered to who was born while it existed', async () => {
    // Bazzano became a part of Valsamoggia on 1 January 2014.
    expect(await search('bazzano', { on: '1980-05-01' })).toContain('A726');
    expect(await search('bazzano', { on: '2015-01-01' })).not.toContain('A726');
    expect(await search('valsamoggia', { on: '1980-05-01' })).toEqual([]);
    expect(await search('valsamoggia', { on: '2015-01-01' })).toEqual(['M320']);
    expect(await places.find('A726', '1980-05-01')).toMatchObject({ name: 'Bazzano', until: '2014-01-01' });
    expect(await places.find('A726', '2015-01-01')).toBeNull();
    expect(await places.find('M320', '1980-05-01')).toBeNull();
  });

  it('[ACC-09] one that changed province is found by who was born before', async () => {
    // In Forlì del Sannio since long before its province, Isernia, of 1970.
    expect(await search('forli del sannio', { on: '1955-05-01' })).toEqual(['D703']);
  });

  it('[ACC-09] [POL-112] foreign states are offered with their Z codes, those that ceased and those that came after', async () => {
    expect(await search('stati uniti', { on: '1980-05-01' })).toEqual(['Z404']);
    expect(await search('unione sov', { on: '1980-05-01' })).toEqual(['Z135']);
    expect(await search('unione sov', { on: '2000-05-01' })).toEqual([]);
    expect(await search('ucraina', { on: '1980-05-01' })).toEqual(['Z138']);
    expect(await search('roma', { kind: 'STATE' })).toEqual(['Z129']);
  });

  it('ranks the same name first, then names that begin so, then later words', async () => {
    expect((await search('roma'))[0]).toBe('H501');
    const forli = await search('Forlì', { on: '1990-01-01' });
    expect(forli.slice(0, 3)).toEqual(['D704', 'D703', 'D705']);
    expect(await search('emilia')).toContain('H223');
    expect((await search('Reggio nell’Emilia (RE)'))[0]).toBe('H223');
  });

  it('accents, apostrophes, capitals and spaces make no difference', async () => {
    for (const text of ['cantu', 'CANTÙ', "cantu'", '  cantù ']) expect((await search(text))[0]).toBe('B639');
    expect(await search('l aquila')).toContain('A345');
    expect(await search("l'aquila")).toContain('A345');
  });

  it('once prepared, the first search waits for nothing', async () => {
    const late = () => new Promise<'late'>((resolve) => setImmediate(() => resolve('late')));
    const first = (fresh: Places) => Promise.race([fresh.search({ text: 'roma', first: 1 }), late()]);
    expect(await first(createPlaces())).toBe('late');
    const prepared = createPlaces();
    await prepared.prepare();
    expect(await first(prepared)).toMatchObject([{ code: 'H501' }]);
  });

  it('answers a bounded list, and nothing to nothing', async () => {
    expect(await search('san', { first: 20 })).toHaveLength(20);
    expect(await search('')).toEqual([]);
    expect(await search('%')).toEqual([]);
    await expect(places.search({ text: 'roma', first: 21 })).rejects.toThrow(InvalidInputError);
    await expect(places.search({ text: 'x'.repeat(101), first: 1 })).rejects.toThrow(InvalidInputError);
    await expect(places.search({ text: 'roma', on: '1980-02-30', first: 1 })).rejects.toThrow(InvalidInputError);
  });

  it('names are whole, each of its code', async () => {
    const all = await places.list();
    expect(all.length).toBeGreaterThan(10_000);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(all.filter(({ name }) => /[ÃÂĂ\ufffd]|\p{Cc}/u.test(name))).toEqual([]);
    expect(all.find(({ code }) => code === 'C744')?.name).toBe('Città della Pieve');
    expect(all.filter(({ code, kind }) => code.startsWith('Z') !== (kind === 'STATE'))).toEqual([]);
    expect(all.filter(({ kind, province }) => kind === 'MUNICIPALITY' && !/^[A-Z]{2}$/.test(province ?? ''))).toEqual(
      [],
    );
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPlaceFiles } from '#server/modules/registry/place-import.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

const HEADER =
  'ID,DATAISTITUZIONE,DATACESSAZIONE,CODISTAT,CODCATASTALE,DENOMINAZIONE_IT,DENOMTRASLITTERATA,ALTRADENOMINAZIONE,' +
  'ALTRADENOMTRASLITTERATA,ID_PROVINCIA,IDPROVINCIAISTAT,IDREGIONE,IDPREFETTURA,STATO,SIGLAPROVINCIA,FONTE,DATAULTIMOAGG,COD_DENOM';
interface Line {
  from?: string;
  to?: string;
  code?: string;
  name?: string;
  province?: string;
}

/** As the archive is published: a byte order mark and every value in quotes. */
function archive(...lines: Line[]): Buffer {
  const rows = lines.map(
    ({ from = '1861-03-17', to = '9999-12-31', code = 'X901', name = 'PROVETTA', province = 'PV' }, n) => [
      n,
      from,
      to,
      '000001',
      code,
      name,
      name,
      '',
      '',
      '1',
      '1',
      '8',
      'PV',
      'A',
      province,
      '',
      '2026-01-01',
      '1',
    ],
  );
  const quoted = rows.map((row) => row.map((cell) => `"${cell}"`).join(','));
  return Buffer.from(`\ufeff${[HEADER, ...quoted].join('\n')}\n`);
}

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
  await test.app.services.places.prepare();
}, 60_000);
afterAll(() => test.stop());

const take = (...lines: Line[]) => createPlaceFiles(test.app).importPlaces([archive(...lines)]);
const SEARCH = 'query ($text: String!, $on: String) { birthPlaces(text: $text, on: $on) { code name province until } }';
let later = performance.now();
async function search(text: string, on?: string) {
  // What another process imported is looked at every 5 s of this process's own time.
  later += 10_000;
  const spy = vi.spyOn(performance, 'now').mockReturnValue(later);
  try {
    return (await test.ask<{ birthPlaces: object[] }>(SEARCH, { text, on })).birthPlaces;
  } finally {
    spy.mockRestore();
  }
}

describe('importing the archive of municipalities', () => {
  it('[OPS-03][ACC-09] the places of birth that are offered are those of the archive, at once and on their days', async () => {
    expect(await search('borgo inventato')).toEqual([]);
    const report = await createPlaceFiles(test.app).importPlaces([readFileSync('prisma/demo/places.csv')]);
    expect(report).toMatchObject({ outcome: 'imported', rows: 3, added: 2, updated: 0 });
    expect(await search('borgo inventato')).toEqual([
      { code: 'X901', name: 'Borgo Inventato', province: 'BO', until: null },
    ]);
    // Of several rows of one code the last name and province, from the first day to the last.
    expect(await search('castel di prova', '1950-01-01')).toEqual([
      { code: 'X902', name: 'Castel di Prova', province: 'MO', until: '2025-12-31' },
    ]);
    expect(await search('castel di prova', '2026-01-01')).toEqual([]);
    expect(await search('borgo inventato', '2025-12-31')).toEqual([]);
  });

  it('[OPS-03] refreshes what the package brings, and spells a name that is the same as before', async () => {
    await take({ code: 'D704', name: "FORLI'", province: 'FC', to: '2026-06-30' });
    expect(await search('forlì')).toContainEqual({ code: 'D704', name: 'Forlì', province: 'FC', until: '2026-06-30' });
    expect(await search('roma')).toContainEqual({ code: 'H501', name: 'Roma', province: 'RM', until: null });
  });

  it('[OPS-03] the second import of the same file changes nothing', async () => {
    const line = { code: 'X910', name: 'RIPETUTA' };
    expect(await take(line)).toMatchObject({ added: 1 });
    const rows = () => test.app.db.query(sql`select *, xmin::text from place order by code`);
    const audits = () => test.app.db.query(sql`select id from audit_event where event = 'registry.placesImported'`);
    const [before, told] = [await rows(), await audits()];
    expect(await take(line)).toMatchObject({ added: 0, updated: 0, unchanged: 1 });
    expect([await rows(), await audits()]).toEqual([before, told]);
  });

  it('[OPS-03] takes all rows or none, and names line, column and reason of each that is wrong', async () => {
    const report = await take(
      { code: 'X920' },
      { code: 'X92' },
      { code: 'X921', name: '' },
      { code: 'X922', province: 'PAVIA' },
      { code: 'X923', from: '17/03/1861' },
      { code: 'X924', from: '2000-01-01', to: '1999-12-31' },
      { code: 'ND' },
    );
    const rejected = report.outcome === 'rejected' ? report.rejected : [];
    expect(rejected.map(({ line, column, key }) => [line, column, key])).toEqual([
      [3, 'CODCATASTALE', 'registry.place.code'],
      [4, 'DENOMINAZIONE_IT', 'file.row.missing'],
      [5, 'SIGLAPROVINCIA', 'registry.place.province'],
      [6, 'DATAISTITUZIONE', 'registry.place.day'],
      [7, 'DATACESSAZIONE', 'registry.place.period'],
    ]);
    // Rows of the archive that have no code are told, and no reason to refuse it.
    expect(report.warnings).toMatchObject([{ column: 'CODCATASTALE', count: 1 }]);
    expect(await search('provetta')).toEqual([]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OlderYearError, TooManyClosuresError } from '#server/modules/registry/errors.ts';
import { createRegistryService, type RegistryService, type SchoolsReport } from '#server/modules/registry/service.ts';
import { FileRefusedError } from '#server/platform/csv/refused.ts';
import { createDb, type Db, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { bytes, paritarieFile, STATE_COLUMNS, schoolsFile, stateFile } from './school-files.ts';

let database: TestDatabase;
let db: Db;
let registry: RegistryService;
let now = new Date('2026-09-01T08:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.url, poolSize: 4, logger: createLogger('silent') });
  registry = createRegistryService({ db, clock: { now: () => now } });
});

beforeEach(async () => {
  now = new Date('2026-09-01T08:00:00Z');
  await db.prisma.school.deleteMany();
});

afterAll(async () => {
  await db.dispose();
  await database.drop();
});

function run(text: string): Promise<SchoolsReport> {
  return registry.importSchools(bytes(text));
}

async function refusal(file: Buffer[]): Promise<unknown> {
  return await registry.importSchools(file).catch((error: unknown) => error);
}

function rows(): Promise<unknown[]> {
  return db.query(sql`select *, xmin::text from school order by code`);
}

describe('importing the ministry’s registry of schools', () => {
  it('[OPS-03] takes the state and the paritarie formats, with and without a byte order mark', async () => {
    const state = await run(
      `\ufeff${stateFile({ CODICESCUOLA: 'BOEE000001' }, { CODICESCUOLA: 'BOMM000002', INDICAZIONESEDEDIRETTIVO: 'SI' })}`,
    );
    const paritarie = await run(paritarieFile({ CODICESCUOLA: 'BO1A000003', INDIRIZZOEMAILSCUOLA: 'Non Disponibile' }));

    expect(state).toMatchObject({ outcome: 'imported', registry: 'STATE', schoolYear: '2025/26', added: 2, closed: 0 });
    expect(paritarie).toMatchObject({ outcome: 'imported', registry: 'PARITARIE', added: 1, closed: 0 });
    const schools = await db.prisma.school.findMany({ orderBy: { code: 'asc' } });
    expect(schools).toMatchObject([
      { code: 'BO1A000003', email: null, instituteCode: null, isSeat: false, registry: 'PARITARIE' },
      {
        code: 'BOEE000001',
        instituteCode: 'BOIC00000A',
        email: 'scuola@scuola.example',
        provinceCode: 'BO',
        isSeat: false,
      },
      { code: 'BOMM000002', isSeat: true, state: 'OPEN', address: 'VIA INVENTATA, 1', postalCode: '40121' },
    ]);
  });

  it('[OPS-03] reads columns by their names, in whatever order, and lets unknown ones pass', async () => {
    const columns = [STATE_COLUMNS[0] ?? '', ...STATE_COLUMNS.slice(1).reverse(), 'SEDESCOLASTICA'];
    await run(
      schoolsFile(columns, [{ CODICESCUOLA: 'NAEE000001', PROVINCIA: 'NAPOLI', DENOMINAZIONESCUOLA: 'SCUOLA "A", B' }]),
    );
    expect(await db.prisma.school.findMany()).toMatchObject([
      { code: 'NAEE000001', provinceCode: 'NA', name: 'SCUOLA "A", B' },
    ]);
  });

  it('[OPS-03] names the province by its letters also where the codes have others', async () => {
    await run(
      stateFile(
        { CODICESCUOLA: 'FOEE000001', PROVINCIA: "FORLI'-CESENA" },
        { CODICESCUOLA: 'PSEE000001', PROVINCIA: 'PESARO E URBINO' },
        { CODICESCUOLA: 'RNEE000001', PROVINCIA: 'RIMINI' },
      ),
    );
    const schools = await db.prisma.school.findMany({ orderBy: { code: 'asc' } });
    expect(schools.map((school) => school.provinceCode)).toEqual(['FC', 'PU', 'RN']);
  });

  it('[OPS-03] keeps schools without mailbox, address or postal code, and says so; shared mailboxes are no fault', async () => {
    const report = await run(
      paritarieFile(
        { CODICESCUOLA: 'BO1A000001', CAPSCUOLA: '-----', INDIRIZZOPECSCUOLA: 'Non Disponibile' },
        { CODICESCUOLA: 'BO1A000002', INDIRIZZOSCUOLA: 'Non Disponibile', INDIRIZZOPECSCUOLA: 'Non Disponibile' },
      ),
    );
    expect(report).toMatchObject({
      outcome: 'imported',
      added: 2,
      warnings: [
        { column: 'INDIRIZZOPECSCUOLA', key: 'registry.row.notAvailable', count: 2 },
        { column: 'CAPSCUOLA', key: 'registry.row.odd', count: 1, examples: [{ line: 2, params: { value: '-----' } }] },
        { column: 'INDIRIZZOSCUOLA', key: 'registry.row.notAvailable', count: 1, examples: [{ line: 3 }] },
      ],
    });
    expect(await db.prisma.school.findMany({ orderBy: { code: 'asc' } })).toMatchObject([
      { postalCode: null, email: 'scuola@scuola.example' },
      { address: null, email: 'scuola@scuola.example' },
    ]);
  });

  it('[OPS-03] takes all rows or none, and names line, column and reason of every rejected one', async () => {
    const report = await run(
      stateFile(
        { CODICESCUOLA: 'BOEE000001', DENOMINAZIONESCUOLA: 'SU DUE\nRIGHE' },
        { CODICESCUOLA: 'BOEE00000', DESCRIZIONECOMUNE: 'Non Disponibile' },
        { CODICESCUOLA: 'BOEE000003', DENOMINAZIONESCUOLA: '' },
        { CODICESCUOLA: 'BOEE000001' },
        { CODICESCUOLA: 'BOEE000004', ANNOSCOLASTICO: '202425' },
      ).concat('202526,NORD EST\r\n'),
    );
    expect(report).toMatchObject({
      outcome: 'rejected',
      rejected: [
        { line: 4, column: 'DESCRIZIONECOMUNE', key: 'file.row.missing' },
        { line: 4, column: 'CODICESCUOLA', key: 'registry.row.code' },
        { line: 5, column: 'DENOMINAZIONESCUOLA', key: 'file.row.missing' },
        { line: 6, column: 'CODICESCUOLA', key: 'registry.row.repeated', params: { line: 2 } },
        { line: 7, column: 'ANNOSCOLASTICO', key: 'registry.row.otherYear' },
        { line: 8, column: null, key: 'file.row.cells', params: { found: 2, expected: 19 } },
      ],
    });
    expect(await rows()).toEqual([]);
  });

  it('[OPS-03] changes nothing at the second run', async () => {
    const file = stateFile({ CODICESCUOLA: 'BOEE000001' }, { CODICESCUOLA: 'BOEE000002', INDIRIZZOEMAILSCUOLA: 'ND' });
    await run(file);
    const before = await rows();
    now = new Date('2026-09-02T08:00:00Z');

    expect(await run(file)).toMatchObject({ added: 0, updated: 0, reopened: 0, confirmed: 0, closed: 0, unchanged: 2 });
    expect(await rows()).toEqual(before);
    expect(await db.prisma.auditEvent.count({ where: { event: 'registry.schoolsImported', at: now } })).toBe(0);
  });

  it('[OPS-03] a newer year updates, closes the missing schools without deleting them, and reopens those that return', async () => {
    await run(
      stateFile({ CODICESCUOLA: 'BOEE000001' }, { CODICESCUOLA: 'BOEE000002' }, { CODICESCUOLA: 'BOEE000003' }),
    );
    await run(paritarieFile({ CODICESCUOLA: 'BO1A000009' }));
    const next = { ANNOSCOLASTICO: '202627' };
    const report = await run(
      stateFile(
        { CODICESCUOLA: 'BOEE000001', ...next },
        { CODICESCUOLA: 'BOEE000002', DENOMINAZIONESCUOLA: 'NUOVO NOME', ...next },
      ),
    );
    expect(report).toMatchObject({
      schoolYear: '2026/27',
      added: 0,
      confirmed: 1,
      updated: 1,
      closed: 1,
      unchanged: 0,
    });
    expect(await db.prisma.school.findMany({ orderBy: { code: 'asc' } })).toMatchObject([
      { code: 'BO1A000009', state: 'OPEN', schoolYear: '2025/26' },
      { code: 'BOEE000001', state: 'OPEN', schoolYear: '2026/27' },
      { code: 'BOEE000002', name: 'NUOVO NOME' },
      { code: 'BOEE000003', state: 'CLOSED', schoolYear: '2025/26' },
    ]);

    const back = ['BOEE000001', 'BOEE000002', 'BOEE000003'].map((CODICESCUOLA) => ({ CODICESCUOLA, ...next }));
    expect(await run(stateFile(...back))).toMatchObject({ reopened: 1, closed: 0 });
  });

  it('[OPS-03] refuses an older year and leaves everything as it was', async () => {
    await run(stateFile({ CODICESCUOLA: 'BOEE000001', ANNOSCOLASTICO: '202627' }));
    const before = await rows();
    await expect(run(stateFile({ CODICESCUOLA: 'BOEE000002', ANNOSCOLASTICO: '202526' }))).rejects.toThrow(
      OlderYearError,
    );
    expect(await rows()).toEqual(before);
  });

  it('[OPS-03] the autonomous provinces’ own state file closes no school of the other one', async () => {
    await run(stateFile({ CODICESCUOLA: 'BOEE000001' }));
    const report = await run(
      stateFile({ CODICESCUOLA: 'IBEE000001', REGIONE: 'TRENTINO-ALTO ADIGE', PROVINCIA: 'BOLZANO' }),
    );
    expect(report).toMatchObject({ registry: 'STATE_AUTONOMOUS', added: 1, closed: 0 });
  });

  it('[OPS-03] made-up schools stand apart: the ministry’s file of any year is taken beside them and closes none', async () => {
    const demo = bytes(stateFile({ CODICESCUOLA: 'BOEE000001', ANNOSCOLASTICO: '202627' }));
    await registry.importSchools(demo, { demo: true });
    const real = await run(stateFile({ CODICESCUOLA: 'BOEE000002', ANNOSCOLASTICO: '202324' }));
    expect(real).toMatchObject({ outcome: 'imported', added: 1, closed: 0 });
    expect(await db.prisma.school.count({ where: { state: 'OPEN' } })).toBe(2);
  });

  it('[OPS-03] does not close a fifth of the schools unless told to', async () => {
    const codes = Array.from({ length: 600 }, (_, n) => ({ CODICESCUOLA: `BOEE${String(n).padStart(6, '0')}` }));
    await run(stateFile(...codes));
    const part = stateFile(...codes.slice(0, 200));
    await expect(run(part)).rejects.toThrow(TooManyClosuresError);
    expect(await db.prisma.school.count({ where: { state: 'OPEN' } })).toBe(600);
    expect(await registry.importSchools(bytes(part), { acceptClosures: true })).toMatchObject({ closed: 400 });
  });

  it('[OPS-03] tells how far it is', async () => {
    const seen: string[] = [];
    await registry.importSchools(bytes(stateFile({})), {
      onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done === total}`),
    });
    expect(seen).toEqual(['reading true', 'writing true']);
  });
});

describe('files that are not the registry', () => {
  const good = stateFile({ CODICESCUOLA: 'BOEE000001', DENOMINAZIONESCUOLA: 'L’ALTRA CITTÀ' });
  const cases: [string, Buffer[], string, object][] = [
    ['a web page', bytes('<!DOCTYPE html>\n<html><body>Pagina non trovata</body></html>\n'), 'html', {}],
    ['Latin-1', bytes(stateFile({}, { DENOMINAZIONESCUOLA: 'CITTÀ' }), 'latin1'), 'notUtf8', { line: 3 }],
    ['UTF-16', bytes(good, 'utf16le'), 'binary', { line: 1 }],
    ['a file cut within a row', bytes(good.slice(0, -30)), 'truncated', { line: 2 }],
    ['a file cut within its last cell', bytes(good.slice(0, -4)), 'truncated', { line: 2 }],
    [
      'a file cut within quotes',
      bytes(stateFile({ INDIRIZZOSCUOLA: 'VIA A, 1' }).split('VIA A')[0] ?? ''),
      'truncated',
      { line: 2 },
    ],
    ['other columns', bytes('ANNOSCOLASTICO,REGIONE,ALTRO\r\n202526,X,Y\r\n'), 'columnsMissing', {}],
    [
      'another start',
      bytes('CODICESCUOLA,ANNOSCOLASTICO\r\nBOEE000001,202526\r\n'),
      'otherStart',
      { expected: 'ANNOSCOLASTICO' },
    ],
    ['an empty file', bytes(''), 'empty', {}],
    ['a header alone', bytes(`${STATE_COLUMNS.join(',')}\r\n`), 'noRows', {}],
  ];
  for (const [title, file, reason, params] of cases) {
    it(`[OPS-03] refuses ${title} with the reason`, async () => {
      await run(stateFile({ CODICESCUOLA: 'BOEE000099' }));
      const error = await refusal(file);
      expect(error).toBeInstanceOf(FileRefusedError);
      expect(error).toMatchObject({ reason, params });
      expect(await db.prisma.school.count({ where: { state: 'OPEN' } })).toBe(1);
    });
  }
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArchivedCampaignError, UnknownCampaignError } from '#server/modules/lab/catalogue-errors.ts';
import type { CatalogueFiles, CatalogueReport } from '#server/modules/lab/catalogue-import.ts';
import { createDb, type Db, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { addCampaign, addSchool, CAMPAIGN, catalogueFiles, emptyTables, takeSeats } from './import-kit.ts';

const HEADER =
  'codice,titolo,descrizione,tema,formatori,destinatari,materia,ore,incontro,scuola,sede,indirizzo,comune,provincia,aula,inizio,fine,posti,stato,motivo';
const FILE = `${HEADER}
CODE-01,Coding senza schermo,"Giochi, carte e tappeti.
Non serve il computer.",Pensiero computazionale,Anna Prova | Bruno Esempio,infanzia | primaria,,6,1,BOIC000001,,,,,Aula 3,2026-12-03 15:00,2026-12-03 18:00,24,previsto,
CODE-01,Coding senza schermo,"Giochi, carte e tappeti.
Non serve il computer.",Pensiero computazionale,Anna Prova | Bruno Esempio,infanzia | primaria,,6,2,,Sala comunale,"Via inventata, 1",Forlì,FC,,2027-06-03 15:00,2027-06-03 18:00,200,previsto,
ROBO-02,"La ""fisica"" dei robot",Motori e sensori.,Robotica,,secondaria di primo grado | secondaria di secondo grado,Fisica,12,1,BOIC000001,,Succursale di via Esempio,,,,2026-12-04 09:00,2026-12-04 13:00,12,annullato,Manca l’aula
SOLO-03,Senza date,Le date arrivano presto.,Robotica,,infanzia,,3,,,,,,,,,,,,
`;

let database: TestDatabase;
let db: Db;
let files: CatalogueFiles;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.url, poolSize: 4, logger: createLogger('silent') });
  files = catalogueFiles(db);
});

beforeEach(async () => {
  await emptyTables(db);
  await addCampaign(db, CAMPAIGN);
  await addSchool(db, 'BOIC000001');
});

afterAll(async () => {
  await db.dispose();
  await database.drop();
});

function run(text: string, slug: string = CAMPAIGN): Promise<CatalogueReport> {
  return files.importCatalogue(slug, [Buffer.from(text)]);
}

/** One row of a lab with usual values. */
function row(cells: Record<string, string>): string {
  const usual: Record<string, string> = {
    ...{ codice: 'LAB-1', titolo: 'Titolo', descrizione: 'Descrizione', tema: 'Tema', destinatari: 'tutti', ore: '3' },
    ...{ incontro: '1', scuola: 'BOIC000001', inizio: '2026-12-03 15:00', fine: '2026-12-03 18:00', posti: '20' },
  };
  return HEADER.split(',')
    .map((column) => cells[column] ?? usual[column] ?? '')
    .join(',');
}

function file(...rows: Record<string, string>[]): string {
  return `${[HEADER, ...rows.map(row)].join('\n')}\n`;
}

function sessions() {
  return db.prisma.labSession.findMany({
    orderBy: [{ lab: { code: 'asc' } }, { number: 'asc' }],
    include: { lab: true },
  });
}

describe('importing the catalogue of a campaign', () => {
  it('[LAB-02] takes labs with all they tell, and sessions at a school or a free address, in Italian time', async () => {
    expect(await run(FILE)).toMatchObject({
      outcome: 'imported',
      labs: { added: 3 },
      sessions: { added: 3 },
      warnings: [],
    });

    expect(await sessions()).toMatchObject([
      {
        lab: {
          code: 'CODE-01',
          title: 'Coding senza schermo',
          description: 'Giochi, carte e tappeti.\nNon serve il computer.',
          topic: 'Pensiero computazionale',
          trainers: ['Anna Prova', 'Bruno Esempio'],
          audience: ['INFANZIA', 'PRIMARIA'],
          subject: null,
          creditedHours: 6,
        },
        ...{ number: 1, schoolCode: 'BOIC000001', venueName: null, room: 'Aula 3', capacity: 24, state: 'SCHEDULED' },
        ...{ startsAt: new Date('2026-12-03T14:00:00Z'), endsAt: new Date('2026-12-03T17:00:00Z') },
      },
      {
        ...{ number: 2, schoolCode: null, venueName: 'Sala comunale', venueMunicipality: 'Forlì', venueProvince: 'FC' },
        startsAt: new Date('2027-06-03T13:00:00Z'),
      },
      {
        lab: { code: 'ROBO-02', subject: 'Fisica', audience: ['SECONDARIA_PRIMO', 'SECONDARIA_SECONDO'] },
        ...{ state: 'CANCELLED', cancelReason: 'Manca l’aula', venueAddress: 'Succursale di via Esempio' },
      },
    ]);
    expect(await db.prisma.lab.count()).toBe(3);
  });

  it('[LAB-16] gives the same file back', async () => {
    await run(FILE);
    expect(await files.exportCatalogue(CAMPAIGN)).toBe(FILE);
  });

  it('[LAB-16] reads what a spreadsheet writes: semicolons, a byte order mark, Italian dates, blank repeated cells', async () => {
    const text = [
      'Codice;Titolo;Descrizione;Tema;Destinatari;Ore;Incontro;Scuola;Inizio;Fine;Posti',
      'LAB-1;Titolo;Uno, due;Tema;Tutti;3;1;boic000001;03/12/2026 15:00;03/12/2026 18:00;20',
      'LAB-1;;;;;;2;BOIC000001;04/12/2026 9.30;04/12/2026 12:30:00;20',
    ].join('\r\n');
    expect(await run(`\ufeff${text}`)).toMatchObject({
      outcome: 'imported',
      labs: { added: 1 },
      sessions: { added: 2 },
    });
    expect(await sessions()).toMatchObject([
      { startsAt: new Date('2026-12-03T14:00:00Z'), schoolCode: 'BOIC000001' },
      { startsAt: new Date('2026-12-04T08:30:00Z'), lab: { title: 'Titolo' } },
    ]);
  });

  it('[LAB-16] takes all rows or none, and names line, column and reason of every rejected one', async () => {
    const report = await run(
      file(
        { incontro: '1' },
        { incontro: '2', posti: '0', inizio: '3 dicembre', scuola: 'BOIC999999' },
        { incontro: '1' },
        { incontro: '3', titolo: 'Altro', ore: 'tre' },
        { incontro: '4', fine: '2026-12-03 14:00', sede: 'Palestra' },
        { codice: 'LAB 2', destinatari: 'primaria | nidi', titolo: 'x'.repeat(201) },
        { codice: 'LAB-3', scuola: '', sede: '', comune: 'Bologna', provincia: 'Bologna' },
        { codice: 'LAB-4', stato: 'sospeso', motivo: 'Pioggia' },
      ),
    );
    const told =
      report.outcome === 'rejected' ? report.rejected.map(({ line, column, key }) => `${line} ${column} ${key}`) : [];
    expect(told).toEqual([
      '3 inizio catalogue.instant.form',
      '3 posti catalogue.number',
      '3 scuola catalogue.unknownSchool',
      '4 incontro catalogue.repeated',
      '5 titolo catalogue.labDiffers',
      '5 ore catalogue.labDiffers',
      '6 fine catalogue.endsBefore',
      '6 sede catalogue.venueTwice',
      '7 codice catalogue.code',
      '7 titolo catalogue.tooLong',
      '7 destinatari catalogue.audience',
      '8 sede file.row.missing',
      '8 provincia catalogue.province',
      '9 stato catalogue.state',
      '9 motivo catalogue.reasonAlone',
    ]);
    expect(await db.prisma.lab.count()).toBe(0);
  });

  it('[LAB-16] takes a title of 200 characters', async () => {
    expect(await run(file({ titolo: 'à'.repeat(200) }))).toMatchObject({ outcome: 'imported' });
  });

  it('[LAB-02] refuses an hour that the clocks skip and asks which of two when they strike it twice', async () => {
    const skipped = await run(file({ inizio: '2027-03-28 02:30', fine: '2027-03-28 04:00' }));
    expect(skipped).toMatchObject({ rejected: [{ line: 2, column: 'inizio', key: 'catalogue.instant.noSuchTime' }] });
    const twice = await run(file({ inizio: '2026-10-25 02:30', fine: '2026-10-25 04:00' }));
    expect(twice).toMatchObject({ rejected: [{ line: 2, column: 'inizio', key: 'catalogue.instant.twice' }] });

    const told = file({ inizio: '2026-10-25 02:30+01:00', fine: '2026-10-25 04:00' });
    await run(told);
    expect(await sessions()).toMatchObject([{ startsAt: new Date('2026-10-25T01:30:00Z') }]);
    expect(await files.exportCatalogue(CAMPAIGN)).toContain(',2026-10-25 02:30+01:00,2026-10-25 04:00,');
    expect(await run(told)).toMatchObject({ sessions: { unchanged: 1 } });
  });

  it('[LAB-16] changes nothing at the second run', async () => {
    await run(FILE);
    const before = await db.query(sql`select *, xmin::text from lab_session order by id`);
    expect(await run(FILE)).toMatchObject({
      labs: { added: 0, updated: 0, unchanged: 3 },
      sessions: { added: 0, updated: 0, unchanged: 3 },
    });
    expect(await db.query(sql`select *, xmin::text from lab_session order by id`)).toEqual(before);
  });

  it('[LAB-16] updates what changed, tells watchers by the version, and leaves sessions that the file does not name', async () => {
    await run(file({ incontro: '1' }, { incontro: '2' }));
    const [first] = await sessions();
    const report = await run(file({ incontro: '1', titolo: 'Nuovo titolo', posti: '30', inizio: '2026-12-03 14:00' }));
    expect(report).toMatchObject({ labs: { updated: 1 }, sessions: { updated: 1, added: 0 }, notInFile: 1 });
    expect(await sessions()).toMatchObject([
      {
        capacity: 30,
        startsAt: new Date('2026-12-03T13:00:00Z'),
        version: (first?.version ?? 0) + 1,
        lab: { title: 'Nuovo titolo' },
      },
      { capacity: 20 },
    ]);
  });

  it('[LAB-16] never lowers the capacity below the seats taken, and says how many they are', async () => {
    await run(file({ posti: '20' }));
    const [session] = await sessions();
    await takeSeats(db, session?.id ?? '', 3);
    expect(await run(file({ posti: '2' }))).toMatchObject({
      outcome: 'rejected',
      rejected: [{ line: 2, column: 'posti', key: 'catalogue.belowSeatsTaken', params: { taken: 3 } }],
    });
    expect(await sessions()).toMatchObject([{ capacity: 20 }]);
    expect(await run(file({ posti: '3' }))).toMatchObject({ outcome: 'imported', sessions: { updated: 1 } });
  });

  it('[LAB-16] never moves a session with seats taken; a new place is possible and told', async () => {
    await run(file({}));
    const [session] = await sessions();
    await takeSeats(db, session?.id ?? '', 1);
    expect(await run(file({ inizio: '2026-12-03 14:00' }))).toMatchObject({
      outcome: 'rejected',
      rejected: [{ line: 2, column: 'inizio', key: 'catalogue.movedWithSeatsTaken', params: { taken: 1 } }],
    });
    expect(await run(file({ aula: 'Aula 9' }))).toMatchObject({
      outcome: 'imported',
      warnings: [{ line: 2, key: 'catalogue.venueMoved', params: { taken: 1 } }],
    });
  });

  it('[LAB-16] neither cancels a session nor revives one: that is an act of its own', async () => {
    await run(file({ incontro: '1' }, { incontro: '2', stato: 'annullato', motivo: 'Neve' }));
    expect(await run(file({ incontro: '1', stato: 'annullato' }, { incontro: '2' }))).toMatchObject({
      rejected: [
        { line: 2, column: 'stato', key: 'catalogue.stateMoved' },
        { line: 3, column: 'stato' },
      ],
    });
  });

  it('[LAB-16] leaves raised capacity to who serves the waiting list', async () => {
    await run(file({}));
    await db.query(sql`update lab_session set waiting = 2`);
    expect(await run(file({ posti: '21' }))).toMatchObject({
      rejected: [{ line: 2, column: 'posti', key: 'catalogue.peopleWait', params: { waiting: 2 } }],
    });
  });

  it('[LAB-16] keeps the codes of other campaigns, and archived campaigns, as they are', async () => {
    await run(file({}));
    await addCampaign(db, 'altra');
    expect(await run(file({ titolo: 'Rubato' }), 'altra')).toMatchObject({
      rejected: [{ line: 2, column: 'codice', key: 'catalogue.otherCampaign' }],
    });
    await addCampaign(db, 'vecchia', { state: 'ARCHIVED' });
    await expect(run(file({ codice: 'LAB-9' }), 'vecchia')).rejects.toThrow(ArchivedCampaignError);
    await expect(run(file({}), 'nessuna')).rejects.toThrow(UnknownCampaignError);
    await expect(files.exportCatalogue('nessuna')).rejects.toThrow(UnknownCampaignError);
  });

  it('[LAB-16] refuses columns that it does not know, so that no misspelt one is lost', async () => {
    await expect(
      run('codice,titolo,descrizione,tema,destinatari,ore,incontro,inizio,fine,posti,aulla\nx\n'),
    ).rejects.toMatchObject({
      reason: 'columnsUnknown',
      params: { columns: 'aulla' },
    });
  });
});

describe('importing who may book', () => {
  const list = (...codes: string[]) => [Buffer.from(`${codes.join('\r\n')}\r\n`)];

  it('[LAB-01] takes one codice fiscale a line, once each, and changes nothing at the second run', async () => {
    const codes = list('rssnna80e41h501t', '', 'MRTMTT91D08F205J', 'RSSNNA80E41H501T');
    expect(await files.importEligible(CAMPAIGN, codes)).toMatchObject({
      ...{ outcome: 'imported', added: 2, removed: 0 },
      warnings: [{ line: 4, key: 'catalogue.fiscalCodeTwice' }],
    });
    expect(await files.importEligible(CAMPAIGN, codes)).toMatchObject({ added: 0, unchanged: 2 });
    expect(await files.importEligible(CAMPAIGN, list('MRTMTT91D08F205J'), { replace: true })).toMatchObject({
      added: 0,
      removed: 1,
    });
    expect(await db.prisma.campaignEligible.findMany()).toMatchObject([{ fiscalCode: 'MRTMTT91D08F205J' }]);
  });

  it('[LAB-01] refuses the whole list when one is wrong, naming its line and not the code', async () => {
    const report = await files.importEligible(CAMPAIGN, list('MRTMTT91D08F205J', 'RSSNNA80E41H501X'));
    expect(report).toMatchObject({ outcome: 'rejected', rejected: [{ line: 2, key: 'catalogue.fiscalCode' }] });
    expect(JSON.stringify(report)).not.toContain('RSSNNA');
    expect(await db.prisma.campaignEligible.count()).toBe(0);
  });
});

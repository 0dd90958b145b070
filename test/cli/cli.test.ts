import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import argon2 from 'argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueWords } from '#server/modules/lab/catalogue-words.ts';
import { registryWords } from '#server/modules/registry/words.ts';
import { csvWords } from '#server/platform/csv/words.ts';
import { createDb, type Db, sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { addCampaign, CAMPAIGN } from '../modules/lab/import-kit.ts';
import { stateFile } from '../modules/registry/school-files.ts';
import { type CliKit, cliOn } from './cli-kit.ts';

const LABS = `codice,titolo,descrizione,tema,destinatari,ore,incontro,scuola,inizio,fine,posti
LAB-1,Titolo,Descrizione,Tema,tutti,3,1,BOEE000001,2026-12-03 15:00,2026-12-03 18:00,20
`;
const GOOD_PASSWORD = 'cinque pere mature';

let database: TestDatabase;
let db: Db;
let cli: CliKit;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb({ url: database.url, poolSize: 2, logger: createLogger('silent') });
  cli = cliOn(database.url, database.ownerUrl);
  await addCampaign(db, CAMPAIGN);
});

afterAll(async () => {
  cli.dispose();
  await db.dispose();
  await database.drop();
});

describe('the command line', () => {
  it('[OPS-03] imports schools, shows how far it is, and reports in Italian what it did', async () => {
    const file = cli.file('scuole.csv', stateFile({ CODICESCUOLA: 'BOEE000001', CAPSCUOLA: '-----' }));
    const ran = await cli.run('import', 'schools', file);
    expect(ran).toMatchObject({ code: 0, complained: '', steps: ['reading', 'writing'] });
    expect(ran.said).toMatch(
      /^Righe lette: 1 \(scuole statali, anno 2025\/26\), in \d+,\d s\.\n {2}aggiunte 1 · aggiornate 0/,
    );
    expect(ran.said).toContain('Avvisi:\n  CAPSCUOLA: valore strano, non conservato: «-----» (riga 2)');
    expect((await cli.run('import', 'schools', file)).said).toContain(
      'aggiunte 0 · aggiornate 0 · confermate 0 · invariate 1',
    );
  });

  it('[OPS-03] ends with code 1 and the reason for each refused file, and takes the good ones', async () => {
    const page = cli.file('pagina.csv', '<html>non trovato</html>');
    const latin = cli.file('latin1.csv', Buffer.from(stateFile({ DENOMINAZIONESCUOLA: 'CITTÀ' }), 'latin1'));
    const wrong = cli.file('errata.csv', stateFile({ CODICESCUOLA: 'BOEE01' }, { DENOMINAZIONESCUOLA: '' }));
    const good = cli.file('buona.csv', stateFile({ CODICESCUOLA: 'BOEE000001' }));
    const ran = await cli.run('import', 'schools', page, latin, wrong, good);
    expect(ran.code).toBe(1);
    expect(ran.complained).toContain('pagina.csv: Il file è una pagina web');
    expect(ran.complained).toContain('latin1.csv: Il file non è in UTF-8 (riga 2)');
    expect(ran.complained).toContain('File rifiutato: 2 righe su 2 da correggere. Non è stato scritto nulla.');
    expect(ran.complained).toContain('  riga 2, CODICESCUOLA: «BOEE01» non è un codice meccanografico');
    expect(ran.said).toContain('aggiornate 1');
  });

  it('[OPS-03] writes every rejected value where --report says', async () => {
    const wrong = cli.file('errata.csv', stateFile({ CODICESCUOLA: 'BOEE01' }, { DENOMINAZIONESCUOLA: '' }));
    const report = cli.file('scarti.csv', '');
    await cli.run('import', 'schools', wrong, '--report', report);
    expect(readFileSync(report, 'utf8')).toBe(
      'riga,colonna,motivo\n2,CODICESCUOLA,«BOEE01» non è un codice meccanografico (due lettere e otto lettere o cifre)\n3,DENOMINAZIONESCUOLA,manca il valore\n',
    );
  });

  it('[LAB-16] imports a catalogue held in those schools and exports it again', async () => {
    const ran = await cli.run('import', 'labs', cli.file('lab.csv', LABS), '--campaign', CAMPAIGN);
    expect(ran).toMatchObject({
      code: 0,
      said: expect.stringContaining('incontri: aggiunti 1 · aggiornati 0 · invariati 0'),
    });
    const out = cli.file('fuori.csv', '');
    expect((await cli.run('export', 'labs', '--campaign', CAMPAIGN, '--out', out)).code).toBe(0);
    const again = await cli.run('import', 'labs', out, '--campaign', CAMPAIGN);
    expect(again.said).toContain('incontri: aggiunti 0 · aggiornati 0 · invariati 1');
    expect((await cli.run('export', 'labs', '--campaign', CAMPAIGN)).said).toBe(readFileSync(out, 'utf8'));

    const wrong = await cli.run(
      'import',
      'labs',
      cli.file('lab.csv', LABS.replace('2026-12-03 15:00', 'domani')),
      '--campaign',
      CAMPAIGN,
    );
    expect(wrong).toMatchObject({
      code: 1,
      complained: expect.stringContaining('riga 2, inizio: «domani» non è una data con l’ora'),
    });
    const nowhere = await cli.run('import', 'labs', out, '--campaign', 'nessuna');
    expect(nowhere).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Non c’è nessuna campagna «nessuna».'),
    });
  });

  it('[LAB-01] imports who may book', async () => {
    const ran = await cli.run(
      'import',
      'eligible',
      cli.file('elenco.txt', 'RSSNNA80E41H501T\n'),
      '--campaign',
      CAMPAIGN,
    );
    expect(ran).toMatchObject({ code: 0, said: expect.stringContaining('aggiunti 1 · già presenti 0 · tolti 0') });
  });

  it('[OPS-03] says what is missing or unknown on the command line', async () => {
    expect(await cli.run('import', 'labs', 'x.csv')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Manca --campaign.'),
    });
    expect(await cli.run('import', 'schools')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Manca il file.'),
    });
    const absent = await cli.run('import', 'schools', '/non/esiste.csv');
    expect(absent).toMatchObject({ code: 1, complained: 'Il file /non/esiste.csv non esiste.\n' });
    expect(await cli.run('vola')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Non conosco il comando «vola».'),
    });
    expect(await cli.run()).toMatchObject({ code: 0, said: expect.stringContaining('import schools FILE…') });
  });

  it('[OPS-03] creates an administrator whose password only the operator knows', async () => {
    const ask = cliOn(database.url, database.ownerUrl, [GOOD_PASSWORD, GOOD_PASSWORD]);
    const args = ['create-admin', '--username', 'Ida.Prova', '--email', 'ida@posta.example', '--name', 'Ida Prova'];
    expect(await ask.run(...args)).toMatchObject({ code: 0, said: 'Account dell’ufficio creato: ida.prova\n' });
    const account = await db.prisma.account.findUniqueOrThrow({
      where: { username: 'ida.prova' },
      include: { roles: true },
    });
    expect(account.roles).toMatchObject([{ role: 'OFFICE', schoolCode: null }]);
    expect(await argon2.verify(account.passwordHash ?? '', GOOD_PASSWORD)).toBe(true);
    expect(
      await db.prisma.auditEvent.count({ where: { event: 'account.administratorCreated', subjectId: account.id } }),
    ).toBe(1);

    const taken = await cli.run(...args, '--generate');
    expect(taken).toMatchObject({
      code: 1,
      said: '',
      complained: 'Il nome utente ida.prova è già di un altro account.\n',
    });
    const generated = await cli.run(
      'create-admin',
      '--username',
      'ugo.prova',
      '--email',
      'u@posta.example',
      '--name',
      'Ugo Prova',
      '--generate',
    );
    const shown = /mostrata solo ora: (\S+)/.exec(generated.said)?.[1] ?? '';
    const ugo = await db.prisma.account.findUniqueOrThrow({ where: { username: 'ugo.prova' } });
    expect(await argon2.verify(ugo.passwordHash ?? '', shown)).toBe(true);
    ask.dispose();
  });

  it('[OPS-03] refuses a short password, one with the person’s own name, and two that differ', async () => {
    const args = ['create-admin', '--username', 'eva.prova', '--email', 'e@posta.example', '--name', 'Eva Prova'];
    for (const answers of [['undici lett'], ['eva.prova-2026!'], [GOOD_PASSWORD, `${GOOD_PASSWORD}.`]]) {
      const ask = cliOn(database.url, database.ownerUrl, answers);
      expect((await ask.run(...args)).code).toBe(1);
      ask.dispose();
    }
    expect(await db.prisma.account.count({ where: { username: 'eva.prova' } })).toBe(0);
  });

  it('[OPS-06] verifies the audit log', async () => {
    expect(await cli.run('audit', 'verify')).toMatchObject({
      code: 0,
      said: expect.stringContaining('Registro integro'),
    });
    expect(await cli.run('audit', 'verify', '--head', 'x')).toMatchObject({ code: 1 });
    const cut = await cli.run('audit', 'verify', '--head', `9:${'0'.repeat(64)}`);
    expect(cut).toMatchObject({ code: 1, complained: expect.stringContaining('Registro NON integro') });
  });

  it('[OPS-03] doctor sees counters that disagree and migrations that are missing', async () => {
    expect(await cli.run('doctor')).toMatchObject({ code: 0, complained: '' });
    await db.query(sql`update lab_session set booked = 1`);
    expect(await cli.run('doctor')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('NON d’accordo negli incontri'),
    });
    await db.query(sql`update lab_session set booked = 0`);

    const empty = await createEmptyDatabase();
    const other = cliOn(empty.url, empty.ownerUrl);
    expect(await other.run('doctor')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('migrazioni da applicare'),
    });
    expect(await other.run('import', 'schools', cli.file('s.csv', stateFile({})))).toMatchObject({ code: 0 });
    expect(await other.run('doctor')).toMatchObject({ code: 0 });
    other.dispose();
    await empty.drop();
  });

  it('[OPS-03] is a process that ends by itself with its exit code', async () => {
    const start = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', 'server/cli.ts', ...args], {
        env: {
          PATH: process.env.PATH,
          DATABASE_URL: database.url,
          DATABASE_OWNER_URL: database.ownerUrl,
          DATA_DIR: cli.folder,
        },
      });
    expect((await start('doctor')).stdout).toContain('✔ migrazioni tutte applicate');
    await expect(start('import', 'schools', cli.file('pagina.csv', '<html>'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('è una pagina web'),
    });
  }, 60_000);

  it('has words in both languages for every reason it may give', () => {
    for (const words of [csvWords, registryWords, catalogueWords]) expect(keysOf(words.EN)).toEqual(keysOf(words.IT));
  });
});

function keysOf(words: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value as Record<string, unknown>, `${prefix}${key}.`),
  );
}

import { chmodSync, createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { createRegistryService } from '#server/modules/registry/service.ts';
import { createDatabaseClock } from '#server/platform/clock.ts';
import { createDb } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { withClient } from '../ground.ts';
import { median } from '../load.ts';
import type { Stage } from '../peers.ts';
import { check, line, type Result } from '../result.ts';

const HEADER =
  'ANNOSCOLASTICO,AREAGEOGRAFICA,REGIONE,PROVINCIA,CODICEISTITUTORIFERIMENTO,DENOMINAZIONEISTITUTORIFERIMENTO,' +
  'CODICESCUOLA,DENOMINAZIONESCUOLA,INDIRIZZOSCUOLA,CAPSCUOLA,CODICECOMUNESCUOLA,DESCRIZIONECOMUNE,' +
  'DESCRIZIONECARATTERISTICASCUOLA,DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA,INDICAZIONESEDEDIRETTIVO,' +
  'INDICAZIONESEDEOMNICOMPRENSIVO,INDIRIZZOEMAILSCUOLA,INDIRIZZOPECSCUOLA,SITOWEBSCUOLA';

function makeFiles(folder: string, schools: number): { csv: string; copy: string } {
  const codes = Array.from({ length: schools }, (_, n) => `FE${String(n).padStart(8, '0')}`);
  const registry = codes.map(
    (code, n) =>
      `202627,NORD EST,EMILIA ROMAGNA,FERRARA,FEIC000001,Istituto di prova,${code},Scuola di prova ${n},"Via delle Prove, ${n}",` +
      `44121,D548,FERRARA,NORMALE,SCUOLA PRIMARIA,NO,Non Disponibile,${code.toLowerCase()}@istruzione.example,Non Disponibile,www.prova.example`,
  );
  const rows = codes.map(
    (code, n) =>
      `${code},Scuola di prova ${n},SCUOLA PRIMARIA,FEIC000001,Istituto di prova,"Via delle Prove, ${n}",44121,Ferrara,D548,FE,Ferrara,` +
      `EMILIA ROMAGNA,${code.toLowerCase()}@istruzione.example,,www.prova.example,f,STATE,2026/27,OPEN,2026-11-22`,
  );
  const files = { csv: path.join(folder, 'schools.csv'), copy: path.join(folder, 'schools.copy') };
  writeFileSync(files.csv, `${[HEADER, ...registry].join('\n')}\n`);
  writeFileSync(files.copy, `${rows.join('\n')}\n`);
  chmodSync(files.copy, 0o644);
  return files;
}

function databaseUrl(superuserUrl: string, name: string): string {
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** No account or session of the bench is of a school; asking each of them for each school took most of the row's time. */
async function forgetSchools(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica');
  await client.query('delete from school');
  await client.query('vacuum school');
}

/** The registry of schools, against the same rows by COPY. */
export async function importRow(stage: Stage, superuserUrl: string): Promise<Result> {
  const { ground, sizes } = stage;
  const files = makeFiles(ground.folder, sizes.schools);
  const db = createDb({ url: ground.ours.url, poolSize: 3, logger: createLogger('silent') });
  stage.ends.push(() => db.dispose());
  const clock = createDatabaseClock(db.pool);
  await clock.measure();
  const registry = createRegistryService({ db, clock });
  const rates = { ours: [] as number[], floor: [] as number[] };
  const cpu: number[] = [];
  const outcomes: string[] = [];
  for (let round = 0; round <= Math.min(3, sizes.rounds); round += 1) {
    for (const name of ['ours', 'floor']) await withClient(databaseUrl(superuserUrl, name), forgetSchools);
    const copying = performance.now();
    await withClient(databaseUrl(superuserUrl, 'floor'), (client) =>
      client.query(`copy school from '${files.copy}' with (format csv)`),
    );
    const imported = performance.now();
    const before = process.cpuUsage();
    const report = await registry.importSchools(createReadStream(files.csv));
    const { user, system } = process.cpuUsage(before);
    const added = report.outcome === 'imported' ? report.added : -1;
    if (added !== sizes.schools) outcomes.push(`${report.outcome}: ${added} added`);
    if (round === 0) continue;
    rates.floor.push(sizes.schools / ((imported - copying) / 1_000));
    rates.ours.push(sizes.schools / ((performance.now() - imported) / 1_000));
    cpu.push((user + system) / sizes.schools);
  }
  const same = await Promise.all(
    [ground.ours.ownerUrl, ground.floor.ownerUrl].map((url) =>
      withClient(
        url,
        async (client) => (await client.query<{ n: number }>('select count(*)::int as n from school')).rows[0]!.n,
      ),
    ),
  );
  return {
    lines: [
      line({
        ...{
          row: 'IMPORT',
          what: `registry of ${sizes.schools} schools, against COPY`,
          unit: 'rows/s',
          goal: { atLeast: 0.5 },
        },
        ...{ floor: median(rates.floor), ours: median(rates.ours), cpuMicros: median(cpu) },
      }),
    ],
    checks: [
      check('IMPORT: every import added every row', outcomes.length === 0, outcomes.join('; ') || 'all'),
      check(
        'IMPORT: both tables hold all the rows',
        same.every((n) => n === sizes.schools),
        same.join(' and '),
      ),
    ],
    notes: [],
  };
}

import { recordAudit } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import { type ByteSource, type OnProgress, type RowIssue, readCsv } from '../../platform/csv/csv.ts';
import type { Db, SqlTx } from '../../platform/db/db.ts';
import { ImportRunningError, OlderYearError, TooManyClosuresError } from './errors.ts';
import { parseFiscalCode } from './fiscal-code.ts';
import { FIRST_COLUMN, parseSchools, REQUIRED_COLUMNS, type SchoolRow, type SchoolsFile } from './input.ts';
import { areTooManyClosures, type MinistryRegistry, type Registry } from './rules.ts';
import {
  closeOthers,
  countClosures,
  findLatestYear,
  listSchools,
  type SchoolFacts,
  tryLockSchools,
  type WrittenSchools,
  writeSchools,
} from './store.ts';
import { countWarnings, type WarningCount } from './warnings.ts';

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'registry.schoolsImported': { registry: string; schoolYear: string; closed: number } & Record<
      keyof WrittenSchools,
      number
    >;
  }
}

export {
  type BirthFacts,
  type BirthField,
  baseOf,
  type FiscalCodeFault,
  fieldsAgainst,
  omocodesOf,
  readFiscalCode,
} from './fiscal-code.ts';
export { findPeopleByBase, type NamedPerson, type WrittenPeople, writePeople } from './person-import-store.ts';
export { findKnownPerson, insertPerson, type KnownPerson, type NewPerson } from './person-store.ts';
export { isDay } from './place-input.ts';
export { fold } from './place-rules.ts';
export { type BirthPlace, createPlaces, type PlaceKind, type Places } from './places.ts';
export type { SchoolFacts, WarningCount };

export interface RegistryDeps {
  db: Db;
  clock: Clock;
}

export interface ImportSchoolsOptions {
  /** The account that imports; null for the command line. */
  actorId?: string | null;
  /** Goes on although an unlikely part of the open schools would be closed. */
  acceptClosures?: boolean;
  /** The schools are made up. */
  demo?: boolean;
  onProgress?: OnProgress;
}

interface ReadSchools {
  registry: MinistryRegistry;
  schoolYear: string;
  rows: number;
  warnings: WarningCount[];
}

export type SchoolsReport =
  | ({ outcome: 'imported'; closed: number } & ReadSchools & WrittenSchools)
  /** Nothing was written: these rows cannot be kept. */
  | ({ outcome: 'rejected'; rejected: RowIssue[] } & ReadSchools);

export interface RegistryService {
  /**
   * Takes the ministry's registry of schools, state or paritarie: all rows or none. Schools of that registry missing
   * from the file are closed. Throws FileRefusedError, OlderYearError, TooManyClosuresError, ImportRunningError.
   */
  importSchools(source: ByteSource, options?: ImportSchoolsOptions): Promise<SchoolsReport>;
  /** The schools among `codes` that the registry knows, closed ones too. */
  listSchools(codes: readonly string[]): Promise<SchoolFacts[]>;
  /** The codice fiscale in capitals, or null when it cannot be one. */
  parseFiscalCode(text: string): string | null;
}

const CHUNK = 5_000;

export function createRegistryService({ db, clock }: RegistryDeps): RegistryService {
  return {
    parseFiscalCode,
    listSchools: (codes) => listSchools(db, codes),

    async importSchools(source, options = {}) {
      const table = await readCsv(source, {
        required: REQUIRED_COLUMNS,
        optional: null,
        delimiters: [',', ';'],
        startsWith: FIRST_COLUMN,
        endsWithLineBreak: true,
        ...(options.onProgress && { onProgress: options.onProgress }),
      });
      const file = parseSchools(table);
      const { schoolYear, schools, rejected } = file;
      const registry: Registry = options.demo ? `DEMO_${file.registry}` : file.registry;
      const read = {
        registry: file.registry,
        schoolYear,
        rows: table.rows.length,
        warnings: countWarnings(file.warnings),
      };
      if (rejected.length > 0) return { outcome: 'rejected', ...read, rejected };

      const written = await db.sqlTransaction(async (tx) => {
        if (!(await tryLockSchools(tx))) throw new ImportRunningError();
        await checkAgainstKnown(tx, { ...file, registry }, options.acceptClosures ?? false);
        const at = clock.now();
        const counts = await writeAll(tx, schools, { registry, schoolYear, at, onProgress: options.onProgress });
        const closed = await closeOthers(tx, codesOf(schools), { registry, at });
        if (counts.unchanged < schools.length || closed > 0) {
          const data = { registry, schoolYear, closed, ...counts };
          const actorId = options.actorId ?? null;
          const event = 'registry.schoolsImported' as const;
          await recordAudit(tx, { event, actorId, subjectId: null, data, at, requestId: null });
        }
        return { ...counts, closed };
      });
      return { outcome: 'imported', ...read, ...written };
    },
  };
}

async function checkAgainstKnown(
  tx: SqlTx,
  file: { registry: Registry; schoolYear: string; schools: SchoolsFile['schools'] },
  acceptClosures: boolean,
): Promise<void> {
  const known = await findLatestYear(tx, file.registry);
  if (known !== null && file.schoolYear < known) throw new OlderYearError(file.schoolYear, known);
  if (acceptClosures) return;
  const { closing, open } = await countClosures(tx, file.registry, codesOf(file.schools));
  if (areTooManyClosures(closing, open)) throw new TooManyClosuresError(closing, open);
}

interface WriteContext {
  registry: Registry;
  schoolYear: string;
  at: Date;
  onProgress: OnProgress | undefined;
}

async function writeAll(tx: SqlTx, schools: readonly SchoolRow[], context: WriteContext): Promise<WrittenSchools> {
  const total: WrittenSchools = { added: 0, updated: 0, reopened: 0, confirmed: 0, unchanged: 0 };
  for (let from = 0; from < schools.length; from += CHUNK) {
    const counts = await writeSchools(tx, schools.slice(from, from + CHUNK), context);
    for (const key of Object.keys(total) as (keyof WrittenSchools)[]) total[key] += counts[key];
    context.onProgress?.({ phase: 'writing', done: Math.min(from + CHUNK, schools.length), total: schools.length });
  }
  return total;
}

function codesOf(schools: readonly SchoolRow[]): string[] {
  return schools.map(({ code }) => code);
}

import { recordAudit } from '../../platform/audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import { type ByteSource, type CsvTable, type OnProgress, type RowIssue, readCsv } from '../../platform/csv/csv.ts';
import { ADVISORY_LOCKS } from '../../platform/db/advisory-locks.ts';
import { type Db, sql } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { isDay } from './place-input.ts';
import { type PlaceRow, setPlacesVersion, writePlaces } from './place-store.ts';
import { countWarnings, type WarningCount } from './warnings.ts';

// ANPR_archivio_comuni.csv: a row for every time that a municipality changed its name or province, or began or ceased.

export type PlacesReport =
  | {
      outcome: 'imported';
      rows: number;
      warnings: WarningCount[];
      added: number;
      updated: number;
      unchanged: number;
    }
  | { outcome: 'rejected'; rows: number; warnings: WarningCount[]; rejected: RowIssue[] };

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'registry.placesImported': { added: number; updated: number; unchanged: number };
  }
}

export interface PlaceFiles {
  /** Municipalities of the ANPR archive, all or none. Throws FileRefusedError. */
  importPlaces(source: ByteSource, options?: { onProgress?: OnProgress }): Promise<PlacesReport>;
}

const BEGUN = 'DATAISTITUZIONE';
const CEASED = 'DATACESSAZIONE';
const CODE = 'CODCATASTALE';
const NAME = 'DENOMINAZIONE_IT';
const PROVINCE = 'SIGLAPROVINCIA';
const COLUMNS = [BEGUN, CEASED, CODE, NAME, PROVINCE] as const;
/** What the archive writes where there is no code, and the day that never comes. */
const NO_CODE = new Set(['', 'ND', 'N.D.']);
const NEVER = '9999-12-31';
const MAX_NAME = 200;
const CHUNK = 5_000;

export function createPlaceFiles({ db, clock }: { db: Db; clock: Clock }): PlaceFiles {
  return {
    async importPlaces(source, { onProgress } = {}) {
      const table = await readCsv(source, {
        ...{ required: COLUMNS, optional: null, delimiters: [',', ';'] },
        ...(onProgress && { onProgress }),
      });
      const { places, rejected, warnings } = parsePlaces(table);
      const read = { rows: table.rows.length, warnings: countWarnings(warnings) };
      if (rejected.length > 0) return { outcome: 'rejected', ...read, rejected };
      const counts = await db.sqlTransaction(async (tx) => {
        await tx.query(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.placesImport})::text`);
        const total = { added: 0, updated: 0, unchanged: 0 };
        for (let from = 0; from < places.length; from += CHUNK) {
          const written = await writePlaces(tx, places.slice(from, from + CHUNK));
          for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += written[key];
          onProgress?.({ phase: 'writing', done: Math.min(from + CHUNK, places.length), total: places.length });
        }
        if (total.added + total.updated > 0) {
          await setPlacesVersion(tx, newId());
          const who = { actorId: null, subjectId: null, at: clock.now(), requestId: null };
          await recordAudit(tx, { event: 'registry.placesImported', data: total, ...who });
        }
        return total;
      });
      return { outcome: 'imported', ...read, ...counts };
    },
  };
}

interface Span extends PlaceRow {
  /** When the name and province of this row began. */
  begun: string;
}

/** One place a code: its last name and province, from its first day to its last. */
function parsePlaces(table: CsvTable): { places: PlaceRow[]; rejected: RowIssue[]; warnings: RowIssue[] } {
  const indexes = new Map(table.columns.map((name, index) => [name, index]));
  const rejected: RowIssue[] = [];
  const warnings: RowIssue[] = [];
  const byCode = new Map<string, Span>();
  for (const { line, cells } of table.rows) {
    if (cells.length !== table.columns.length) {
      const params = { found: cells.length, expected: table.columns.length };
      rejected.push({ line, column: null, key: 'file.row.cells', params });
      continue;
    }
    const text = (column: string): string => (cells[indexes.get(column) ?? -1] ?? '').replace(/\s+/g, ' ').trim();
    if (NO_CODE.has(text(CODE).toUpperCase())) {
      warnings.push({ line, column: CODE, key: 'registry.row.notAvailable' });
      continue;
    }
    const faults = faultsOf(text);
    rejected.push(...faults.map((fault) => ({ ...fault, line })));
    if (faults.length === 0) join(byCode, text);
  }
  return { places: [...byCode.values()], rejected, warnings };
}

function faultsOf(text: (column: string) => string): Omit<RowIssue, 'line'>[] {
  const faults: Omit<RowIssue, 'line'>[] = [];
  const odd = (column: string, key: string): void => {
    const value = text(column);
    faults.push(
      value === ''
        ? { column, key: 'file.row.missing' }
        : { column, key: `registry.place.${key}`, params: { value: value.slice(0, 60) } },
    );
  };
  if (!/^[A-Z]\d{3}$/.test(text(CODE).toUpperCase())) odd(CODE, 'code');
  if (text(NAME) === '' || text(NAME).length > MAX_NAME) odd(NAME, 'name');
  if (!/^[A-Z]{2}$/.test(text(PROVINCE).toUpperCase())) odd(PROVINCE, 'province');
  for (const column of [BEGUN, CEASED]) if (!isDay(text(column).slice(0, 10))) odd(column, 'day');
  if (faults.length === 0 && text(CEASED) < text(BEGUN)) odd(CEASED, 'period');
  return faults;
}

function join(byCode: Map<string, Span>, text: (column: string) => string): void {
  const [begun, ceased] = [text(BEGUN).slice(0, 10), text(CEASED).slice(0, 10)];
  const until = ceased === NEVER ? null : ceased;
  const code = text(CODE).toUpperCase();
  const one: Span = {
    code,
    name: titled(text(NAME)),
    province: text(PROVINCE).toUpperCase(),
    since: begun,
    until,
    begun,
  };
  const before = byCode.get(code);
  if (!before) {
    byCode.set(code, one);
    return;
  }
  const last = one.begun > before.begun || (one.begun === before.begun && isLater(until, before.until)) ? one : before;
  const since = before.since !== null && before.since < begun ? before.since : begun;
  byCode.set(code, { ...last, since });
}

function isLater(a: string | null, b: string | null): boolean {
  return b !== null && (a === null || a > b);
}

const SMALL =
  /(?<=[\s(])(Di|Del|Dei|Degli|Della|Delle|Dello|Da|Dal|In|Con|E|Ed|Al|Alla|Ai|Nel|Nella|Sul|Sulla|Sopra|Per)(?=\s)/g;

/** The archive writes capitals: «REGGIO NELL'EMILIA» is shown as «Reggio nell'Emilia». */
function titled(name: string): string {
  if (name !== name.toUpperCase()) return name;
  return name
    .toLowerCase()
    .replace(/(?<![\p{L}])\p{L}/gu, (letter) => letter.toUpperCase())
    .replace(SMALL, (word) => word.toLowerCase())
    .replace(/(?<=\s)(D|Dell|Nell|All|Sull)'/g, (word) => word.toLowerCase());
}

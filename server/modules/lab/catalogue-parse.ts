import type { CsvRow, CsvTable, RowIssue } from '../../platform/csv/csv.ts';
import {
  type Catalogue,
  type CatalogueLab,
  type CatalogueSession,
  type Column,
  ORDER_WORDS,
  ORDERS,
  type SchoolOrderName,
  STATE_WORDS,
} from './catalogue-format.ts';
import { parseRomeInstant } from './catalogue-time.ts';

const LAB_COLUMNS = ['titolo', 'descrizione', 'tema', 'formatori', 'destinatari', 'materia', 'ore'] as const;
const SESSION_COLUMNS = ['incontro', 'scuola', 'sede', 'indirizzo', 'comune', 'provincia', 'aula'] as const;
const DATE_COLUMNS = ['inizio', 'fine', 'posti', 'stato', 'motivo'] as const;

const MAX_CAPACITY = 10_000;
const MAX_HOURS = 1_000;
const MAX_TITLE = 200;
const MAX_TEXT = 10_000;
const MAX_SHORT = 200;

/** The cells of one row by column; the first fault of each column is kept. */
class RowReader {
  readonly line: number;
  readonly issues: RowIssue[] = [];
  readonly #cells: ReadonlyMap<string, string>;

  constructor(row: CsvRow, columns: readonly string[]) {
    this.line = row.line;
    this.#cells = new Map(columns.map((column, index) => [column, clean(row.cells[index] ?? '')]));
  }

  raw(column: Column): string {
    return this.#cells.get(column) ?? '';
  }

  refuse(column: Column, key: string, params?: Record<string, string | number>): void {
    this.issues.push({ line: this.line, column, key, ...(params && { params }) });
  }

  text(column: Column, max: number): string {
    const value = this.optional(column, max);
    if (value === null) this.refuse(column, 'file.row.missing');
    return value ?? '';
  }

  optional(column: Column, max: number): string | null {
    const value = this.raw(column);
    if (value.length > max) this.refuse(column, 'catalogue.tooLong', { max, found: value.length });
    return value === '' ? null : value;
  }

  match(column: Column, form: RegExp, key: string): string {
    const value = this.text(column, MAX_SHORT);
    if (value !== '' && !form.test(value)) this.refuse(column, key, { value: value.slice(0, 60) });
    return value;
  }

  whole(column: Column, low: number, high: number): number {
    const value = this.text(column, MAX_SHORT);
    const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
    if (value !== '' && !(number >= low && number <= high)) {
      this.refuse(column, 'catalogue.number', { low, high, value: value.slice(0, 20) });
    }
    return number;
  }

  instant(column: Column): Date {
    const value = this.text(column, MAX_SHORT);
    const read = value === '' ? { at: new Date(0) } : parseRomeInstant(value);
    if ('at' in read) return read.at;
    this.refuse(column, `catalogue.instant.${read.fault}`, { value: value.slice(0, 40) });
    return new Date(0);
  }
}

function clean(cell: string): string {
  return cell.replace(/\r\n?/g, '\n').trim();
}

/** Reads every row; each fault is told with its line and column. */
export function parseCatalogue({ columns, rows }: CsvTable): Catalogue {
  const labs = new Map<string, CatalogueLab & { cells: RowReader }>();
  const sessions = new Map<string, CatalogueSession>();
  const rejected: RowIssue[] = [];
  for (const row of rows) {
    if (row.cells.length !== columns.length) {
      const params = { found: row.cells.length, expected: columns.length };
      rejected.push({ line: row.line, column: null, key: 'file.row.cells', params });
      continue;
    }
    const reader = new RowReader(row, columns);
    const code = reader.match('codice', /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'catalogue.code');
    const known = labs.get(code);
    if (known === undefined) labs.set(code, { ...readLab(reader, code), cells: reader });
    else checkSameLab(reader, known.cells);
    if (hasSession(reader)) addSession(reader, code, sessions);
    rejected.push(...reader.issues);
  }
  return {
    labs: [...labs.values()].map(({ cells: _, ...lab }) => lab),
    sessions: [...sessions.values()],
    rejected,
  };
}

function readLab(reader: RowReader, code: string): CatalogueLab {
  return {
    line: reader.line,
    code,
    title: reader.text('titolo', MAX_TITLE),
    description: reader.text('descrizione', MAX_TEXT),
    topic: reader.text('tema', MAX_SHORT),
    trainers: parts(reader.optional('formatori', MAX_TEXT) ?? ''),
    audience: readAudience(reader),
    subject: reader.optional('materia', MAX_SHORT),
    creditedHours: reader.whole('ore', 0, MAX_HOURS),
  };
}

function parts(list: string): string[] {
  return list
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readAudience(reader: RowReader): SchoolOrderName[] {
  const words = parts(reader.text('destinatari', MAX_SHORT).toLowerCase());
  if (words.includes('tutti')) return [...ORDERS];
  const unknown = words.find((word) => !Object.values(ORDER_WORDS).includes(word));
  if (unknown !== undefined) reader.refuse('destinatari', 'catalogue.audience', { value: unknown.slice(0, 60) });
  return ORDERS.filter((order) => words.includes(ORDER_WORDS[order]));
}

/** The rows of one lab say the same of it; a blank cell means «as above». */
function checkSameLab(reader: RowReader, first: RowReader): void {
  for (const column of LAB_COLUMNS) {
    const value = reader.raw(column);
    if (value !== '' && value !== first.raw(column)) {
      reader.refuse(column, 'catalogue.labDiffers', { line: first.line });
    }
  }
}

/** A lab whose sessions are not known yet has one row with these columns blank. */
function hasSession(reader: RowReader): boolean {
  return [...SESSION_COLUMNS, ...DATE_COLUMNS].some((column) => reader.raw(column) !== '');
}

function addSession(reader: RowReader, labCode: string, sessions: Map<string, CatalogueSession>): void {
  const session = readSession(reader, labCode);
  const id = `${labCode} ${session.number}`;
  const before = sessions.get(id);
  if (before !== undefined) reader.refuse('incontro', 'catalogue.repeated', { line: before.line });
  else sessions.set(id, session);
}

function readSession(reader: RowReader, labCode: string): CatalogueSession {
  const number = reader.whole('incontro', 1, MAX_CAPACITY);
  const startsAt = reader.instant('inizio');
  const endsAt = reader.instant('fine');
  const bothRead = !reader.issues.some(({ column }) => column === 'inizio' || column === 'fine');
  if (bothRead && endsAt <= startsAt) reader.refuse('fine', 'catalogue.endsBefore');
  return {
    line: reader.line,
    labCode,
    number,
    ...readVenue(reader),
    room: reader.optional('aula', MAX_SHORT),
    startsAt,
    endsAt,
    capacity: reader.whole('posti', 1, MAX_CAPACITY),
    ...readState(reader),
  };
}

type VenueFields = 'schoolCode' | 'venueName' | 'venueAddress' | 'venueMunicipality' | 'venueProvince';

function readVenue(reader: RowReader): Pick<CatalogueSession, VenueFields> {
  const venueAddress = reader.optional('indirizzo', MAX_SHORT);
  if (reader.raw('scuola') !== '') {
    for (const column of ['sede', 'comune', 'provincia'] as const) {
      if (reader.raw(column) !== '') reader.refuse(column, 'catalogue.venueTwice');
    }
    const schoolCode = reader.match('scuola', /^[A-Za-z]{2}[A-Za-z0-9]{8}$/, 'catalogue.schoolCode').toUpperCase();
    return { schoolCode, venueName: null, venueAddress, venueMunicipality: null, venueProvince: null };
  }
  return {
    schoolCode: null,
    venueName: reader.text('sede', MAX_SHORT),
    venueAddress,
    venueMunicipality: reader.text('comune', MAX_SHORT),
    venueProvince: reader.match('provincia', /^[A-Za-z]{2}$/, 'catalogue.province').toUpperCase(),
  };
}

function readState(reader: RowReader): Pick<CatalogueSession, 'state' | 'cancelReason'> {
  const word = reader.raw('stato').toLowerCase();
  const cancelReason = reader.optional('motivo', MAX_TEXT);
  if (word === STATE_WORDS.CANCELLED) return { state: 'CANCELLED', cancelReason };
  if (word !== '' && word !== STATE_WORDS.SCHEDULED) {
    reader.refuse('stato', 'catalogue.state', { value: word.slice(0, 40) });
  }
  if (cancelReason !== null) reader.refuse('motivo', 'catalogue.reasonAlone');
  return { state: 'SCHEDULED', cancelReason: null };
}

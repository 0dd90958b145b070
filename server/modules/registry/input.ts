import type { CsvRow, CsvTable, RowIssue } from '../../platform/csv/csv.ts';
import { type MinistryRegistry, provinceCodeOf, registryOf } from './rules.ts';

/** A row of the ministry's registry, as Sportello keeps it. */
export interface SchoolRow {
  code: string;
  name: string;
  kind: string | null;
  instituteCode: string | null;
  instituteName: string | null;
  address: string | null;
  postalCode: string | null;
  municipality: string;
  municipalityCode: string | null;
  provinceCode: string;
  provinceName: string | null;
  region: string | null;
  email: string | null;
  certifiedEmail: string | null;
  website: string | null;
  isSeat: boolean;
}

export interface SchoolsFile {
  registry: MinistryRegistry;
  schoolYear: string;
  schools: SchoolRow[];
  rejected: RowIssue[];
  warnings: RowIssue[];
}

export const FIRST_COLUMN = 'ANNOSCOLASTICO';
export const REQUIRED_COLUMNS = [
  FIRST_COLUMN,
  'REGIONE',
  'PROVINCIA',
  'CODICESCUOLA',
  'DENOMINAZIONESCUOLA',
  'DESCRIZIONECOMUNE',
] as const;

const MISSING = new Set(['', 'NON DISPONIBILE', 'ND']);
const LONGEST_MISSING = 15;
/** Anything but single spaces between words. */
const DISORDER = /^\s|\s$|\s\s|[^\S ]|\p{Cc}/u;
const SCHOOL_CODE = /^[A-Z]{2}[A-Z0-9]{8}$/;

interface Field {
  column: string;
  /** What the value must look like; anything else is odd and is not kept. */
  form?: RegExp;
  normalise?: (value: string) => string;
}

const OPTIONAL = {
  kind: { column: 'DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA' },
  address: { column: 'INDIRIZZOSCUOLA' },
  postalCode: { column: 'CAPSCUOLA', form: /^\d{5}$/ },
  municipalityCode: { column: 'CODICECOMUNESCUOLA', form: /^[A-Z]\d{3}$/ },
  provinceName: { column: 'PROVINCIA' },
  region: { column: 'REGIONE' },
  email: { column: 'INDIRIZZOEMAILSCUOLA', form: /^[^\s@]+@[^\s@]+\.[^\s@.]+$/, normalise: lowerCase },
  certifiedEmail: { column: 'INDIRIZZOPECSCUOLA', form: /^[^\s@]+@[^\s@]+\.[^\s@.]+$/, normalise: lowerCase },
  website: { column: 'SITOWEBSCUOLA', form: /^(https?:\/\/)?[\w-]+(\.[\w-]+)+([/?#:]\S*)?$/i },
} satisfies Record<string, Field>;

const OF_STATE = {
  instituteCode: { column: 'CODICEISTITUTORIFERIMENTO', form: SCHOOL_CODE },
  instituteName: { column: 'DENOMINAZIONEISTITUTORIFERIMENTO' },
} satisfies Record<string, Field>;

function lowerCase(value: string): string {
  return value.toLowerCase();
}

/** A value's spaces in order; null where the ministry has nothing. Control characters are no text. */
function tidy(cell: string): string | null {
  const value = DISORDER.test(cell) ? cell.replace(/[\s\p{Cc}]+/gu, ' ').trim() : cell;
  const missing = value.length <= LONGEST_MISSING && MISSING.has(value.toUpperCase());
  return missing ? null : value;
}

/** A column of the file, asked row after row: neighbours often say the same. */
class ColumnReader {
  readonly #index: number;
  #cell = '';
  #value: string | null = null;

  constructor(index: number) {
    this.#index = index;
  }

  read({ cells }: CsvRow): string | null {
    const cell = cells[this.#index] ?? '';
    if (cell !== this.#cell) {
      this.#cell = cell;
      this.#value = tidy(cell);
    }
    return this.#value;
  }
}

/** One row after the other under the names of its columns. */
class RowReader {
  row: CsvRow = { line: 0, cells: [] };
  readonly #columns: ReadonlyMap<string, ColumnReader>;
  readonly #warnings: RowIssue[];

  constructor(columns: readonly string[], warnings: RowIssue[]) {
    this.#columns = new Map(columns.map((column, index) => [column, new ColumnReader(index)]));
    this.#warnings = warnings;
  }

  text(column: string): string | null {
    return this.#columns.get(column)?.read(this.row) ?? null;
  }

  /** Missing or odd values are told and left out. */
  optional({ column, form, normalise }: Field): string | null {
    const reader = this.#columns.get(column);
    if (!reader) return null;
    const value = reader.read(this.row);
    if (value === null) {
      this.#warn(column, 'registry.row.notAvailable');
      return null;
    }
    if (form !== undefined && !form.test(value)) {
      this.#warn(column, 'registry.row.odd', { value: value.slice(0, 80) });
      return null;
    }
    return normalise ? normalise(value) : value;
  }

  #warn(column: string, key: string, params?: Record<string, string>): void {
    this.#warnings.push({ line: this.row.line, column, key, ...(params && { params }) });
  }
}

/** Reads every row; what cannot be kept is rejected, what is missing or odd is a warning. */
export function parseSchools(table: CsvTable): SchoolsFile {
  const indexes = new Map(table.columns.map((column, index) => [column, index]));
  const ofState = indexes.has(OF_STATE.instituteCode.column);
  const schools: SchoolRow[] = [];
  const rejected: RowIssue[] = [];
  const warnings: RowIssue[] = [];
  const lineOfCode = new Map<string, number>();
  const schoolYear = yearOf(table.rows[0]?.cells[indexes.get(FIRST_COLUMN) ?? 0] ?? '');

  const reader = new RowReader(table.columns, warnings);
  for (const row of table.rows) {
    reader.row = row;
    const faults = faultsOf(row, reader, { schoolYear, width: table.columns.length, lineOfCode });
    if (faults.length > 0) {
      rejected.push(...faults);
      continue;
    }
    const school = toSchool(reader, ofState);
    lineOfCode.set(school.code, row.line);
    schools.push(school);
  }
  return {
    registry: registryOf({ ofState, regions: new Set(schools.map(({ region }) => region ?? '')) }),
    schoolYear: schoolYear ?? '',
    schools,
    rejected,
    warnings,
  };
}

/** «202627» becomes «2026/27»; null when it is not a school year. */
function yearOf(text: string): string | null {
  const [, first = '', second = ''] = /^(\d{4})(\d{2})$/.exec(text.trim()) ?? [];
  return first !== '' && (Number(first) + 1) % 100 === Number(second) ? `${first}/${second}` : null;
}

interface RowFacts {
  schoolYear: string | null;
  width: number;
  lineOfCode: ReadonlyMap<string, number>;
}

function faultsOf(row: CsvRow, reader: RowReader, { schoolYear, width, lineOfCode }: RowFacts): RowIssue[] {
  const { line } = row;
  if (row.cells.length !== width) {
    return [{ line, column: null, key: 'file.row.cells', params: { found: row.cells.length, expected: width } }];
  }
  const faults: RowIssue[] = [];
  for (const column of ['CODICESCUOLA', 'DENOMINAZIONESCUOLA', 'DESCRIZIONECOMUNE']) {
    if (reader.text(column) === null) faults.push({ line, column, key: 'file.row.missing' });
  }
  const code = reader.text('CODICESCUOLA')?.toUpperCase();
  if (code !== undefined && !SCHOOL_CODE.test(code)) {
    faults.push({ line, column: 'CODICESCUOLA', key: 'registry.row.code', params: { value: code.slice(0, 40) } });
  }
  const before = code === undefined ? undefined : lineOfCode.get(code);
  if (code !== undefined && before !== undefined) {
    faults.push({ line, column: 'CODICESCUOLA', key: 'registry.row.repeated', params: { value: code, line: before } });
  }
  const year = reader.text(FIRST_COLUMN) ?? '';
  if (schoolYear === null || yearOf(year) !== schoolYear) {
    const key = schoolYear === null ? 'registry.row.year' : 'registry.row.otherYear';
    faults.push({ line, column: FIRST_COLUMN, key, params: { value: year.slice(0, 40), year: schoolYear ?? '' } });
  }
  return faults;
}

function toSchool(reader: RowReader, ofState: boolean): SchoolRow {
  const code = (reader.text('CODICESCUOLA') ?? '').toUpperCase();
  const provinceName = reader.optional(OPTIONAL.provinceName);
  return {
    code,
    name: reader.text('DENOMINAZIONESCUOLA') ?? '',
    kind: reader.optional(OPTIONAL.kind),
    instituteCode: ofState ? reader.optional(OF_STATE.instituteCode) : null,
    instituteName: ofState ? reader.optional(OF_STATE.instituteName) : null,
    address: reader.optional(OPTIONAL.address),
    postalCode: reader.optional(OPTIONAL.postalCode),
    municipality: reader.text('DESCRIZIONECOMUNE') ?? '',
    municipalityCode: reader.optional(OPTIONAL.municipalityCode),
    provinceCode: provinceCodeOf(code, provinceName),
    provinceName,
    region: reader.optional(OPTIONAL.region),
    email: reader.optional(OPTIONAL.email),
    certifiedEmail: reader.optional(OPTIONAL.certifiedEmail),
    website: reader.optional(OPTIONAL.website),
    isSeat: reader.text('INDICAZIONESEDEDIRETTIVO') === 'SI',
  };
}

import { Temporal } from 'temporal-polyfill';
import type { CsvRow, CsvTable, RowIssue } from '../../platform/csv/csv.ts';
import type { Role } from '../../platform/db/generated/client.ts';
import { isMailAddress } from '../../platform/mail/message.ts';
import { baseOf, fieldsAgainst, isDay, type NamedPerson, readFiscalCode } from '../registry/service.ts';
import { rolePlaceFault } from './roles-rules.ts';

// People known to the administration, and their roles; docs/formats.md describes the file to those who write one.

export const PEOPLE_REQUIRED = ['codice_fiscale', 'cognome', 'nome'] as const;
export const PEOPLE_OPTIONAL = [
  'data_nascita',
  'sesso',
  'luogo_nascita',
  'email_istituzionale',
  'utenza_ministero',
  'ruolo',
  'sede',
  'dal',
  'al',
] as const;
type Column = (typeof PEOPLE_REQUIRED)[number] | (typeof PEOPLE_OPTIONAL)[number];

const ROLE_WORDS: Record<string, Role> = {
  segreteria: 'DESK',
  dirigente: 'HEAD',
  ufficio: 'OFFICE',
  assistenza: 'HELPDESK',
  sicurezza: 'SECURITY',
};
const MAX_NAME = 100;
const MINISTRY_NAME = /^mi\d{5}$/;
const SCHOOL_CODE = /^[A-Z]{2}[A-Z0-9]{8}$/;
const PLACE_CODE = /^[A-Z]\d{3}$/;

export interface NamedAppointment {
  line: number;
  role: Role;
  schoolCode: string | null;
  startsAt: Date;
  endsAt: Date | null;
}

export interface FilePerson extends NamedPerson {
  line: number;
  /** Of the ministry's account, in lower case; null when there is none. */
  ministryName: string | null;
  appointments: NamedAppointment[];
}

export interface PeopleFile {
  people: FilePerson[];
  rejected: RowIssue[];
}

/** The cells of one row by column. */
class RowReader {
  readonly line: number;
  readonly issues: RowIssue[] = [];
  readonly #cells: ReadonlyMap<string, string>;

  constructor(row: CsvRow, columns: readonly string[]) {
    this.line = row.line;
    this.#cells = new Map(columns.map((name, index) => [name, (row.cells[index] ?? '').replace(/\s+/g, ' ').trim()]));
  }

  /** null where the cell is blank. */
  text(column: Column): string | null {
    return this.#cells.get(column) || null;
  }

  refuse(column: Column, key: string, params?: Record<string, string | number>): null {
    this.issues.push({ line: this.line, column, key, ...(params && { params }) });
    return null;
  }

  needed(column: Column): string {
    const value = this.text(column);
    if (value === null) this.refuse(column, 'file.row.missing');
    else if (value.length > MAX_NAME) this.refuse(column, 'people.row.tooLong', { max: MAX_NAME });
    return value ?? '';
  }

  /** The value when it has its form, in the form to keep. */
  formed(column: Column, read: (value: string) => string | null, key: string): string | null {
    const value = this.text(column);
    return value === null ? null : (read(value) ?? this.refuse(column, key, { value: value.slice(0, 60) }));
  }
}

const day = (text: string): string | null => {
  const italian = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso = italian ? `${italian[3]}-${italian[2]?.padStart(2, '0')}-${italian[1]?.padStart(2, '0')}` : text;
  return isDay(iso) ? iso : null;
};

const midnight = (on: string, plusDays: number): Date =>
  new Date(Temporal.PlainDate.from(on).add({ days: plusDays }).toZonedDateTime('Europe/Rome').epochMilliseconds);

function personOf(row: RowReader): FilePerson {
  const code = readFiscalCode(row.needed('codice_fiscale')).code;
  // A wrong code is never repeated: reports travel.
  if (code === null && row.text('codice_fiscale') !== null) row.refuse('codice_fiscale', 'people.row.fiscalCode');
  const matching = (form: RegExp, change: (text: string) => string) => (text: string) =>
    form.test(change(text)) ? change(text) : null;
  const upper = (text: string): string => text.toUpperCase();
  const lower = (text: string): string => text.toLowerCase();
  return {
    line: row.line,
    fiscalCode: code ?? '',
    lastName: row.needed('cognome'),
    firstName: row.needed('nome'),
    bornOn: row.formed('data_nascita', day, 'people.row.day'),
    sex: row.formed('sesso', matching(/^[FM]$/, upper), 'people.row.sex') as 'F' | 'M' | null,
    birthplaceCode: row.formed('luogo_nascita', matching(PLACE_CODE, upper), 'people.row.place'),
    institutionalEmail: row.formed(
      'email_istituzionale',
      (text) => (isMailAddress(text) ? text.toLowerCase() : null),
      'people.row.email',
    ),
    ministryName: row.formed('utenza_ministero', matching(MINISTRY_NAME, lower), 'people.row.ministryName'),
    appointments: [],
  };
}

const COLUMN_OF = {
  firstName: 'nome',
  lastName: 'cognome',
  bornOn: 'data_nascita',
  birthplaceCode: 'luogo_nascita',
  sex: 'sesso',
} as const;

/** What the codice fiscale says against the facts; of the birth only where all of it is there. */
function compareWithCode(row: RowReader, person: FilePerson): void {
  const { bornOn, sex, birthplaceCode, firstName, lastName } = person;
  const whole = bornOn !== null && sex !== null && birthplaceCode !== null;
  const facts = whole ? { bornOn, sex, birthplaceCode } : { bornOn: '1980-01-01', sex: 'F', birthplaceCode: 'A944' };
  const against = fieldsAgainst(person.fiscalCode, { firstName, lastName, ...facts } as Parameters<
    typeof fieldsAgainst
  >[1]);
  for (const field of against) {
    if (whole || field === 'firstName' || field === 'lastName') row.refuse(COLUMN_OF[field], 'people.row.againstCode');
  }
}

function appointmentOf(row: RowReader): NamedAppointment | null {
  const word = row.text('ruolo');
  if (word === null) {
    for (const column of ['sede', 'dal', 'al'] as const) {
      if (row.text(column) !== null) row.refuse(column, 'people.row.withoutRole');
    }
    return null;
  }
  const role = ROLE_WORDS[word.toLowerCase()];
  if (!role) return row.refuse('ruolo', 'people.row.role', { value: word.slice(0, 60) });
  const place = row.formed(
    'sede',
    (text) => (SCHOOL_CODE.test(text.toUpperCase()) ? text.toUpperCase() : null),
    'people.row.school',
  );
  const fault = row.text('sede') !== null && place === null ? null : rolePlaceFault(role, place);
  if (fault) row.refuse('sede', `people.row.${fault}`);
  const from = row.formed('dal', day, 'people.row.day');
  if (row.text('dal') === null) row.refuse('dal', 'file.row.missing');
  const to = row.formed('al', day, 'people.row.day');
  if (from === null) return null;
  if (to !== null && to < from) return row.refuse('al', 'people.row.period');
  const endsAt = to === null ? null : midnight(to, 1);
  return { line: row.line, role, schoolCode: place, startsAt: midnight(from, 0), endsAt };
}

const FACTS = ['bornOn', 'sex', 'birthplaceCode', 'institutionalEmail', 'ministryName'] as const;

/** Reads every row: one a person, or one for each of their roles, whose other cells may be blank. */
export function parsePeople(table: CsvTable): PeopleFile {
  const rejected: RowIssue[] = [];
  const byBase = new Map<string, FilePerson>();
  const lineOfName = new Map<string, { line: number; base: string }>();
  for (const raw of table.rows) {
    const { line } = raw;
    if (raw.cells.length !== table.columns.length) {
      const params = { found: raw.cells.length, expected: table.columns.length };
      rejected.push({ line, column: null, key: 'file.row.cells', params });
      continue;
    }
    const row = new RowReader(raw, table.columns);
    const person = personOf(row);
    const appointment = appointmentOf(row);
    if (person.fiscalCode !== '') {
      compareWithCode(row, person);
      const base = baseOf(person.fiscalCode);
      const before = byBase.get(base);
      if (before) joinRows(row, before, person);
      else byBase.set(base, person);
      takeAppointment(row, before ?? person, appointment);
      const { ministryName } = person;
      const taken = ministryName === null ? undefined : lineOfName.get(ministryName);
      if (taken && taken.base !== base) row.refuse('utenza_ministero', 'people.row.repeated', { line: taken.line });
      if (ministryName !== null && !taken) lineOfName.set(ministryName, { line, base });
    }
    rejected.push(...row.issues);
  }
  return { people: [...byBase.values()], rejected };
}

function joinRows(row: RowReader, before: FilePerson, again: FilePerson): void {
  const other = (column: Column): null => row.refuse(column, 'people.row.otherFacts', { line: before.line });
  if (again.fiscalCode !== before.fiscalCode) other('codice_fiscale');
  if (again.lastName !== before.lastName) other('cognome');
  if (again.firstName !== before.firstName) other('nome');
  const columns = {
    ...COLUMN_OF,
    institutionalEmail: 'email_istituzionale',
    ministryName: 'utenza_ministero',
  } as const;
  for (const fact of FACTS) {
    const value = again[fact];
    if (value === null) continue;
    if (before[fact] === null) Object.assign(before, { [fact]: value });
    else if (before[fact] !== value) other(columns[fact]);
  }
  if (row.text('ruolo') === null) row.refuse('ruolo', 'people.row.twice', { line: before.line });
}

function takeAppointment(row: RowReader, person: FilePerson, appointment: NamedAppointment | null): void {
  if (!appointment) return;
  const same = person.appointments.find(
    ({ role, schoolCode, startsAt, endsAt }) =>
      role === appointment.role &&
      schoolCode === appointment.schoolCode &&
      (endsAt === null || endsAt > appointment.startsAt) &&
      (appointment.endsAt === null || startsAt < appointment.endsAt),
  );
  if (same) row.refuse('ruolo', 'people.row.sameRole', { line: same.line });
  else person.appointments.push(appointment);
}

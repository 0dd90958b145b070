import { graphqlWords } from '../graphql/words.ts';
import type { Counts, PeopleReport } from '../modules/account/people-import.ts';
import { peopleWords } from '../modules/account/people-words.ts';
import { accountWords } from '../modules/account/words.ts';
import type { CatalogueReport, EligibleReport, WriteCounts } from '../modules/lab/catalogue-import.ts';
import { catalogueWords } from '../modules/lab/catalogue-words.ts';
import type { PlacesReport } from '../modules/registry/place-import.ts';
import type { SchoolsReport, WarningCount } from '../modules/registry/service.ts';
import { registryWords } from '../modules/registry/words.ts';
import type { RowIssue } from '../platform/csv/csv.ts';
import { csvWords } from '../platform/csv/words.ts';
import type { DomainError, InvalidInputError } from '../platform/errors.ts';
import { createTranslator } from '../platform/i18n.ts';

// Reports of the imports, in Italian for whoever runs the system.

const words = createTranslator([...[graphqlWords, csvWords, registryWords, catalogueWords, accountWords, peopleWords]]);
const REGISTRIES = {
  STATE: 'scuole statali',
  STATE_AUTONOMOUS: 'scuole statali delle province autonome',
  PARITARIE: 'scuole paritarie',
  PARITARIE_AUTONOMOUS: 'scuole paritarie delle province autonome',
} as const;
const SHOWN = 200;

export function explainRefusal(error: DomainError): string {
  return words.say('IT', error.key, error.params);
}

export function schoolsReport(report: SchoolsReport, seconds: number): string[] {
  const what = `${REGISTRIES[report.registry]}, anno ${report.schoolYear}`;
  if (report.outcome === 'rejected') return rejection(report, report.warnings.map(warningLine));
  const { added, updated, confirmed, unchanged, reopened, closed } = report;
  const counts = { aggiunte: added, aggiornate: updated, confermate: confirmed, invariate: unchanged };
  return [
    `Righe lette: ${number(report.rows)} (${what}), in ${number(seconds, 1)} s.`,
    `  ${list({ ...counts, riaperte: reopened, chiuse: closed })}`,
    ...warningLines(report.warnings.map(warningLine)),
  ];
}

export function catalogueReport(report: CatalogueReport): string[] {
  const warnings = report.warnings.map(issueLine);
  if (report.outcome === 'rejected') return rejection(report, warnings);
  const left =
    report.notInFile > 0 ? [`  incontri che il file non nomina, rimasti come sono: ${report.notInFile}`] : [];
  return [
    `Righe lette: ${number(report.rows)}.`,
    `  laboratori: ${list(masculine(report.labs))}`,
    `  incontri: ${list(masculine(report.sessions))}`,
    ...left,
    ...warningLines(warnings),
  ];
}

export function eligibleReport(report: EligibleReport): string[] {
  const warnings = report.warnings.map(issueLine);
  if (report.outcome === 'rejected') return rejection(report, warnings);
  const { added, removed, unchanged } = report;
  return [
    `Righe lette: ${number(report.rows)}.`,
    `  codici fiscali: ${list({ aggiunti: added, 'già presenti': unchanged, tolti: removed })}`,
    ...warningLines(warnings),
  ];
}

export function peopleReport(report: PeopleReport): string[] {
  if (report.outcome === 'rejected') return rejection(report, []);
  const { people, appointments, accountsOpened, granted, waiting } = report;
  return [
    `Righe lette: ${number(report.rows)}.`,
    `  persone: ${list(feminine(people))}`,
    `  incarichi: ${list(masculine(appointments))}`,
    `  utenze del ministero aperte: ${number(accountsOpened)}`,
    `  ruoli assegnati: ${number(granted)} · in attesa di un account: ${number(waiting)}`,
  ];
}

export function placesReport(report: PlacesReport): string[] {
  const warnings = report.warnings.map(warningLine);
  if (report.outcome === 'rejected') return rejection(report, warnings);
  const { added, updated, unchanged } = report;
  return [
    `Righe lette: ${number(report.rows)}.`,
    `  comuni: ${list(masculine({ added, updated, unchanged }))}`,
    ...warningLines(warnings),
  ];
}

/** What is to be corrected in the words of a command. */
export function explainIssues({ issues }: InvalidInputError): string {
  return issues.map(({ key, params }) => words.say('IT', key, params)).join('\n');
}

/** Every rejected value as CSV, for whoever corrects the file. */
export function issueRows(issues: readonly RowIssue[]): string[][] {
  return [
    ['riga', 'colonna', 'motivo'],
    ...issues.map((issue) => [String(issue.line), issue.column ?? '', reasonOf(issue)]),
  ];
}

function rejection({ rows, rejected }: { rows: number; rejected: readonly RowIssue[] }, warnings: string[]): string[] {
  const faulty = new Set(rejected.map(({ line }) => line)).size;
  const rest = rejected.length - SHOWN;
  return [
    `File rifiutato: ${faulty === 1 ? 'una riga' : `${number(faulty)} righe`} su ${number(rows)} da correggere. Non è stato scritto nulla.`,
    ...rejected.slice(0, SHOWN).map((issue) => `  ${issueLine(issue)}`),
    ...(rest > 0 ? [`  … e altri ${number(rest)} valori: con --report FILE li trovi tutti.`] : []),
    ...warningLines(warnings),
  ];
}

function warningLines(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - SHOWN;
  return [
    'Avvisi:',
    ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … e altri ${number(rest)}.`] : []),
  ];
}

function warningLine({ column, count, examples }: WarningCount): string {
  const [first] = examples;
  const lines = examples.map(({ line }) => line).join(', ');
  const where = count === 1 ? `riga ${lines}` : `${number(count)} righe, per esempio ${lines}`;
  return `${column}: ${first ? reasonOf(first) : ''} (${where})`;
}

function issueLine(issue: RowIssue): string {
  const place = [issue.line > 0 ? `riga ${issue.line}` : null, issue.column].filter(Boolean).join(', ');
  return place === '' ? reasonOf(issue) : `${place}: ${reasonOf(issue)}`;
}

function reasonOf(issue: RowIssue): string {
  return words.say('IT', issue.key, issue.params);
}

function feminine({ added, updated, unchanged }: Counts): Record<string, number> {
  return { aggiunte: added, aggiornate: updated, invariate: unchanged };
}

function masculine({ added, updated, unchanged }: WriteCounts): Record<string, number> {
  return { aggiunti: added, aggiornati: updated, invariati: unchanged };
}

function list(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(' · ');
}

function number(value: number, digits = 0): string {
  return value.toLocaleString('it-IT', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: 'always',
  });
}

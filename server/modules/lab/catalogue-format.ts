import type { RowIssue } from '../../platform/csv/csv.ts';
import { writeCsv } from '../../platform/csv/write.ts';
import { formatRomeInstant } from './catalogue-time.ts';

// The catalogue of a campaign as a CSV file; docs/formats.md describes it to those who write one.

export const REQUIRED_COLUMNS = [
  'codice',
  'titolo',
  'descrizione',
  'tema',
  'destinatari',
  'ore',
  'incontro',
  'inizio',
  'fine',
  'posti',
] as const;
export const OPTIONAL_COLUMNS = [
  'formatori',
  'materia',
  'scuola',
  'sede',
  'indirizzo',
  'comune',
  'provincia',
  'aula',
  'stato',
  'motivo',
] as const;
const EXPORTED_COLUMNS = [
  ...['codice', 'titolo', 'descrizione', 'tema', 'formatori', 'destinatari', 'materia', 'ore', 'incontro', 'scuola'],
  ...['sede', 'indirizzo', 'comune', 'provincia', 'aula', 'inizio', 'fine', 'posti', 'stato', 'motivo'],
] as const;
export type Column = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

export const ORDERS = ['INFANZIA', 'PRIMARIA', 'SECONDARIA_PRIMO', 'SECONDARIA_SECONDO'] as const;
export type SchoolOrderName = (typeof ORDERS)[number];
export const ORDER_WORDS: Record<SchoolOrderName, string> = {
  INFANZIA: 'infanzia',
  PRIMARIA: 'primaria',
  SECONDARIA_PRIMO: 'secondaria di primo grado',
  SECONDARIA_SECONDO: 'secondaria di secondo grado',
};
export const STATE_WORDS = { SCHEDULED: 'previsto', CANCELLED: 'annullato' } as const;

export interface CatalogueLab {
  line: number;
  code: string;
  title: string;
  description: string;
  topic: string;
  trainers: string[];
  audience: SchoolOrderName[];
  subject: string | null;
  creditedHours: number;
}

export interface CatalogueSession {
  line: number;
  labCode: string;
  number: number;
  schoolCode: string | null;
  venueName: string | null;
  venueAddress: string | null;
  venueMunicipality: string | null;
  venueProvince: string | null;
  room: string | null;
  startsAt: Date;
  endsAt: Date;
  capacity: number;
  state: keyof typeof STATE_WORDS;
  cancelReason: string | null;
}

export interface Catalogue {
  labs: CatalogueLab[];
  sessions: CatalogueSession[];
  rejected: RowIssue[];
}

export type ExportedSession = Omit<CatalogueSession, 'line' | 'labCode'>;
export type ExportedLab = Omit<CatalogueLab, 'line'> & { sessions: readonly ExportedSession[] };

/** The file that gives these labs back when it is imported. */
export function formatCatalogue(labs: readonly ExportedLab[]): string {
  const rows = labs.flatMap((lab) =>
    lab.sessions.length === 0 ? [cellsOf(lab, null)] : lab.sessions.map((session) => cellsOf(lab, session)),
  );
  return writeCsv([EXPORTED_COLUMNS, ...rows]);
}

function cellsOf(lab: ExportedLab, session: ExportedSession | null): string[] {
  const labCells = [
    ...[lab.code, lab.title, lab.description, lab.topic, lab.trainers.join(' | ')],
    ...[lab.audience.map((order) => ORDER_WORDS[order]).join(' | '), lab.subject ?? '', String(lab.creditedHours)],
  ];
  if (session === null) return [...labCells, ...Array<string>(EXPORTED_COLUMNS.length - labCells.length).fill('')];
  return [
    ...labCells,
    ...[String(session.number), session.schoolCode ?? '', session.venueName ?? '', session.venueAddress ?? ''],
    ...[session.venueMunicipality ?? '', session.venueProvince ?? '', session.room ?? ''],
    ...[formatRomeInstant(session.startsAt), formatRomeInstant(session.endsAt), String(session.capacity)],
    ...[STATE_WORDS[session.state], session.cancelReason ?? ''],
  ];
}

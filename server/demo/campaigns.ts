import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { schoolDay } from './school-days.ts';

const folder = path.resolve(import.meta.dirname, '../../prisma/demo');
// The Monday that stands for «this week» in the dates of the demo files.
const ANCHOR = Temporal.PlainDate.from('2026-01-05');

/** The Monday of the week of an instant, in Italy. */
export function mondayOf(now: Date): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('Europe/Rome').toPlainDate();
  return today.subtract({ days: today.dayOfWeek - 1 }).toString();
}

/** A catalogue of the demo with its dates moved to the school weeks around a Monday; hours of the day stay. */
export async function readDemoCatalogue(name: string, monday: string): Promise<Buffer> {
  const text = await readFile(path.join(folder, name), 'utf8');
  return Buffer.from(
    text.replace(/\b\d{4}-\d\d-\d\d(?= \d\d:\d\d)/g, (day) =>
      schoolDay(Temporal.PlainDate.from(day), ANCHOR, monday).toString(),
    ),
  );
}

export async function readDemoFile(name: string): Promise<Buffer> {
  return await readFile(path.join(folder, name));
}

export interface DemoCampaign {
  slug: string;
  title: string;
  description: string;
  audience: 'EVERYONE' | 'LISTED';
  personalLimit: number;
  cancelHoursBefore: number;
  /** Days from this week's Monday, at 9:00 in Italy. */
  opensOnDay: number;
  closesOnDay: number;
  state: 'DRAFT' | 'PUBLISHED' | 'CLOSED';
  /** Null for a draft without labs. */
  catalogue: string | null;
}

export const DEMO_CAMPAIGNS: readonly DemoCampaign[] = [
  {
    slug: 'laboratori-aperti',
    title: 'Laboratori aperti',
    description:
      'Laboratori per docenti di ogni ordine e grado, in tutta la regione.\n\nOgni incontro vale come formazione. Puoi tenere due posti insieme; fino a 48 ore prima puoi cambiare idea.',
    ...{ audience: 'EVERYONE', personalLimit: 2, cancelHoursBefore: 48, state: 'PUBLISHED', catalogue: 'labs.csv' },
    ...{ opensOnDay: -14, closesOnDay: 35 },
  },
  {
    slug: 'intelligenza-artificiale-in-classe',
    title: 'Intelligenza artificiale in classe',
    description: 'Due laboratori per le scuole secondarie, riservati a chi è nell’elenco della campagna.',
    ...{
      audience: 'LISTED',
      personalLimit: 1,
      cancelHoursBefore: 24,
      state: 'PUBLISHED',
      catalogue: 'labs-opening.csv',
    },
    ...{ opensOnDay: 10, closesOnDay: 39 },
  },
  {
    slug: 'giochi-e-inclusione',
    title: 'Giochi e inclusione',
    description: 'Conclusa: i materiali restano a disposizione di chi ha partecipato.',
    ...{
      audience: 'EVERYONE',
      personalLimit: 3,
      cancelHoursBefore: 24,
      state: 'CLOSED',
      catalogue: 'labs-concluded.csv',
    },
    ...{ opensOnDay: -70, closesOnDay: -42 },
  },
  {
    slug: 'laboratori-di-primavera',
    title: 'Laboratori di primavera',
    description: 'In preparazione.',
    ...{ audience: 'EVERYONE', personalLimit: 2, cancelHoursBefore: 48, state: 'DRAFT', catalogue: null },
    ...{ opensOnDay: 70, closesOnDay: 100 },
  },
];

export function nineOClock(monday: string, day: number): Date {
  const at = Temporal.PlainDate.from(monday)
    .add({ days: day })
    .toZonedDateTime({ timeZone: 'Europe/Rome', plainTime: '09:00' });
  return new Date(at.epochMilliseconds);
}

/** «2026/27»: school years begin in September. */
export function schoolYearOf(monday: string): string {
  const { year, month } = Temporal.PlainDate.from(monday);
  const first = month >= 9 ? year : year - 1;
  return `${first}/${String((first + 1) % 100).padStart(2, '0')}`;
}

/** Seats taken by the crowd in each session of the first campaign; the rest is free. */
export const TAKEN_SEATS: Readonly<Record<string, readonly number[]>> = {
  'CARTA-TECH': [24, 22, 4],
  'CODING-CARTE': [12, 11, 3],
  'DATI-CLASSE': [9, 28, 0],
  'LETTURA-LUNGA': [17, 18, 0],
  PLENARIA: [63, 6],
  'ROBOT-BASE': [20, 13, 1],
};

/** Seats of those who can sign in: lab and session number by user name. */
export const OWN_SEATS: readonly { username: string; lab: string; number: number }[] = [
  { username: 'anna.prova', lab: 'DATI-CLASSE', number: 1 },
  { username: 'bruno.esempio', lab: 'PLENARIA', number: 1 },
  { username: 'bruno.esempio', lab: 'CODING-CARTE', number: 3 },
];

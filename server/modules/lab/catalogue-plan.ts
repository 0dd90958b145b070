import type { RowIssue } from '../../platform/csv/csv.ts';
import { type Catalogue, type CatalogueLab, type CatalogueSession, ORDERS } from './catalogue-format.ts';
import type { StoredLab, StoredSession } from './catalogue-store.ts';

export interface Known {
  campaignId: string;
  labs: readonly StoredLab[];
  sessions: readonly StoredSession[];
  /** Schools among those that the file names. */
  schools: ReadonlyMap<string, { isOpen: boolean }>;
}

/** What an import would write, and what forbids it. */
export interface CataloguePlan {
  newLabs: CatalogueLab[];
  changedLabs: (CatalogueLab & { id: string })[];
  newSessions: CatalogueSession[];
  changedSessions: (CatalogueSession & { id: string })[];
  unchangedLabs: number;
  unchangedSessions: number;
  /** Sessions that stand and the file does not name; they stay. */
  notInFile: number;
  rejected: RowIssue[];
  warnings: RowIssue[];
}

/** Compares a file with what stands. Pure: the caller reads, locks and writes. */
export function planCatalogue(catalogue: Catalogue, known: Known): CataloguePlan {
  const plan: CataloguePlan = {
    newLabs: [],
    changedLabs: [],
    newSessions: [],
    changedSessions: [],
    unchangedLabs: 0,
    unchangedSessions: 0,
    notInFile: 0,
    rejected: [...catalogue.rejected],
    warnings: [],
  };
  const labs = new Map(known.labs.map((lab) => [lab.code, lab]));
  for (const lab of catalogue.labs) planLab(plan, lab, { stored: labs.get(lab.code), campaignId: known.campaignId });
  const sessions = new Map(known.sessions.map((session) => [idOf(session), session]));
  for (const session of catalogue.sessions) {
    checkSchool(plan, session, known.schools);
    const stored = sessions.get(idOf(session));
    if (stored === undefined) plan.newSessions.push(session);
    else planChange(plan, session, { stored, labWaiting: labs.get(session.labCode)?.waiting ?? 0 });
  }
  const named = new Set(catalogue.sessions.map(idOf));
  plan.notInFile = known.sessions.filter((session) => !named.has(idOf(session))).length;
  return plan;
}

function idOf(session: { labCode: string; number: number }): string {
  return `${session.labCode} ${session.number}`;
}

function planLab(
  plan: CataloguePlan,
  lab: CatalogueLab,
  { stored, campaignId }: { stored: StoredLab | undefined; campaignId: string },
): void {
  if (stored === undefined) {
    plan.newLabs.push(lab);
  } else if (stored.campaignId !== campaignId) {
    plan.rejected.push({ line: lab.line, column: 'codice', key: 'catalogue.otherCampaign' });
  } else if (isSameLab(lab, stored)) {
    plan.unchangedLabs++;
  } else {
    plan.changedLabs.push({ ...lab, id: stored.id });
  }
}

const LAB_FIELDS = ['title', 'description', 'topic', 'subject', 'creditedHours'] as const;
const VENUE_FIELDS = ['schoolCode', 'venueName', 'venueAddress', 'venueMunicipality', 'venueProvince', 'room'] as const;

function isSameLab(lab: CatalogueLab, stored: StoredLab): boolean {
  return (
    LAB_FIELDS.every((field) => lab[field] === stored[field]) &&
    lab.trainers.join('|') === stored.trainers.join('|') &&
    lab.audience.join('|') === ORDERS.filter((order) => stored.audience.includes(order)).join('|')
  );
}

function checkSchool(plan: CataloguePlan, { line, schoolCode }: CatalogueSession, schools: Known['schools']): void {
  if (schoolCode === null) return;
  const school = schools.get(schoolCode);
  const issue = { line, column: 'scuola', params: { value: schoolCode } };
  if (school === undefined) plan.rejected.push({ ...issue, key: 'catalogue.unknownSchool' });
  else if (!school.isOpen) plan.warnings.push({ ...issue, key: 'catalogue.closedSchool' });
}

/** The file's instants have no fraction of a second. */
function isSameSecond(a: Date, b: Date): boolean {
  return Math.floor(a.getTime() / 1000) === Math.floor(b.getTime() / 1000);
}

function planChange(
  plan: CataloguePlan,
  session: CatalogueSession,
  { stored, labWaiting }: { stored: StoredSession; labWaiting: number },
): void {
  const { line } = session;
  const { taken } = stored;
  const moved = (['startsAt', 'endsAt'] as const).filter((field) => !isSameSecond(session[field], stored[field]));
  const venueMoved = VENUE_FIELDS.some((field) => session[field] !== stored[field]);
  const refuse = (column: string, key: string, params: Record<string, number> = {}): void => {
    plan.rejected.push({ line, column, key: `catalogue.${key}`, params });
  };
  if (taken > 0) {
    for (const field of moved) refuse(field === 'startsAt' ? 'inizio' : 'fine', 'movedWithSeatsTaken', { taken });
    if (venueMoved) plan.warnings.push({ line, column: null, key: 'catalogue.venueMoved', params: { taken } });
  }
  if (session.capacity < taken) refuse('posti', 'belowSeatsTaken', { taken });
  const waiting = stored.waiting + labWaiting;
  if (session.capacity > stored.capacity && waiting > 0) refuse('posti', 'peopleWait', { waiting });
  const stateMoved = session.state !== stored.state || session.cancelReason !== stored.cancelReason;
  if (stateMoved) refuse('stato', 'stateMoved');
  const isSame = moved.length === 0 && !venueMoved && session.capacity === stored.capacity && !stateMoved;
  if (isSame) plan.unchangedSessions++;
  else plan.changedSessions.push({ ...session, id: stored.id });
}

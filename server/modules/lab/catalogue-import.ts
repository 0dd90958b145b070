import { recordAudit } from '../../platform/audit/audit.ts';
import {
  type ByteSource,
  type CsvTable,
  type OnProgress,
  type RowIssue,
  readCsv,
  readLines,
} from '../../platform/csv/csv.ts';
import type { SqlTx } from '../../platform/db/db.ts';
import type { RegistryService, SchoolFacts } from '../registry/service.ts';
import { ArchivedCampaignError, UnknownCampaignError } from './catalogue-errors.ts';
import { type Catalogue, formatCatalogue, OPTIONAL_COLUMNS, REQUIRED_COLUMNS } from './catalogue-format.ts';
import { parseCatalogue } from './catalogue-parse.ts';
import { type CataloguePlan, planCatalogue } from './catalogue-plan.ts';
import {
  addEligible,
  type CampaignFacts,
  findCampaign,
  insertLabs,
  insertSessions,
  listCatalogue,
  listLabsByCode,
  listStoredSessions,
  lockCampaign,
  removeOtherEligible,
  updateLabs,
  updateSessions,
} from './catalogue-store.ts';
import { lockSessions } from './claim-store.ts';
import type { LabDeps } from './deps.ts';

declare module '../../platform/audit/audit.ts' {
  interface AuditEvents {
    'lab.catalogueImported': { labs: WriteCounts; sessions: WriteCounts };
    'lab.eligibleImported': { added: number; removed: number };
  }
}

export interface WriteCounts {
  added: number;
  updated: number;
  unchanged: number;
}

interface ReadRows {
  rows: number;
  warnings: RowIssue[];
}

export type CatalogueReport =
  | ({ outcome: 'imported'; labs: WriteCounts; sessions: WriteCounts; notInFile: number } & ReadRows)
  /** Nothing was written: these cells forbid it. */
  | ({ outcome: 'rejected'; rejected: RowIssue[] } & ReadRows);

export type EligibleReport =
  | ({ outcome: 'imported'; added: number; removed: number; unchanged: number } & ReadRows)
  | ({ outcome: 'rejected'; rejected: RowIssue[] } & ReadRows);

export interface ImportOptions {
  /** The account that imports; null for the command line. */
  actorId?: string | null;
  onProgress?: OnProgress;
}

export interface CatalogueFiles {
  /** Takes the catalogue of a campaign from a CSV file (docs/formats.md): all rows or none. */
  importCatalogue(slug: string, source: ByteSource, options?: ImportOptions): Promise<CatalogueReport>;
  /** The file that gives the campaign's labs and sessions back. */
  exportCatalogue(slug: string): Promise<string>;
  /** Adds to the list of who may book in a campaign, one codice fiscale a line; `replace` makes the file the list. */
  importEligible(
    slug: string,
    source: ByteSource,
    options?: ImportOptions & { replace?: boolean },
  ): Promise<EligibleReport>;
}

export interface CatalogueDeps extends Pick<LabDeps, 'db' | 'clock' | 'bus'> {
  registry: Pick<RegistryService, 'listSchools' | 'parseFiscalCode'>;
}

/** Whoever calls has checked the right to the campaign. */
export function createCatalogueFiles(deps: CatalogueDeps): CatalogueFiles {
  const { db, clock, bus, registry } = deps;

  return {
    async importCatalogue(slug, source, options = {}) {
      const table = await readTable(source, options);
      const catalogue = parseCatalogue(table);
      const schools = await registry.listSchools([...schoolCodesOf(catalogue)]);
      return await db.sqlTransaction(async (tx): Promise<CatalogueReport> => {
        const campaign = await lockOpenCampaign(tx, slug);
        const planned = await planLocked(tx, catalogue, { campaignId: campaign.id, schools });
        const read = { rows: table.rows.length, warnings: planned.warnings };
        if (planned.rejected.length > 0) return { outcome: 'rejected', ...read, rejected: inOrder(planned.rejected) };
        const changed = await writePlan(tx, campaign.id, planned);
        const counts = countsOf(planned);
        if (changed.sessionIds.length + planned.newLabs.length + planned.changedLabs.length > 0) {
          const event = { event: 'lab.catalogueImported' as const, subjectId: campaign.id, data: counts };
          await recordAudit(tx, { ...event, actorId: options.actorId ?? null, at: clock.now(), requestId: null });
          tx.afterCommit(() => bus.publish('lab.seatsChanged', { sessionIds: changed.sessionIds }));
        }
        return { outcome: 'imported', ...read, ...counts, notInFile: planned.notInFile };
      });
    },

    async exportCatalogue(slug) {
      const campaign = await findCampaign(db, slug);
      if (campaign === null) throw new UnknownCampaignError(slug);
      return formatCatalogue(await listCatalogue(db, campaign.id));
    },

    async importEligible(slug, source, options = {}) {
      const lines = await readLines(source);
      const { codes, rejected, warnings } = readFiscalCodes(lines, registry);
      const rows = lines.length;
      if (rejected.length > 0) return { outcome: 'rejected', rows, rejected, warnings };
      return await db.sqlTransaction(async (tx): Promise<EligibleReport> => {
        const campaign = await lockOpenCampaign(tx, slug);
        if (campaign.audience === 'EVERYONE') {
          warnings.push({ line: 0, column: null, key: 'catalogue.listUnused' });
        }
        const added = await addEligible(tx, campaign.id, codes);
        const removed = options.replace ? await removeOtherEligible(tx, campaign.id, codes) : 0;
        if (added + removed > 0) {
          const event = { event: 'lab.eligibleImported' as const, subjectId: campaign.id, data: { added, removed } };
          await recordAudit(tx, { ...event, actorId: options.actorId ?? null, at: clock.now(), requestId: null });
        }
        return { outcome: 'imported', rows, warnings, added, removed, unchanged: codes.length - added };
      });
    },
  };
}

async function readTable(source: ByteSource, { onProgress }: ImportOptions): Promise<CsvTable> {
  return await readCsv(source, {
    required: REQUIRED_COLUMNS,
    optional: OPTIONAL_COLUMNS,
    delimiters: [',', ';'],
    lowerCaseColumns: true,
    ...(onProgress && { onProgress }),
  });
}

async function lockOpenCampaign(tx: SqlTx, slug: string): Promise<CampaignFacts> {
  const campaign = await lockCampaign(tx, slug);
  if (campaign === null) throw new UnknownCampaignError(slug);
  if (campaign.state === 'ARCHIVED') throw new ArchivedCampaignError(slug);
  return campaign;
}

interface PlanFacts {
  campaignId: string;
  schools: readonly SchoolFacts[];
}

async function plan(tx: SqlTx, catalogue: Catalogue, { campaignId, schools }: PlanFacts): Promise<CataloguePlan> {
  const codes = catalogue.labs.map(({ code }) => code);
  return planCatalogue(catalogue, {
    campaignId,
    labs: await listLabsByCode(tx, codes),
    sessions: await listStoredSessions(tx, campaignId),
    schools: new Map(schools.map((school) => [school.code, school])),
  });
}

/** Which sessions change is known before they are locked; the seats taken of them only after. */
async function planLocked(tx: SqlTx, catalogue: Catalogue, facts: PlanFacts): Promise<CataloguePlan> {
  const before = await plan(tx, catalogue, facts);
  if (before.changedSessions.length === 0) return before;
  const ids = before.changedSessions.map(({ id }) => id);
  await lockSessions(tx, ids);
  return await plan(tx, catalogue, facts);
}

function schoolCodesOf(catalogue: Catalogue): Set<string> {
  return new Set(catalogue.sessions.flatMap(({ schoolCode }) => schoolCode ?? []));
}

async function writePlan(tx: SqlTx, campaignId: string, plan: CataloguePlan): Promise<{ sessionIds: string[] }> {
  await insertLabs(tx, campaignId, plan.newLabs);
  await updateLabs(tx, plan.changedLabs);
  const labs = await listLabsByCode(tx, [...new Set(plan.newSessions.map(({ labCode }) => labCode))]);
  const labIds = new Map(labs.map(({ code, id }) => [code, id]));
  const added = await insertSessions(
    tx,
    campaignId,
    plan.newSessions.map((session) => ({ ...session, labId: labIds.get(session.labCode) ?? '' })),
  );
  await updateSessions(tx, plan.changedSessions);
  return { sessionIds: [...added, ...plan.changedSessions.map(({ id }) => id)] };
}

function countsOf(plan: CataloguePlan): { labs: WriteCounts; sessions: WriteCounts } {
  return {
    labs: { added: plan.newLabs.length, updated: plan.changedLabs.length, unchanged: plan.unchangedLabs },
    sessions: {
      added: plan.newSessions.length,
      updated: plan.changedSessions.length,
      unchanged: plan.unchangedSessions,
    },
  };
}

function inOrder(issues: readonly RowIssue[]): RowIssue[] {
  return [...issues].sort((a, b) => a.line - b.line);
}

function readFiscalCodes(
  lines: readonly { line: number; text: string }[],
  registry: Pick<RegistryService, 'parseFiscalCode'>,
): { codes: string[]; rejected: RowIssue[]; warnings: RowIssue[] } {
  const codes = new Set<string>();
  const rejected: RowIssue[] = [];
  const warnings: RowIssue[] = [];
  for (const { line, text } of lines) {
    const code = registry.parseFiscalCode(text);
    // The wrong code itself is not repeated: the report may be copied into a ticket.
    if (code === null) rejected.push({ line, column: null, key: 'catalogue.fiscalCode' });
    else if (codes.has(code)) warnings.push({ line, column: null, key: 'catalogue.fiscalCodeTwice' });
    else codes.add(code);
  }
  return { codes: [...codes], rejected, warnings };
}

import type { App } from '../app.ts';
import type { Viewer } from '../graphql/context.ts';
import { createPeopleFiles } from '../modules/account/people-import.ts';
import { type CatalogueFiles, createCatalogueFiles } from '../modules/lab/catalogue-import.ts';
import { createRegistryService, type RegistryService } from '../modules/registry/service.ts';
import { bookDemoSeats } from './bookings.ts';
import {
  DEMO_CAMPAIGNS,
  type DemoCampaign,
  mondayOf,
  nineOClock,
  readDemoCatalogue,
  readDemoFile,
  schoolYearOf,
} from './campaigns.ts';
import { crowd, DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson, demoAccounts } from './people.ts';
import { addPeople, isEmpty, readMarker, viewerOf, withSeedLock, writeMarker } from './store.ts';

export { demoAccounts };

export type DemoParts = Pick<App, 'config' | 'db' | 'clock' | 'bus' | 'passwords'> & {
  services: Pick<App['services'], 'account' | 'lab'>;
};

interface Tools extends DemoParts {
  files: CatalogueFiles;
  registry: RegistryService;
  /** The Monday to which the dates of the demo files were moved. */
  monday: string;
}

/**
 * Fills an empty database with made-up schools, people, labs and bookings, through the services. Once: a database that
 * holds anything else is left alone, and one that an interrupted start left half filled is completed. True when it did.
 */
export async function seedDemoData(parts: DemoParts): Promise<boolean> {
  const { config, db, clock } = parts;
  if (config.mode === 'production') throw new Error('demo data has no place in production');
  return await withSeedLock(db, async () => {
    const marker = await readMarker(db);
    if (marker?.done || (marker === null && !(await isEmpty(db)))) return false;
    const monday = marker?.monday ?? mondayOf(clock.now());
    await writeMarker(db, { monday, done: false });
    const registry = createRegistryService(parts);
    await seed({ ...parts, monday, registry, files: createCatalogueFiles({ ...parts, registry }) });
    await writeMarker(db, { monday, done: true });
    return true;
  });
}

async function seed(tools: Tools): Promise<void> {
  for (const name of ['schools-state.csv', 'schools-paritarie.csv']) {
    requireImported(name, await tools.registry.importSchools([await readDemoFile(name)], { demo: true }));
  }
  const extras = crowd();
  await addAccounts(tools, [...DEMO_PEOPLE, ...extras]);
  const known = await createPeopleFiles(tools).importPeople([await readDemoFile('people.csv')]);
  requireImported('people.csv', known);
  const office = await viewerOf(tools.db, 'franca.campione');
  for (const campaign of DEMO_CAMPAIGNS) await addCampaign(tools, office, campaign);
  await bookDemoSeats(tools, extras);
}

async function addAccounts({ db, clock, passwords }: Tools, people: readonly DemoPerson[]): Promise<void> {
  const withHash = await Promise.all(
    people.map(async (one) => ({
      ...one,
      passwordHash: one.label === null ? null : await passwords.hash(DEMO_PASSWORD),
    })),
  );
  await addPeople(db, withHash, clock.now());
}

const MOVES = { DRAFT: [], PUBLISHED: ['PUBLISHED'], CLOSED: ['PUBLISHED', 'CLOSED'] } as const;

async function addCampaign(tools: Tools, office: Viewer, campaign: DemoCampaign): Promise<void> {
  const { db, files, monday, services } = tools;
  const known = await db.prisma.campaign.findUnique({
    where: { slug: campaign.slug },
    select: { id: true, state: true },
  });
  const id = known?.id ?? (await services.lab.createCampaign(office, campaignInput(campaign, monday)));
  if (campaign.catalogue !== null) {
    const report = await files.importCatalogue(campaign.slug, [await readDemoCatalogue(campaign.catalogue, monday)]);
    requireImported(campaign.catalogue, report);
  }
  if (campaign.audience === 'LISTED') {
    requireImported(campaign.slug, await files.importEligible(campaign.slug, [Buffer.from(eligibleList())]));
  }
  const moves: readonly ('PUBLISHED' | 'CLOSED')[] = MOVES[campaign.state];
  const made = moves.indexOf(known?.state as 'PUBLISHED' | 'CLOSED') + 1;
  for (const state of moves.slice(made)) await services.lab.moveCampaign(office, id, state);
}

function campaignInput(campaign: DemoCampaign, monday: string): object {
  const { slug, title, description, audience, personalLimit, cancelHoursBefore } = campaign;
  return {
    ...{ slug, title, description, audience, personalLimit, cancelHoursBefore },
    schoolYear: schoolYearOf(monday),
    opensAt: nineOClock(monday, campaign.opensOnDay),
    closesAt: nineOClock(monday, campaign.closesOnDay),
  };
}

/** All but Carla Finta, who sees what it is like not to be on the list. */
function eligibleList(): string {
  const listed = [...DEMO_PEOPLE, ...crowd()].filter(({ username }) => username !== 'carla.finta');
  return listed.flatMap(({ fiscalCode }) => fiscalCode ?? []).join('\n');
}

function requireImported(name: string, report: { outcome: string }): void {
  if (report.outcome !== 'imported') throw new Error(`demo file ${name} was rejected: ${JSON.stringify(report)}`);
}

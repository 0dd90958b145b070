import type { CatalogueFiles } from '#server/modules/lab/catalogue-import.ts';
import { createCatalogueFiles } from '#server/modules/lab/catalogue-import.ts';
import { createRegistryService } from '#server/modules/registry/service.ts';
import type { Db } from '#server/platform/db/db.ts';
import { createLocalBus } from '#server/platform/pubsub/local-bus.ts';

export const NOW = new Date('2026-10-01T08:00:00Z');
export const CAMPAIGN = 'prova-2026';

export function catalogueFiles(db: Db): CatalogueFiles {
  const clock = { now: () => NOW };
  return createCatalogueFiles({ db, clock, bus: createLocalBus(), registry: createRegistryService({ db, clock }) });
}

export async function addCampaign(
  db: Db,
  slug: string,
  facts: { state?: 'PUBLISHED' | 'ARCHIVED' } = {},
): Promise<string> {
  const campaign = await db.prisma.campaign.create({
    data: {
      slug,
      title: 'Campagna di prova',
      description: 'Di prova.',
      schoolYear: '2026/27',
      opensAt: NOW,
      closesAt: new Date('2027-06-01T00:00:00Z'),
      audience: 'LISTED',
      personalLimit: 2,
      cancelHoursBefore: 24,
      state: facts.state ?? 'PUBLISHED',
      createdAt: NOW,
    },
  });
  return campaign.id;
}

export async function addSchool(db: Db, code: string): Promise<void> {
  await db.prisma.school.create({
    data: {
      code,
      name: 'Scuola inventata',
      municipality: 'BOLOGNA',
      provinceCode: 'BO',
      registry: 'STATE',
      schoolYear: '2026/27',
      updatedAt: NOW,
    },
  });
}

/** Takes some seats of a session with real bookings of as many people. */
export async function takeSeats(db: Db, sessionId: string, seats: number): Promise<void> {
  const session = await db.prisma.labSession.update({
    where: { id: sessionId },
    data: { booked: { increment: seats } },
  });
  for (let n = 0; n < seats; n++) {
    const account = await db.prisma.account.create({
      data: {
        kind: 'PERSON',
        username: `prova.${crypto.randomUUID()}`,
        displayName: 'Persona di prova',
        createdAt: NOW,
      },
    });
    await db.prisma.booking.create({
      data: {
        id: crypto.randomUUID(),
        code: crypto.randomUUID(),
        sessionId,
        campaignId: session.campaignId,
        accountId: account.id,
        state: 'BOOKED',
        startsAt: session.startsAt,
        endsAt: session.endsAt,
        bookedAt: NOW,
      },
    });
  }
}

export async function emptyTables(db: Db): Promise<void> {
  await db.prisma.booking.deleteMany();
  await db.prisma.account.deleteMany();
  await db.prisma.labSession.deleteMany();
  await db.prisma.lab.deleteMany();
  await db.prisma.campaign.deleteMany();
  await db.prisma.school.deleteMany();
}

import { hasRole, type Viewer } from '../../../graphql/context.ts';
import { selectionOf } from '../../../graphql/ids.ts';
import type { Booking, Campaign, Lab, LabSession, Prisma } from '../../../platform/db/generated/client.ts';
import { ForbiddenError, InvalidInputError, UnauthenticatedError } from '../../../platform/errors.ts';
import type { LabDeps } from '../deps.ts';

const PUBLIC = { state: { in: ['PUBLISHED', 'CLOSED'] } } satisfies Prisma.CampaignWhereInput;
const MOST_BOOKINGS = 500;

type CampaignSelection = Pick<Prisma.CampaignDefaultArgs, 'select' | 'include'>;
type LabSelection = Pick<Prisma.LabDefaultArgs, 'select' | 'include'>;
type SessionSelection = Pick<Prisma.LabSessionDefaultArgs, 'select' | 'include'>;
type BookingSelection = Pick<Prisma.BookingDefaultArgs, 'select' | 'include'>;

/** Reads for resolvers: each takes the selection that the query asks for, and holds the reader's rights. */
export interface ReadingUseCases {
  listCampaigns(selection: CampaignSelection): Promise<Campaign[]>;
  findCampaign(slug: string, selection: CampaignSelection): Promise<Campaign | null>;
  /** For watching it; a campaign that nobody may see is an input error. */
  getPublicCampaignId(slug: string): Promise<string>;
  /** Of an act that has just been allowed. */
  getCampaign(id: string, selection: CampaignSelection): Promise<Campaign>;
  listAllCampaigns(viewer: Viewer, selection: CampaignSelection): Promise<Campaign[]>;
  findAnyCampaign(viewer: Viewer, id: string | null, selection: CampaignSelection): Promise<Campaign | null>;
  findLab(code: string, selection: LabSelection): Promise<Lab | null>;
  findSession(labCode: string, number: number, selection: SessionSelection): Promise<LabSession | null>;
  /** In the order of the ids. */
  listSessionsById(ids: readonly string[], selection: SessionSelection): Promise<LabSession[]>;
  listOwnBookings(
    viewer: Viewer | null,
    which: { campaignId?: string; live?: boolean },
    selection: BookingSelection,
  ): Promise<Booking[]>;
  findOwnBooking(viewer: Viewer, id: string | null, selection: BookingSelection): Promise<Booking | null>;
  getOwnBooking(viewer: Viewer | null, id: string, selection: BookingSelection): Promise<Booking>;
}

export function createReading({ db: { prisma } }: LabDeps): ReadingUseCases {
  function requireOffice(viewer: Viewer): void {
    if (!hasRole(viewer, 'OFFICE')) throw new ForbiddenError('office only');
  }
  function ownerOf(viewer: Viewer | null): string {
    if (!viewer) throw new UnauthenticatedError('no viewer');
    return viewer.account.id;
  }
  return {
    listCampaigns: (selection) =>
      prisma.campaign.findMany({
        ...selectionOf(selection),
        where: PUBLIC,
        orderBy: [{ opensAt: 'desc' }, { id: 'asc' }],
      }),
    findCampaign: (slug, selection) =>
      prisma.campaign.findFirst({ ...selectionOf(selection), where: { slug, ...PUBLIC } }),
    async getPublicCampaignId(slug) {
      const campaign = await prisma.campaign.findFirst({ where: { slug, ...PUBLIC }, select: { id: true } });
      if (!campaign) throw new InvalidInputError([{ path: 'of.campaign', key: 'lab.input.noCampaign' }]);
      return campaign.id;
    },
    getCampaign: (id, selection) => prisma.campaign.findUniqueOrThrow({ ...selectionOf(selection), where: { id } }),
    listAllCampaigns(viewer, selection) {
      requireOffice(viewer);
      return prisma.campaign.findMany({ ...selectionOf(selection), orderBy: [{ opensAt: 'desc' }, { id: 'asc' }] });
    },
    async findAnyCampaign(viewer, id, selection) {
      requireOffice(viewer);
      return id ? await prisma.campaign.findUnique({ ...selectionOf(selection), where: { id } }) : null;
    },
    findLab: (code, selection) =>
      prisma.lab.findFirst({ ...selectionOf(selection), where: { code, campaign: PUBLIC } }),
    findSession: (code, number, selection) =>
      prisma.labSession.findFirst({ ...selectionOf(selection), where: { number, lab: { code }, campaign: PUBLIC } }),
    async listSessionsById(ids, selection) {
      const query = selectionOf(selection);
      const withId = query.select ? { ...query, select: { ...query.select, id: true } } : query;
      const rows = (await prisma.labSession.findMany({ ...withId, where: { id: { in: [...ids] } } })) as LabSession[];
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    listOwnBookings: async (viewer, { campaignId, live }, selection) =>
      await prisma.booking.findMany({
        ...selectionOf(selection),
        where: {
          accountId: ownerOf(viewer),
          ...(campaignId ? { campaignId } : {}),
          ...(live ? { state: { in: ['BOOKED', 'OFFERED'] } } : {}),
        },
        orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
        take: MOST_BOOKINGS,
      }),
    findOwnBooking: async (viewer, id, selection) =>
      id
        ? await prisma.booking.findFirst({ ...selectionOf(selection), where: { id, accountId: viewer.account.id } })
        : null,
    getOwnBooking: async (viewer, id, selection) =>
      // Unique reads of one tick leave as one statement: a group of claims is answered at once.
      await prisma.booking.findUniqueOrThrow({ ...selectionOf(selection), where: { id, accountId: ownerOf(viewer) } }),
  };
}

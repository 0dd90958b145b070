import DataLoader from 'dataloader';
import { builder } from '../../../graphql/builder.ts';
import type { Context } from '../../../graphql/context.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { CampaignAudienceEnum, CampaignStateEnum } from './enums.ts';

/** Nobody’s account: what a visitor’s personal fields are read with. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

const freeSeatsLoaders = new WeakMap<Context, DataLoader<string, number>>();

/** One query for all the campaigns of one operation. */
function freeSeatsOf(context: Context): DataLoader<string, number> {
  const known = freeSeatsLoaders.get(context);
  if (known) return known;
  const loader = new DataLoader<string, number>((ids) => context.services.lab.countFreeSeats(ids));
  freeSeatsLoaders.set(context, loader);
  return loader;
}

export const CampaignType = builder.prismaNode('Campaign', {
  name: 'Campaign',
  description: 'A group of labs of one school year, with its booking window and rules (campagna).',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id, context) => ({
    id,
    ...(context.viewer?.roles.some((grant) => grant.role === 'OFFICE')
      ? {}
      : { state: { in: ['PUBLISHED', 'CLOSED'] } }),
  }),
  select: { id: true },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its name in addresses.' }),
    title: t.exposeString('title', { description: 'Title.' }),
    description: t.exposeString('description', { description: 'What it is about; may be empty.' }),
    schoolYear: t.exposeString('schoolYear', { description: 'School year, such as 2026/27.' }),
    opensAt: t.expose('opensAt', { type: 'DateTime', description: 'Bookings open at this instant.' }),
    closesAt: t.expose('closesAt', { type: 'DateTime', description: 'Bookings close at this instant.' }),
    state: t.expose('state', { type: CampaignStateEnum, description: 'Where it stands.' }),
    audience: t.expose('audience', { type: CampaignAudienceEnum, description: 'Who may book.' }),
    personalLimit: t.exposeInt('personalLimit', { description: 'How many sessions a person may hold at once.' }),
    cancelHoursBefore: t.exposeInt('cancelHoursBefore', {
      description: 'A seat may be given back until this many hours before its session begins.',
    }),
    version: t.exposeInt('version', {
      description: 'Grows when the office saves it; sent back to save without overwriting.',
    }),
    labs: t.relation('labs', {
      description: 'Its labs, by code.',
      extensions: { listSize: 50 },
      query: { orderBy: { code: 'asc' } },
    }),
    sessionCount: t.relationCount('sessions', { description: 'Sessions of all its labs.' }),
    seatsFree: t.int({
      description: 'Seats that can be booked now in all its sessions to come.',
      resolve: (campaign, _args, context) => freeSeatsOf(context).load(campaign.id),
    }),
    myHeld: t.int({
      nullable: true,
      description: 'Seats and offers the viewer holds here; null for visitors.',
      extensions: forTokens('READ_BOOKINGS'),
      select: (_args, context) => ({
        holdings: { where: { accountId: context.viewer?.account.id ?? NOBODY }, take: 1 },
      }),
      resolve: ({ holdings }, _args, context) => (context.viewer ? (holdings[0]?.held ?? 0) : null),
    }),
    eligibleCount: t.int({
      nullable: true,
      description: 'Size of the uploaded list of who may book. For the office; null for others.',
      authScopes: { role: 'OFFICE' },
      extensions: forTokens('READ_CAMPAIGNS'),
      unauthorizedResolver: () => null,
      select: { _count: { select: { eligible: true } } },
      resolve: (campaign) => campaign._count.eligible,
    }),
  }),
});

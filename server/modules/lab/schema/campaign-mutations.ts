import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { keyOf } from '../../../graphql/ids.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { CampaignChangedMeanwhileError, CampaignNotFoundError, CampaignStateError } from '../errors.ts';
import { CampaignType } from './campaign.ts';
import { CampaignAudienceEnum } from './enums.ts';

const CampaignInput = builder.inputType('CampaignInput', {
  description: 'What the office writes of a campaign.',
  fields: (t) => ({
    slug: t.string({ required: true, description: 'Its name in addresses: small letters, digits and hyphens.' }),
    title: t.string({ required: true, description: 'Title, at most 200 characters.' }),
    description: t.string({ required: true, description: 'What it is about; may be empty.' }),
    schoolYear: t.string({ required: true, description: 'School year, such as 2026/27.' }),
    opensAt: t.field({ type: 'DateTime', required: true, description: 'Bookings open.' }),
    closesAt: t.field({ type: 'DateTime', required: true, description: 'Bookings close; after they open.' }),
    audience: t.field({ type: CampaignAudienceEnum, required: true, description: 'Who may book.' }),
    personalLimit: t.int({ required: true, description: 'Sessions a person may hold at once, 1 to 100.' }),
    cancelHoursBefore: t.int({
      required: true,
      description: 'Hours before its session until which a seat may be given back.',
    }),
  }),
});

function campaignSuccess(name: string, description: string) {
  return builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      campaign: t.prismaField({
        type: CampaignType,
        description: 'The campaign as it stands now.',
        resolve: (query, parent, _args, context) => context.services.lab.getCampaign(parent.id, query),
      }),
    }),
  });
}

const SaveCampaignSuccess = campaignSuccess('SaveCampaignSuccess', 'The campaign was saved.');
const ChangeCampaignStateSuccess = campaignSuccess('ChangeCampaignStateSuccess', 'The campaign took its new state.');

builder.mutationFields((t) => ({
  createCampaign: t.field({
    type: SaveCampaignSuccess,
    description: 'Makes a new campaign, a draft. For the office.',
    authScopes: { role: 'OFFICE' },
    extensions: forTokens('WRITE_CAMPAIGNS'),
    errors: { types: [InvalidInputError] },
    args: { input: t.arg({ type: CampaignInput, required: true, description: 'The campaign.' }) },
    resolve: async (_root, { input }, context) => ({
      id: await context.services.lab.createCampaign(viewerOf(context), input),
    }),
  }),
  updateCampaign: t.field({
    type: SaveCampaignSuccess,
    description: 'Saves a campaign, unless somebody else did since the version sent. For the office.',
    authScopes: { role: 'OFFICE' },
    extensions: forTokens('WRITE_CAMPAIGNS'),
    errors: { types: [CampaignChangedMeanwhileError, CampaignNotFoundError, CampaignStateError, InvalidInputError] },
    args: {
      id: t.arg.id({ required: true, description: 'The campaign.' }),
      version: t.arg.int({ required: true, description: 'Campaign.version as it was read.' }),
      input: t.arg({ type: CampaignInput, required: true, description: 'All its data.' }),
    },
    resolve: async (_root, { id, version, input }, context) => ({
      id: await context.services.lab.updateCampaign(viewerOf(context), keyOf('Campaign', id), version, input),
    }),
  }),
}));

const MOVES = [
  [
    'publishCampaign',
    'PUBLISHED',
    'Shows a campaign to everybody; bookings follow its window. Also reopens a closed one.',
  ],
  ['closeCampaign', 'CLOSED', 'Ends the bookings of a campaign; what was booked stays.'],
  ['archiveCampaign', 'ARCHIVED', 'Takes a closed campaign out of the catalogue, for good.'],
] as const;

for (const [name, to, description] of MOVES) {
  builder.mutationField(name, (t) =>
    t.field({
      type: ChangeCampaignStateSuccess,
      description: `${description} For the office.`,
      authScopes: { role: 'OFFICE' },
      extensions: forTokens('WRITE_CAMPAIGNS'),
      errors: { types: [CampaignNotFoundError, CampaignStateError] },
      args: { id: t.arg.id({ required: true, description: 'The campaign.' }) },
      resolve: async (_root, { id }, context) => ({
        id: await context.services.lab.moveCampaign(viewerOf(context), keyOf('Campaign', id), to),
      }),
    }),
  );
}

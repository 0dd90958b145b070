import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { keyOf } from '../../../graphql/ids.ts';
import { SHARED } from '../../../graphql/sharing.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { BookingType } from './booking.ts';
import { CampaignType } from './campaign.ts';

builder.queryFields((t) => ({
  campaigns: t.prismaField({
    type: [CampaignType],
    description: 'Campaigns that everybody may see, the one that opens latest first.',
    authScopes: { public: true },
    extensions: { ...forTokens('NOTHING'), ...SHARED },
    resolve: (query, _root, _args, context) => context.services.lab.listCampaigns(query),
  }),
  campaign: t.prismaField({
    type: CampaignType,
    nullable: true,
    description: 'A campaign that everybody may see; null when there is none.',
    authScopes: { public: true },
    extensions: { ...forTokens('NOTHING'), ...SHARED },
    args: { slug: t.arg.string({ required: true, description: 'Its name in addresses.' }) },
    resolve: (query, _root, { slug }, context) => context.services.lab.findCampaign(slug, query),
  }),
  lab: t.prismaField({
    type: 'Lab',
    nullable: true,
    description: 'A lab of a campaign that everybody may see.',
    authScopes: { public: true },
    extensions: { ...forTokens('NOTHING'), ...SHARED },
    args: { code: t.arg.string({ required: true, description: 'Its code.' }) },
    resolve: (query, _root, { code }, context) => context.services.lab.findLab(code, query),
  }),
  labSession: t.prismaField({
    type: 'LabSession',
    nullable: true,
    description: 'A session of a lab that everybody may see.',
    authScopes: { public: true },
    extensions: { ...forTokens('NOTHING'), ...SHARED },
    args: {
      lab: t.arg.string({ required: true, description: 'The lab’s code.' }),
      number: t.arg.int({ required: true, description: 'The session’s number within the lab.' }),
    },
    resolve: (query, _root, { lab, number }, context) => context.services.lab.findSession(lab, number, query),
  }),
  myBookings: t.prismaField({
    type: [BookingType],
    description: 'The viewer’s bookings and offers, live and ended, latest session first; at most the newest 500.',
    authScopes: { signedIn: true },
    extensions: forTokens('READ_BOOKINGS'),
    resolve: (query, _root, _args, context) => context.services.lab.listOwnBookings(viewerOf(context), {}, query),
  }),
  booking: t.prismaField({
    type: BookingType,
    nullable: true,
    description: 'One of the viewer’s bookings; null for anybody else’s.',
    authScopes: { signedIn: true },
    extensions: forTokens('READ_BOOKINGS'),
    args: { id: t.arg.id({ required: true, description: 'The booking.' }) },
    resolve: (query, _root, { id }, context) =>
      context.services.lab.findOwnBooking(viewerOf(context), keyOf('Booking', id), query),
  }),
  officeCampaigns: t.prismaField({
    type: [CampaignType],
    description: 'All campaigns, drafts and archived ones included. For the office.',
    authScopes: { role: 'OFFICE' },
    extensions: forTokens('READ_CAMPAIGNS'),
    resolve: (query, _root, _args, context) => context.services.lab.listAllCampaigns(viewerOf(context), query),
  }),
  officeCampaign: t.prismaField({
    type: CampaignType,
    nullable: true,
    description: 'A campaign in any state. For the office.',
    authScopes: { role: 'OFFICE' },
    extensions: forTokens('READ_CAMPAIGNS'),
    args: { id: t.arg.id({ required: true, description: 'The campaign.' }) },
    resolve: (query, _root, { id }, context) =>
      context.services.lab.findAnyCampaign(viewerOf(context), keyOf('Campaign', id), query),
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import type { DomainError } from '../../../platform/errors.ts';
import {
  AccountNotAllowedError,
  AlreadyBookedError,
  BookingClosedError,
  BookingNotFoundError,
  BookingNotOpenError,
  CampaignChangedMeanwhileError,
  CampaignNotFoundError,
  CampaignStateError,
  CancelTooLateError,
  IdempotencyKeyReusedError,
  LimitReachedError,
  NotEligibleError,
  OverlapError,
  SessionCancelledError,
  SessionFullError,
  SessionNotFoundError,
} from '../errors.ts';
import { BookingType } from './booking.ts';
import { CampaignType } from './campaign.ts';
import { CampaignStateEnum } from './enums.ts';

const interfaces = [RefusalInterface];

/** Refusals that say nothing beside their message. */
function plain(error: new () => DomainError, description: string): void {
  builder.objectType(error, { name: error.name, description, interfaces });
}

plain(SessionNotFoundError, 'There is no such session.');
plain(NotEligibleError, 'The campaign is for a list of people and this person is not in it.');
plain(AccountNotAllowedError, 'This account may not book: an institution, or a disabled account.');
plain(IdempotencyKeyReusedError, 'The key was used for another request. Make a new one.');
plain(BookingNotFoundError, 'This person has no such live booking.');
plain(CampaignNotFoundError, 'There is no such campaign.');

builder.objectType(BookingNotOpenError, {
  name: 'BookingNotOpenError',
  description: 'Bookings have not opened yet.',
  interfaces,
  fields: (t) => ({ opensAt: t.expose('opensAt', { type: 'DateTime', description: 'When they open.' }) }),
});

builder.objectType(BookingClosedError, {
  name: 'BookingClosedError',
  description: 'Bookings are closed.',
  interfaces,
  fields: (t) => ({ closedAt: t.expose('closedAt', { type: 'DateTime', description: 'Since when.' }) }),
});

const theBooking = 'Read with the rights of the person who asks.';

builder.objectType(AlreadyBookedError, {
  name: 'AlreadyBookedError',
  description: 'The person already has a seat in this session.',
  interfaces,
  fields: (t) => ({
    booking: t.prismaField({
      type: BookingType,
      description: `That booking. ${theBooking}`,
      resolve: (query, error, _args, context) =>
        context.services.lab.getOwnBooking(context.viewer, error.bookingId, query),
    }),
  }),
});

builder.objectType(OverlapError, {
  name: 'OverlapError',
  description: 'The person has another booking or offer at that time.',
  interfaces,
  fields: (t) => ({
    booking: t.prismaField({
      type: BookingType,
      description: `The other booking. ${theBooking}`,
      resolve: (query, error, _args, context) =>
        context.services.lab.getOwnBooking(context.viewer, error.bookingId, query),
    }),
  }),
});

builder.objectType(LimitReachedError, {
  name: 'LimitReachedError',
  description: 'The person already holds as many sessions of the campaign as it allows.',
  interfaces,
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many that is.' }),
    bookings: t.prismaField({
      type: [BookingType],
      description: `The bookings held, earliest first. ${theBooking}`,
      resolve: (query, error, _args, context) =>
        context.services.lab.listOwnBookings(context.viewer, { campaignId: error.campaignId, live: true }, query),
    }),
  }),
});

builder.objectType(SessionFullError, {
  name: 'SessionFullError',
  description: 'No seat is left, or somebody waits for the next one.',
  interfaces,
  fields: (t) => ({ waiting: t.exposeInt('waiting', { description: 'People in the waiting list.' }) }),
});

builder.objectType(SessionCancelledError, {
  name: 'SessionCancelledError',
  description: 'The office cancelled the session.',
  interfaces,
  fields: (t) => ({ reason: t.exposeString('reason', { nullable: true, description: 'Why.' }) }),
});

builder.objectType(CancelTooLateError, {
  name: 'CancelTooLateError',
  description: 'The deadline for giving the seat back has passed.',
  interfaces,
  fields: (t) => ({ deadline: t.expose('deadline', { type: 'DateTime', description: 'When it passed.' }) }),
});

builder.objectType(CampaignChangedMeanwhileError, {
  name: 'CampaignChangedMeanwhileError',
  description: 'Somebody else saved the campaign meanwhile; nothing was overwritten.',
  interfaces,
  fields: (t) => ({
    campaign: t.prismaField({
      type: CampaignType,
      description: 'The campaign as it stands now.',
      resolve: (query, error, _args, context) => context.services.lab.getCampaign(error.campaignId, query),
    }),
  }),
});

builder.objectType(CampaignStateError, {
  name: 'CampaignStateError',
  description: 'The campaign cannot take that state from the one it is in.',
  interfaces,
  fields: (t) => ({
    state: t.field({ type: CampaignStateEnum, description: 'The state it is in.', resolve: (error) => error.state }),
    allowed: t.field({
      type: [CampaignStateEnum],
      description: 'The states it can take.',
      resolve: (error) => [...error.allowed],
    }),
  }),
});

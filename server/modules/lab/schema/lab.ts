import { builder } from '../../../graphql/builder.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { bookingWindow, cancelDeadline } from '../rules.ts';
import { NOBODY } from './campaign.ts';
import { BookingWindowEnum, LabSessionStateEnum, SchoolOrderEnum } from './enums.ts';
import { SessionSeats, seatsOf } from './seats.ts';
import { VenueType } from './venue.ts';

builder.prismaNode('Lab', {
  name: 'Lab',
  description: 'A training lab (laboratorio), held in one or more sessions.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id) => ({ id, campaign: { state: { in: ['PUBLISHED', 'CLOSED'] } } }),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Its code, unique.' }),
    title: t.exposeString('title', { description: 'Title.' }),
    description: t.exposeString('description', { description: 'What people do in it.' }),
    topic: t.exposeString('topic', { description: 'Topic (tema).' }),
    trainers: t.exposeStringList('trainers', { description: 'Who leads it (formatori).' }),
    audience: t.expose('audience', { type: [SchoolOrderEnum], description: 'School orders it is for; empty: all.' }),
    subject: t.exposeString('subject', { nullable: true, description: 'School subject it is for; null: all.' }),
    creditedHours: t.exposeInt('creditedHours', { description: 'Hours of training credited.' }),
    campaign: t.relation('campaign', { description: 'Its campaign.' }),
    sessions: t.relation('sessions', {
      description: 'Its sessions, earliest first.',
      query: { orderBy: { startsAt: 'asc' } },
    }),
  }),
});

export const LabSessionType = builder.prismaNode('LabSession', {
  name: 'LabSession',
  description: 'One dated meeting of a lab (incontro), with its seats.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id) => ({ id, campaign: { state: { in: ['PUBLISHED', 'CLOSED'] } } }),
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number within the lab.' }),
    lab: t.relation('lab', { description: 'Its lab.' }),
    venue: t.field({
      type: VenueType,
      description: 'Where it is held.',
      select: {
        schoolCode: true,
        venueName: true,
        venueAddress: true,
        venueMunicipality: true,
        venueProvince: true,
        school: true,
      },
      resolve: (session) => session,
    }),
    room: t.exposeString('room', { nullable: true, description: 'Room; null when not told.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'Begins.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Ends.' }),
    state: t.expose('state', { type: LabSessionStateEnum, description: 'Whether it takes place.' }),
    cancelReason: t.exposeString('cancelReason', { nullable: true, description: 'Why it was cancelled.' }),
    cancelUntil: t.field({
      type: 'DateTime',
      description: 'A booking may be cancelled until here.',
      select: { startsAt: true, campaign: { select: { cancelHoursBefore: true } } },
      resolve: ({ startsAt, campaign }) => cancelDeadline(startsAt, campaign.cancelHoursBefore),
    }),
    bookingState: t.field({
      type: BookingWindowEnum,
      description: 'Whether it takes bookings now, by the server’s clock.',
      select: { startsAt: true, state: true, campaign: { select: { state: true, opensAt: true, closesAt: true } } },
      resolve: (session, _args, context) => bookingWindow({ session, campaign: session.campaign }, context.clock.now()),
    }),
    seats: t.field({
      type: SessionSeats,
      description: 'Seats at the instant of reading; Subscription.availability keeps them current.',
      select: {
        id: true,
        capacity: true,
        booked: true,
        offered: true,
        waiting: true,
        version: true,
        state: true,
        lab: { select: { waiting: true } },
      },
      resolve: (session) => seatsOf(session),
    }),
    myBooking: t.prismaField({
      type: 'Booking',
      nullable: true,
      description: 'The viewer’s live booking or offer here; null for others.',
      extensions: forTokens('READ_BOOKINGS'),
      select: (_args, context, nested) => ({
        bookings: nested({
          where: { accountId: context.viewer?.account.id ?? NOBODY, state: { in: ['BOOKED', 'OFFERED'] } },
          take: 1,
        }),
      }),
      resolve: (_query, session) => session.bookings[0] ?? null,
    }),
  }),
});

import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { keyOf } from '../../../graphql/ids.ts';
import { isKnown } from '../../../graphql/known.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { BusyError, InvalidInputError } from '../../../platform/errors.ts';
import {
  AccountNotAllowedError,
  AlreadyBookedError,
  BookingClosedError,
  BookingNotFoundError,
  BookingNotOpenError,
  CancelTooLateError,
  IdempotencyKeyReusedError,
  LimitReachedError,
  NotEligibleError,
  OverlapError,
  SessionCancelledError,
  SessionFullError,
  SessionNotFoundError,
} from '../errors.ts';
import type { Seat } from '../service/booking.ts';
import { BookingType } from './booking.ts';

const CLAIM_REFUSALS = [
  BookingNotOpenError,
  BookingClosedError,
  NotEligibleError,
  AlreadyBookedError,
  OverlapError,
  LimitReachedError,
  SessionFullError,
  SessionCancelledError,
  SessionNotFoundError,
  AccountNotAllowedError,
  IdempotencyKeyReusedError,
  BusyError,
];

function bookingSuccess(name: string, description: string) {
  return builder.objectRef<Pick<Seat, 'bookingId'> & Partial<Seat>>(name).implement({
    description,
    fields: (t) => ({
      booking: t.prismaField({
        type: BookingType,
        description: 'The booking as it stands now.',
        // What the act knows is told without reading: a booking that counts is not answered by a failure (FLT-12).
        resolve: (query, { bookingId, known }, _args, context) =>
          known && isKnown(known, query) ? known : context.services.lab.getOwnBooking(context.viewer, bookingId, query),
      }),
    }),
  });
}

const BookSeatSuccess = bookingSuccess('BookSeatSuccess', 'The seat is the person’s.');
const CancelBookingSuccess = bookingSuccess('CancelBookingSuccess', 'The seat was given back.');

const ChangeBookingSuccess = builder
  .objectRef<{ bookingId: string; releasedId: string }>('ChangeBookingSuccess')
  .implement({
    description: 'The new seat is the person’s and the old one was given back.',
    fields: (t) => ({
      booking: t.prismaField({
        type: BookingType,
        description: 'The new booking.',
        resolve: (query, parent, _args, context) =>
          context.services.lab.getOwnBooking(context.viewer, parent.bookingId, query),
      }),
      released: t.prismaField({
        type: BookingType,
        description: 'The old booking, ended.',
        resolve: (query, parent, _args, context) =>
          context.services.lab.getOwnBooking(context.viewer, parent.releasedId, query),
      }),
    }),
  });

const idempotencyKey = {
  type: 'UUID',
  required: true,
  description: 'Made by the client; a retry of the same request sends the same one and is answered, not repeated.',
} as const;

const BookSeatInput = builder.inputType('BookSeatInput', {
  description: 'Which session, under which key.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'The session.' }),
    idempotencyKey: t.field(idempotencyKey),
  }),
});

const CancelBookingInput = builder.inputType('CancelBookingInput', {
  description: 'Which booking, under which key.',
  fields: (t) => ({
    bookingId: t.id({ required: true, description: 'The booking to give back.' }),
    idempotencyKey: t.field(idempotencyKey),
  }),
});

const ChangeBookingInput = builder.inputType('ChangeBookingInput', {
  description: 'From which booking to which session, under which key.',
  fields: (t) => ({
    bookingId: t.id({ required: true, description: 'The booking to give up.' }),
    toSessionId: t.id({ required: true, description: 'The session wanted instead.' }),
    idempotencyKey: t.field(idempotencyKey),
  }),
});

builder.mutationFields((t) => ({
  bookSeat: t.field({
    type: BookSeatSuccess,
    description: 'Books one seat in one act. Nothing is held before it and no second confirmation follows (LAB-06).',
    authScopes: { signedIn: true },
    extensions: forTokens('WRITE_BOOKINGS'),
    errors: { types: [...CLAIM_REFUSALS, InvalidInputError] },
    args: { input: t.arg({ type: BookSeatInput, required: true, description: 'What to book.' }) },
    resolve: async (_root, { input }, context) => {
      const wish = { sessionId: keyOf('LabSession', input.sessionId), idempotencyKey: input.idempotencyKey };
      return await context.services.lab.bookSeat(viewerOf(context), wish);
    },
  }),
  cancelBooking: t.field({
    type: CancelBookingSuccess,
    description:
      'Gives a seat or an offer back, until the deadline. It goes at once to who waits, or to everybody (LAB-10).',
    authScopes: { signedIn: true },
    extensions: forTokens('WRITE_BOOKINGS'),
    errors: {
      types: [CancelTooLateError, BookingNotFoundError, IdempotencyKeyReusedError, BusyError, InvalidInputError],
    },
    args: { input: t.arg({ type: CancelBookingInput, required: true, description: 'What to give back.' }) },
    resolve: async (_root, { input }, context) => {
      const wish = { bookingId: keyOf('Booking', input.bookingId), idempotencyKey: input.idempotencyKey };
      return { bookingId: await context.services.lab.cancelBooking(viewerOf(context), wish) };
    },
  }),
  changeBooking: t.field({
    type: ChangeBookingSuccess,
    description: 'Another session in one act: the first seat is given back only if the second is obtained (LAB-11).',
    authScopes: { signedIn: true },
    extensions: forTokens('WRITE_BOOKINGS'),
    errors: { types: [...CLAIM_REFUSALS, CancelTooLateError, BookingNotFoundError, InvalidInputError] },
    args: { input: t.arg({ type: ChangeBookingInput, required: true, description: 'From what to what.' }) },
    resolve: (_root, { input }, context) =>
      context.services.lab.changeBooking(viewerOf(context), {
        bookingId: keyOf('Booking', input.bookingId),
        toSessionId: keyOf('LabSession', input.toSessionId),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
}));

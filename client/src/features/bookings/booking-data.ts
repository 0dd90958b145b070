import type {
  BookingPartsFragment,
  BookSeatMutation,
  CancelBookingMutation,
  ChangeBookingMutation,
} from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

graphql(`
  fragment BookingParts on Booking {
    id
    code
    state
    bookedAt
    cancelledAt
    offeredUntil
    canCancel
    cancelUntil
    calendarUrl
    mail
    session {
      id
      number
      startsAt
      endsAt
      state
      cancelReason
      room
      venue { name municipality province }
      lab { id code title }
    }
  }
`);

export const BOOK_SEAT = graphql(`
  mutation BookSeat($input: BookSeatInput!) {
    bookSeat(input: $input) {
      __typename
      ... on Error { message }
      ... on BookSeatSuccess { booking { ...BookingParts } }
      ... on BookingNotOpenError { opensAt }
      ... on BookingClosedError { closedAt }
      ... on AlreadyBookedError { booking { ...BookingParts } }
      ... on OverlapError { booking { ...BookingParts } }
      ... on LimitReachedError { limit bookings { ...BookingParts } }
      ... on SessionFullError { waiting }
      ... on SessionCancelledError { reason }
      ... on BusyError { retryAfter }
    }
  }
`);

export const CANCEL_BOOKING = graphql(`
  mutation CancelBooking($input: CancelBookingInput!) {
    cancelBooking(input: $input) {
      __typename
      ... on Error { message }
      ... on CancelBookingSuccess { booking { ...BookingParts } }
      ... on CancelTooLateError { deadline }
      ... on BusyError { retryAfter }
    }
  }
`);

export const CHANGE_BOOKING = graphql(`
  mutation ChangeBooking($input: ChangeBookingInput!) {
    changeBooking(input: $input) {
      __typename
      ... on Error { message }
      ... on ChangeBookingSuccess { booking { ...BookingParts } released { ...BookingParts } }
      ... on CancelTooLateError { deadline }
      ... on BookingNotOpenError { opensAt }
      ... on BookingClosedError { closedAt }
      ... on AlreadyBookedError { booking { ...BookingParts } }
      ... on OverlapError { booking { ...BookingParts } }
      ... on LimitReachedError { limit bookings { ...BookingParts } }
      ... on SessionFullError { waiting }
      ... on SessionCancelledError { reason }
      ... on BusyError { retryAfter }
    }
  }
`);

export type Booking = BookingPartsFragment;
export type BookResult = BookSeatMutation['bookSeat'];
export type CancelResult = CancelBookingMutation['cancelBooking'];
export type ChangeResult = ChangeBookingMutation['changeBooking'];

/** «AB7K-4M9Q»: codes are shown in groups of four. */
export function groupedCode(code: string): string {
  return code.replaceAll('-', '').replace(/(.{4})(?=.)/g, '$1-');
}

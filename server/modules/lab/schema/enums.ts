import { builder } from '../../../graphql/builder.ts';
import {
  BookingState,
  CampaignAudience,
  CampaignState,
  LabSessionState,
  SchoolOrder,
} from '../../../platform/db/generated/client.ts';
import { BOOKING_WINDOWS } from '../rules.ts';

export const CampaignStateEnum = builder.enumType('CampaignState', {
  description: 'Where a campaign stands.',
  values: {
    [CampaignState.DRAFT]: { description: 'Seen by the office alone.' },
    [CampaignState.PUBLISHED]: { description: 'In the catalogue; bookings within its window.' },
    [CampaignState.CLOSED]: { description: 'In the catalogue; no more bookings.' },
    [CampaignState.ARCHIVED]: { description: 'Out of the catalogue; kept.' },
  },
});

export const CampaignAudienceEnum = builder.enumType('CampaignAudience', {
  description: 'Who may book in a campaign.',
  values: {
    [CampaignAudience.EVERYONE]: { description: 'Every person with an account.' },
    [CampaignAudience.LISTED]: { description: 'Only the people of the uploaded list.' },
  },
});

export const SchoolOrderEnum = builder.enumType('SchoolOrder', {
  description: 'Ordine di scuola.',
  values: {
    [SchoolOrder.INFANZIA]: { description: 'Scuola dell’infanzia.' },
    [SchoolOrder.PRIMARIA]: { description: 'Scuola primaria.' },
    [SchoolOrder.SECONDARIA_PRIMO]: { description: 'Scuola secondaria di primo grado.' },
    [SchoolOrder.SECONDARIA_SECONDO]: { description: 'Scuola secondaria di secondo grado.' },
  },
});

export const LabSessionStateEnum = builder.enumType('LabSessionState', {
  description: 'Whether a session takes place.',
  values: {
    [LabSessionState.SCHEDULED]: { description: 'It does.' },
    [LabSessionState.CANCELLED]: { description: 'The office cancelled it.' },
  },
});

const WINDOW_WORDS: Record<(typeof BOOKING_WINDOWS)[number], string> = {
  NOT_OPEN: 'Bookings have not opened yet.',
  OPEN: 'Bookings are open.',
  CLOSED: 'Bookings are closed.',
  CANCELLED: 'The session was cancelled.',
  PAST: 'The session has begun or is over.',
};

export const BookingWindowEnum = builder.enumType('BookingWindow', {
  description: 'Whether a session takes bookings now, by the server’s clock.',
  values: Object.fromEntries(BOOKING_WINDOWS.map((name) => [name, { description: WINDOW_WORDS[name] }])) as Record<
    (typeof BOOKING_WINDOWS)[number],
    { description: string }
  >,
});

export const BookingStateEnum = builder.enumType('BookingState', {
  description: 'Where a booking stands.',
  values: {
    [BookingState.BOOKED]: { description: 'The seat is the person’s.' },
    [BookingState.OFFERED]: { description: 'The seat is held until the person accepts it.' },
    [BookingState.CANCELLED]: { description: 'The person gave the seat back.' },
    [BookingState.DECLINED]: { description: 'The person declined the offer.' },
    [BookingState.EXPIRED]: { description: 'The offer was not accepted in time.' },
  },
});

export const CatalogueOrderEnum = builder.enumType('LabSessionOrder', {
  description: 'Order of the catalogue; ties are broken by id.',
  values: {
    DATE: { description: 'Earliest first.' },
    FREE_SEATS: { description: 'Most free seats first. They change: a reader drops doubles.' },
    TITLE: { description: 'By the lab’s title, Italian order.' },
  },
});

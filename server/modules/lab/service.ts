import { InvalidInputError } from '../../platform/errors.ts';
import type { WatchedRow } from '../../platform/watch.ts';
import { createWatch, type Watch } from '../../platform/watch.ts';
import type { LabDeps } from './deps.ts';
import { type BookingUseCases, createBooking } from './service/booking.ts';
import { type CampaignUseCases, createCampaigns } from './service/campaign.ts';
import { type CatalogueUseCases, createCatalogue } from './service/catalogue.ts';
import { createReading, type ReadingUseCases } from './service/reading.ts';
import { createRelease, type ReleaseUseCases } from './service/release.ts';
import {
  type BookingFacts,
  listBookingFacts,
  listWrongCounters,
  readBookingVersions,
  readSeats,
  type SeatsRow,
} from './store.ts';

export interface LabService
  extends BookingUseCases,
    ReleaseUseCases,
    CatalogueUseCases,
    CampaignUseCases,
    ReadingUseCases {
  /** Seats left, public: one read a process and change, however many watch (LAB-05). */
  availability: Watch<SeatsRow>;
  /** The sessions that one subscription may watch by id; too many, or an id of nothing, is an input error. */
  watchableKeys(ids: readonly (string | null)[]): string[];
  /** One row an account, raised with every change of its own bookings. */
  ownBookings: Watch<WatchedRow>;
  /** What the calendar entry of a booking tells; null when it does not exist. */
  findBookingFacts(bookingId: string): Promise<BookingFacts | null>;
  /** Sessions whose counters disagree with their bookings; there must be none. */
  checkCounters(): Promise<string[]>;
  dispose(): void;
}

const MOST_WATCHED = 100;

export { countSeatsAhead } from './store.ts';

export async function createLabService(deps: LabDeps): Promise<LabService> {
  const { db, clock, bus, logger } = deps;
  const availability = createWatch<SeatsRow>({ read: (what) => readSeats(db, what), bus, clock, logger });
  const ownBookings = createWatch<WatchedRow>({
    read: ({ keys }) => readBookingVersions(db, keys),
    bus,
    clock,
    logger,
  });
  const stop = [
    await bus.subscribe('lab.seatsChanged', ({ sessionIds }) => availability.hint(sessionIds)),
    await bus.subscribe('lab.bookingsChanged', ({ accountIds }) => ownBookings.hint(accountIds)),
    await bus.subscribe('mail.settled', ({ accountId }) => ownBookings.hint(accountId === null ? [] : [accountId])),
  ];
  return {
    ...createBooking(deps),
    ...createRelease(deps),
    ...createCatalogue(deps),
    ...createCampaigns(deps),
    ...createReading(deps),
    availability,
    ownBookings,
    watchableKeys(ids) {
      const keys = ids.filter((id) => id !== null);
      if (keys.length === ids.length && keys.length >= 1 && keys.length <= MOST_WATCHED) return keys;
      throw new InvalidInputError([
        { path: 'of.sessions', key: 'lab.input.watchable', params: { minimum: 1, maximum: MOST_WATCHED } },
      ]);
    },
    async findBookingFacts(bookingId) {
      return (await listBookingFacts(db, [bookingId]))[0] ?? null;
    },
    async checkCounters() {
      return (await listWrongCounters(db)).map((row) => row.sessionId);
    },
    dispose() {
      for (const unsubscribe of stop) unsubscribe();
      availability.dispose();
      ownBookings.dispose();
    },
  };
}

declare module '../../graphql/context.ts' {
  interface Services {
    lab: LabService;
  }
}

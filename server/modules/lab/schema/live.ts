import { builder } from '../../../graphql/builder.ts';
import { type Context, viewerOf } from '../../../graphql/context.ts';
import { Freshness } from '../../../graphql/freshness.ts';
import { keyOf } from '../../../graphql/ids.ts';
import { whileSignedIn } from '../../../graphql/live.ts';
import { SHARED } from '../../../graphql/sharing.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import type { WatchedRow, WatchMessage } from '../../../platform/watch.ts';
import type { SeatsRow } from '../store.ts';
import { BookingType } from './booking.ts';
import { SessionSeats } from './seats.ts';

const UpdateKind = builder.enumType('UpdateKind', {
  description: 'How to take a message of a live read.',
  values: {
    SNAPSHOT: {
      description: 'All there is: replace what you know. Always the first message, also after reconnecting.',
    },
    CHANGES: { description: 'Only what changed: replace by id.' },
  } as const,
});

const AvailabilityScope = builder.inputType('AvailabilityScope', {
  description: 'What to watch: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    session: t.id({ description: 'One session.' }),
    sessions: t.idList({ description: 'Several sessions, at most 100.' }),
    campaign: t.string({
      description: 'A whole campaign, by its name in addresses, with the sessions added to it later.',
    }),
  }),
});

const AvailabilityUpdate = builder.objectRef<WatchMessage<SeatsRow>>('AvailabilityUpdate').implement({
  description: 'Seats of the watched sessions. At most one message every 100 ms, with all that changed meanwhile.',
  fields: (t) => ({
    kind: t.field({ type: UpdateKind, description: 'How to take it.', resolve: (update) => update.kind }),
    version: t.exposeInt('version', { description: 'Grows with every change of a watched session.' }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'Instant at which the numbers were true, by the server’s clock.',
    }),
    sessions: t.field({
      type: [SessionSeats],
      description: 'All the seats, or those that changed.',
      resolve: (update) => update.rows,
    }),
    freshness: t.field({
      type: Freshness,
      description: 'How current the numbers are.',
      resolve: (update) => update.freshness,
    }),
  }),
});

const MyBookingsUpdate = builder.objectRef<WatchMessage<WatchedRow>>('MyBookingsUpdate').implement({
  description: 'The viewer’s bookings, whole in every message.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Grows with every change.' }),
    at: t.expose('at', { type: 'DateTime', description: 'Instant of the change, by the server’s clock.' }),
    bookings: t.prismaField({
      type: [BookingType],
      description: 'As Query.myBookings.',
      resolve: (query, _update, _args, context) => context.services.lab.listOwnBookings(viewerOf(context), {}, query),
    }),
    freshness: t.field({
      type: Freshness,
      description: 'How current they are.',
      resolve: (update) => update.freshness,
    }),
  }),
});

async function watchSeats(
  context: Context,
  of: { session?: string | null; sessions?: readonly string[] | null; campaign?: string | null },
): Promise<AsyncIterableIterator<WatchMessage<SeatsRow>>> {
  const { lab } = context.services;
  if (of.campaign) return lab.availability.subscribe({ group: await lab.getPublicCampaignId(of.campaign) });
  const ids = of.sessions ?? (of.session ? [of.session] : []);
  return lab.availability.subscribe({ keys: lab.watchableKeys(ids.map((id) => keyOf('LabSession', id))) });
}

builder.subscriptionFields((t) => ({
  availability: t.field({
    type: AvailabilityUpdate,
    description: 'Seats left, live: first a snapshot, then what changes (LAB-05).',
    authScopes: { public: true },
    extensions: { ...forTokens('NOTHING'), ...SHARED },
    args: { of: t.arg({ type: AvailabilityScope, required: true, description: 'What to watch.' }) },
    subscribe: (_root, { of }, context) => watchSeats(context, of),
    resolve: (update) => update,
  }),
  myBookings: t.field({
    type: MyBookingsUpdate,
    description: 'The viewer’s bookings, live. Ends when the sign-in ends.',
    authScopes: { signedIn: true },
    extensions: forTokens('READ_BOOKINGS'),
    subscribe: (_root, _args, context) =>
      whileSignedIn(context, context.services.lab.ownBookings.subscribe({ keys: [viewerOf(context).account.id] })),
    resolve: (update) => update,
  }),
}));

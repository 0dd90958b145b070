import { builder } from '../../../graphql/builder.ts';
import { MailStateEnum } from '../../../graphql/mail-state.ts';
import { cancelDeadline } from '../rules.ts';
import { NOBODY } from './campaign.ts';
import { BookingStateEnum } from './enums.ts';

export const BookingType = builder.prismaNode('Booking', {
  name: 'Booking',
  description: 'One person’s seat in a session, or the offer of one (prenotazione). Seen by that person alone.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id, context) => ({ id, accountId: context.viewer?.account.id ?? NOBODY }),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Code to say at the door.' }),
    state: t.expose('state', { type: BookingStateEnum, description: 'Where it stands.' }),
    session: t.relation('session', { description: 'The session.' }),
    bookedAt: t.expose('bookedAt', { type: 'DateTime', description: 'When the seat was booked or offered.' }),
    cancelledAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it lives.',
    }),
    offeredUntil: t.expose('offeredUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when an offer is held.',
    }),
    cancelUntil: t.field({
      type: 'DateTime',
      description: 'It may be cancelled until here.',
      select: { startsAt: true, session: { select: { campaign: { select: { cancelHoursBefore: true } } } } },
      resolve: ({ startsAt, session }) => cancelDeadline(startsAt, session.campaign.cancelHoursBefore),
    }),
    canCancel: t.boolean({
      description: 'Whether it may be cancelled or changed now, by the server’s clock.',
      select: {
        state: true,
        startsAt: true,
        session: { select: { campaign: { select: { cancelHoursBefore: true } } } },
      },
      resolve: ({ state, startsAt, session }, _args, context) =>
        (state === 'BOOKED' || state === 'OFFERED') &&
        context.clock.now() <= cancelDeadline(startsAt, session.campaign.cancelHoursBefore),
    }),
    calendarUrl: t.string({
      description: 'Address of its calendar entry, for the person’s own session.',
      select: { id: true },
      resolve: ({ id }) => `/calendario/${id}.ics`,
    }),
    mail: t.field({
      type: MailStateEnum,
      nullable: true,
      description: 'How the latest message about it fared; null when there is none.',
      select: { mails: { select: { state: true }, orderBy: { createdAt: 'desc' }, take: 1 } },
      resolve: ({ mails }) => mails[0]?.state ?? null,
    }),
  }),
});

import { builder } from '../../../graphql/builder.ts';
import { globalId } from '../../../graphql/ids.ts';
import type { SeatsRow } from '../store.ts';
import { LabSessionStateEnum } from './enums.ts';

/** Public by type: nothing here depends on who asks, so that one reading serves every watcher. */
export const SessionSeats = builder.objectRef<Omit<SeatsRow, 'group'>>('SessionSeats').implement({
  description: 'Seats of one session as everybody may see them.',
  fields: (t) => ({
    sessionId: t.id({ description: 'The session’s id.', resolve: (seats) => globalId('LabSession', seats.key) }),
    capacity: t.exposeInt('capacity', { description: 'Seats in all.' }),
    free: t.exposeInt('free', {
      description: 'Seats that can be booked now: 0 also while anybody waits, for who waits comes first.',
    }),
    waiting: t.exposeInt('waiting', {
      description: 'People in the waiting list, those for any session of the lab included.',
    }),
    state: t.expose('state', { type: LabSessionStateEnum, description: 'Whether the session takes place.' }),
    version: t.exposeInt('version', { description: 'Grows with every change of the session’s seats.' }),
  }),
});

/** The same seats from a session's own row. */
export function seatsOf(session: {
  id: string;
  capacity: number;
  booked: number;
  offered: number;
  waiting: number;
  version: number;
  state: SeatsRow['state'];
  lab: { waiting: number };
}): Omit<SeatsRow, 'group'> {
  const { id: key, capacity, state, version } = session;
  const waiting = session.waiting + session.lab.waiting;
  const closed = state === 'CANCELLED' || waiting > 0;
  return { key, capacity, state, version, waiting, free: closed ? 0 : capacity - session.booked - session.offered };
}

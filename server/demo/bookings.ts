import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import type { Viewer } from '../graphql/context.ts';
import { OWN_SEATS, TAKEN_SEATS } from './campaigns.ts';
import type { DemoPerson } from './people.ts';
import { listSessionIds, viewerOf, viewersOf } from './store.ts';

type Parts = Pick<App, 'db'> & { services: Pick<App['services'], 'lab'> };

/** Real bookings: counters, limits and mails are what they would be had these people booked by themselves. */
export async function bookDemoSeats(parts: Parts, extras: readonly DemoPerson[]): Promise<void> {
  const sessions = await listSessionIds(parts.db);
  for (const { username, lab, number } of OWN_SEATS) {
    await book(parts, await viewerOf(parts.db, username), sessionOf(sessions, lab, number));
  }
  const crowd = await viewersOf(
    parts.db,
    extras.map(({ username }) => username),
  );
  let next = 0;
  for (const [lab, seats] of Object.entries(TAKEN_SEATS)) {
    for (const [index, taken] of seats.entries()) {
      const sessionId = sessionOf(sessions, lab, index + 1);
      const people = Array.from({ length: taken }, (_, n) => crowd[(next + n) % crowd.length] as Viewer);
      next += taken;
      await Promise.all(people.map((viewer) => book(parts, viewer, sessionId)));
    }
  }
}

function sessionOf(sessions: ReadonlyMap<string, string>, lab: string, number: number): string {
  const id = sessions.get(`${lab} ${number}`);
  if (id === undefined) throw new Error(`the demo catalogue has no session ${lab} ${number}`);
  return id;
}

async function book({ services }: Parts, viewer: Viewer, sessionId: string): Promise<void> {
  await services.lab.bookSeat(viewer, { sessionId, idempotencyKey: keyOf(viewer.account.id, sessionId) });
}

/** The same seat has the same key, so that completing an interrupted start books nothing twice (LAB-08). */
function keyOf(accountId: string, sessionId: string): string {
  const hex = createHash('sha256').update(`${accountId} ${sessionId}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// What most stories in the browser begin with: an open campaign, a lab, a session, somebody who can book.
import type { TestApp } from './api.ts';
import { DAY_MS } from './clock.ts';
import type { SeededPerson } from './seed.ts';

interface StoryOptions {
  title?: string;
  capacity?: number;
  opensAt?: Date;
  closesAt?: Date;
  startsAt?: Date;
  personalLimit?: number;
}

export async function aStory({ seed }: TestApp, options: StoryOptions = {}) {
  const now = Date.now();
  const campaign = await seed.campaign({
    opensAt: options.opensAt ?? new Date(now - DAY_MS),
    closesAt: options.closesAt ?? new Date(now + 20 * DAY_MS),
    title: 'Didattica di prova',
    ...(options.personalLimit ? { personalLimit: options.personalLimit } : {}),
  });
  const lab = await seed.lab(campaign.id, { title: options.title ?? 'Robotica di prova' });
  const session = await seed.session(lab, {
    capacity: options.capacity ?? 12,
    startsAt: options.startsAt ?? new Date(now + 10 * DAY_MS),
    municipality: 'Modena',
    province: 'MO',
  });
  return { campaign, lab, session, path: `/laboratori/${lab.code}/incontri/${session.number}` };
}

/** Another person takes seats, by the service that everybody uses. */
export async function takeSeats(app: TestApp, sessionId: string, count: number): Promise<SeededPerson[]> {
  const people = await app.seed.people(count);
  for (const { viewer } of people)
    await app.app.services.lab.bookSeat(viewer, { sessionId, idempotencyKey: crypto.randomUUID() });
  return people;
}

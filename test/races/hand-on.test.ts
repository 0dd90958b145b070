import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { startLab } from '#test/modules/lab/lab-kit.ts';
import { randomActs } from './random-acts.ts';

it('[FLT-03] [FLT-10] hundreds of acts at once on two servers: counters and rows agree, nobody holds too much', async () => {
  await randomActs({ seed: 20_261_121, people: 40, sessions: 8, capacity: 5, rounds: 12, atOnce: 30 });
});

it('[FLT-04] each freed seat is offered once, in the order of the line', async () => {
  const one = await startLab();
  const two = await startLab({ database: one.database });
  const session = await one.seed.session(await one.seed.lab((await one.seed.campaign()).id), { capacity: 10 });
  const holders = await one.seed.people(10);
  const line = await one.seed.people(15);
  const bookings = await Promise.all(
    holders.map(({ viewer }) => one.lab.bookSeat(viewer, { sessionId: session.id, idempotencyKey: randomUUID() })),
  );
  for (const [n, { accountId }] of line.entries())
    await one.seed.waiting(session, accountId, new Date(Date.UTC(2026, 10, 1, 0, n)));
  await Promise.all(
    holders.map(({ viewer }, n) =>
      (n % 2 ? one : two).lab.cancelBooking(viewer, {
        bookingId: bookings[n]!.bookingId,
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  const offers = await one.db.prisma.booking.findMany({ where: { sessionId: session.id, state: 'OFFERED' } });
  expect(new Set(offers.map((offer) => offer.accountId))).toEqual(
    new Set(line.slice(0, 10).map((person) => person.accountId)),
  );
  expect(await one.lab.checkCounters()).toEqual([]);
  await two.stop();
  await one.stop();
});

import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { LimitReachedError, OverlapError, SessionFullError } from '#server/modules/lab/errors.ts';
import { sql } from '#server/platform/db/db.ts';
import { runAsSuperuser } from '#test/kit/postgres.ts';
import { startLab } from '#test/modules/lab/lab-kit.ts';

type Lab = Awaited<ReturnType<typeof startLab>>;
const running: Lab[] = [];
afterEach(async () => {
  for (const lab of running.splice(0).reverse()) await lab.stop();
});

async function start(options: Parameters<typeof startLab>[0] = {}): Promise<Lab> {
  const lab = await startLab(options);
  running.push(lab);
  return lab;
}

async function outcomes<T>(acts: readonly Promise<T>[]): Promise<{ ok: T[]; refused: unknown[] }> {
  const settled = await Promise.allSettled(acts);
  return {
    ok: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    refused: settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
  };
}

/** `count` people ask for the seats of one session at once, spread over the given servers. */
async function rush(servers: readonly Lab[], count: number, capacity: number) {
  const [first] = servers;
  const campaign = await first!.seed.campaign();
  const session = await first!.seed.session(await first!.seed.lab(campaign.id), { capacity });
  const people = await first!.seed.people(count);
  const { ok, refused } = await outcomes(
    people.map((person, index) =>
      servers[index % servers.length]!.lab.bookSeat(person.viewer, {
        sessionId: session.id,
        idempotencyKey: randomUUID(),
      }),
    ),
  );
  const booked = await first!.db.prisma.booking.count({ where: { sessionId: session.id, state: 'BOOKED' } });
  const { booked: counter } = await first!.db.prisma.labSession.findUniqueOrThrow({ where: { id: session.id } });
  return { ok, refused, booked, counter };
}

/** Without the last word of the database, so that only our locks keep the count. */
async function dropSeatsCheck(lab: Lab): Promise<void> {
  await runAsSuperuser(lab.database.ownerUrl, ['alter table lab_session drop constraint lab_session_seats']);
}

describe('rush for seats', () => {
  it('[SEC-118] [FLT-01] [LAB-07] 500 people and 20 seats: 20 bookings, 480 clear refusals', async () => {
    const result = await rush([await start()], 500, 20);
    expect(result).toMatchObject({ booked: 20, counter: 20 });
    expect(result.ok).toHaveLength(20);
    expect(result.refused).toHaveLength(480);
    expect(result.refused.every((error) => error instanceof SessionFullError)).toBe(true);
  });

  it('[SEC-118] holds on two servers, also without the constraint', async () => {
    const one = await start();
    await dropSeatsCheck(one);
    const two = await start({ database: one.database });
    const result = await rush([one, two], 300, 20);
    expect(result).toMatchObject({ booked: 20, counter: 20 });
    expect(result.ok).toHaveLength(20);
  });

  it('[SEC-118] negative control: with the locks off and the constraint away seats are sold twice', async () => {
    const locks = { lockPeople: async () => undefined, lockSessions: async () => undefined };
    const one = await start({ locks });
    await dropSeatsCheck(one);
    const two = await start({ database: one.database, locks });
    let sold = 0;
    for (let round = 0; round < 5 && sold <= 20; round++) sold = (await rush([one, two], 300, 20)).booked;
    expect(sold).toBeGreaterThan(20);
  });

  it('[LAB-07] the database itself refuses more than the capacity', async () => {
    const { seed, db } = await start();
    const session = await seed.session(await seed.lab((await seed.campaign()).id), { capacity: 2 });
    const overbook = db.query(sql`update lab_session set booked = 2, offered = 1 where id = ${session.id}::uuid`);
    await expect(overbook).rejects.toMatchObject({ constraint: 'lab_session_seats' });
  });
});

describe('one person at once', () => {
  it('[FLT-02] [LAB-09] two overlapping sessions on two servers: one booking, one refusal that names it', async () => {
    const one = await start();
    const two = await start({ database: one.database });
    const lab = await one.seed.lab((await one.seed.campaign({ personalLimit: 9 })).id);
    for (let round = 0; round < 10; round++) {
      const startsAt = new Date(Date.UTC(2026, 11, 1 + round, 14));
      const left = await one.seed.session(lab, { startsAt });
      const right = await one.seed.session(lab, { startsAt: new Date(startsAt.getTime() + 3_600_000) });
      const { viewer } = await one.seed.person();
      const { ok, refused } = await outcomes([
        one.lab.bookSeat(viewer, { sessionId: left.id, idempotencyKey: randomUUID() }),
        two.lab.bookSeat(viewer, { sessionId: right.id, idempotencyKey: randomUUID() }),
      ]);
      expect(ok).toHaveLength(1);
      expect(refused).toEqual([expect.any(OverlapError)]);
      expect((refused[0] as OverlapError).bookingId).toBe(ok[0]?.bookingId);
    }
  });

  it('[LAB-09] the database itself refuses overlapping bookings', async () => {
    const { seed, db, lab } = await start();
    const ofLab = await seed.lab((await seed.campaign()).id);
    const startsAt = new Date('2026-12-01T14:00:00Z');
    const first = await seed.session(ofLab, { startsAt });
    const second = await seed.session(ofLab, { startsAt });
    const { viewer } = await seed.person();
    const { bookingId } = await lab.bookSeat(viewer, { sessionId: first.id, idempotencyKey: randomUUID() });
    const twin = db.query(sql`
      insert into booking (id, code, session_id, campaign_id, account_id, state, starts_at, ends_at, booked_at)
      select gen_random_uuid(), 'DOPPIONE', ${second.id}::uuid, campaign_id, account_id, 'BOOKED', starts_at, ends_at, booked_at
      from booking where id = ${bookingId}::uuid`);
    await expect(twin).rejects.toMatchObject({ constraint: 'booking_no_overlap' });
  });

  it('[LAB-06] two sessions at once on two servers never pass the personal limit', async () => {
    const one = await start();
    const two = await start({ database: one.database });
    const lab = await one.seed.lab((await one.seed.campaign({ personalLimit: 1 })).id);
    for (let round = 0; round < 10; round++) {
      const left = await one.seed.session(lab, { startsAt: new Date(Date.UTC(2026, 11, 1, 8)) });
      const right = await one.seed.session(lab, { startsAt: new Date(Date.UTC(2026, 11, 2, 8)) });
      const { viewer } = await one.seed.person();
      const { ok, refused } = await outcomes([
        one.lab.bookSeat(viewer, { sessionId: left.id, idempotencyKey: randomUUID() }),
        two.lab.bookSeat(viewer, { sessionId: right.id, idempotencyKey: randomUUID() }),
      ]);
      expect(ok).toHaveLength(1);
      expect(refused).toEqual([expect.any(LimitReachedError)]);
    }
  });

  it('[FLT-24] [LAB-08] one request sent ten times at once is one booking, and every answer names it', async () => {
    const one = await start();
    const two = await start({ database: one.database });
    const session = await one.seed.session(await one.seed.lab((await one.seed.campaign()).id));
    const { viewer, accountId } = await one.seed.person();
    const wish = { sessionId: session.id, idempotencyKey: randomUUID() };
    const seats = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? one : two).lab.bookSeat(viewer, wish)),
    );
    expect(new Set(seats.map(({ bookingId }) => bookingId)).size).toBe(1);
    expect(await one.db.prisma.booking.count({ where: { accountId } })).toBe(1);
  });
});

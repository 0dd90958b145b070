import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Viewer } from '#server/graphql/context.ts';
import { sql } from '#server/platform/db/db.ts';
import { DomainError } from '#server/platform/errors.ts';
import { startLab } from '#test/modules/lab/lab-kit.ts';

type World = Awaited<ReturnType<typeof startLab>>;

interface Options {
  /** Of chance: a failing run can be repeated as far as its order goes. */
  seed: number;
  people: number;
  sessions: number;
  capacity: number;
  rounds: number;
  /** Acts of one round, half on each server. */
  atOnce: number;
}

const LIMIT = 3;

function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}

/** People book, cancel and change at random, half of them waiting somewhere; then everything must add up. */
export async function randomActs(options: Options): Promise<void> {
  const one = await startLab();
  const two = await startLab({ database: one.database });
  const roll = dice(options.seed);
  const lab = await one.seed.lab((await one.seed.campaign({ personalLimit: LIMIT })).id);
  const sessions: Awaited<ReturnType<World['seed']['session']>>[] = [];
  for (let n = 0; n < options.sessions; n++) {
    // Every second one overlaps the one before.
    const startsAt = new Date(Date.UTC(2026, 11, 1 + Math.floor(n / 2), 9 + (n % 2)));
    sessions.push(await one.seed.session(lab, { capacity: options.capacity, startsAt }));
  }
  const people = await one.seed.people(options.people);
  for (const [n, { accountId }] of people.entries()) {
    if (n % 4 === 0) await one.seed.waiting(sessions[roll(sessions.length)]!, accountId);
  }
  const faults: unknown[] = [];

  async function act(server: World): Promise<void> {
    const { viewer } = people[roll(people.length)]!;
    const to = sessions[roll(sessions.length)]!.id;
    const kind = roll(3);
    const held = await anySeatOf(one, viewer);
    const idempotencyKey = randomUUID();
    try {
      if (kind === 0 || !held) await server.lab.bookSeat(viewer, { sessionId: to, idempotencyKey });
      else if (kind === 1) await server.lab.cancelBooking(viewer, { bookingId: held, idempotencyKey });
      else await server.lab.changeBooking(viewer, { bookingId: held, toSessionId: to, idempotencyKey });
    } catch (error) {
      if (!(error instanceof DomainError)) faults.push(error);
    }
  }

  for (let round = 0; round < options.rounds; round++) {
    await Promise.all(Array.from({ length: options.atOnce }, (_, n) => act(n % 2 ? one : two)));
  }
  expect(faults, `seed ${options.seed}`).toEqual([]);
  await expectItAddsUp(one);
  await two.stop();
  await one.stop();
}

async function anySeatOf({ db }: World, viewer: Viewer): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(sql`
    select id from booking where account_id = ${viewer.account.id}::uuid and state in ('BOOKED', 'OFFERED') limit 1`);
  return row?.id ?? null;
}

async function expectItAddsUp({ db, lab }: World): Promise<void> {
  expect(await lab.checkCounters()).toEqual([]);
  const [wrong] = await db.query<{ over: number; holdings: number; overlaps: number; unexplained: number }>(sql`
    select
      (select count(*)::int from lab_session where booked + offered > capacity) as over,
      (select count(*)::int from lab_holding h where held > ${LIMIT} or held <> (
        select count(*) from booking b
        where b.account_id = h.account_id and b.campaign_id = h.campaign_id and b.state in ('BOOKED', 'OFFERED'))) as holdings,
      (select count(*)::int from booking a join booking b on a.account_id = b.account_id and a.id < b.id
        and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
        where a.state in ('BOOKED', 'OFFERED') and b.state in ('BOOKED', 'OFFERED')) as overlaps,
      -- Every live seat was given by exactly one act of the audit, every ended one was ended by one.
      (select count(*)::int from booking b where (
        select count(*) from audit_event e where e.subject_id = b.id
          and e.event in ('lab.seatBooked', 'lab.bookingChanged', 'lab.seatOffered')) <> 1
        or (b.state = 'CANCELLED') <> exists (
          select from audit_event e where (e.event = 'lab.bookingCancelled' and e.subject_id = b.id)
            or (e.event = 'lab.bookingChanged' and e.data ->> 'releasedBookingId' = b.id::text))) as unexplained`);
  expect(wrong).toEqual({ over: 0, holdings: 0, overlaps: 0, unexplained: 0 });
}

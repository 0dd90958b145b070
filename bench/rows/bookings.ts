import { countSessions, forgetBookings, sessionId } from '../fill.ts';
import { withClient } from '../ground.ts';
import { connectClients, judgeBy } from '../load.ts';
import { type Stage, startFloor, startOurs } from '../peers.ts';
import { BOOKED, floor as floorRequests, ours as ourRequests } from '../requests.ts';
import { type Check, check, line, noWrongAnswers, type Result } from '../result.ts';
import { type Measured, takeTurns } from '../rounds.ts';

const HOT = 1;

/** Everybody books the same session. */
export const hotRow = (stage: Stage): Promise<Result> => bookings(stage, 'M1');

/** Everybody books some session. */
export const wideRow = (stage: Stage): Promise<Result> => bookings(stage, 'M2');

/** Numbers of people who have not booked yet. */
export function newcomers(people: number, request: (by: number) => string): () => string | null {
  let last = 0;
  return () => {
    if (last >= people) return null;
    last += 1;
    return request(last);
  };
}

export async function prepareBookings(
  { ground }: Stage,
  hot: readonly { session: number; seats: number }[],
): Promise<void> {
  for (const { ownerUrl } of [ground.ours, ground.floor]) {
    await withClient(ownerUrl, async (client) => {
      await forgetBookings(client);
      for (const { session, seats } of hot) {
        for (const table of ['lab_session', ...(ownerUrl === ground.floor.ownerUrl ? ['floor.session'] : [])]) {
          await client.query(`update ${table} set capacity = $2 where id = $1`, [sessionId(session), seats]);
        }
      }
    });
  }
}

async function bookings(stage: Stage, row: 'M1' | 'M2'): Promise<Result> {
  const { sizes } = stage;
  const hot = row === 'M1';
  await prepareBookings(stage, hot ? [{ session: HOT, seats: 10 * sizes.people }] : []);
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  const sessions = countSessions(sizes);
  const session = () => (hot ? HOT : 1 + Math.floor(Math.random() * sessions));
  const common = { connections: sizes.bookers, judge: judgeBy(BOOKED) };
  const { people } = sizes;
  const clientsOf = (port: number, request: (by: number) => string) =>
    connectClients({ ...common, port, next: newcomers(people, request) });
  const results = await takeTurns(
    [
      {
        name: 'floor',
        child: floor,
        clients: await clientsOf(floor.port, (by) => floorRequests.book(session(), by, 'bare', hot)),
      },
      {
        name: 'ours',
        child: ours,
        restless: true,
        clients: await clientsOf(ours.port, (by) => ourRequests.book(session(), by)),
      },
      {
        name: 'same rows',
        child: floor,
        clients: await clientsOf(floor.port, (by) => floorRequests.book(session(), by, 'same rows', hot)),
      },
    ],
    sizes,
  );
  const [base, found, same] = ['floor', 'ours', 'same rows'].map((name) => results.get(name)!) as [
    Measured,
    Measured,
    Measured,
  ];
  const what = hot ? 'bookings of one session' : 'bookings of any session';
  const cost = { cpuMicros: found.cpuMicros };
  return {
    lines: [
      line({
        ...{ row, what: `${what}, against the bare act`, unit: '/s', floor: base.rate, ours: found.rate, ...cost },
        ...{ floorCpuMicros: base.cpuMicros, goal: { atLeast: hot ? 4 : 1.2 } },
      }),
      line({
        ...{
          row,
          what: `${what}, against one statement with the same rows`,
          unit: '/s',
          floor: same.rate,
          ours: found.rate,
        },
        ...{ ...cost, floorCpuMicros: same.cpuMicros, ...(hot ? { goal: { atLeast: 12 } } : {}) },
      }),
    ],
    checks: [
      ...[...results].map(([name, { wrong }]) => noWrongAnswers(`${row} ${name}`, wrong)),
      ...(await bookingChecks(row, stage.ground.ours.ownerUrl, found.right)),
    ],
    notes: [await backlogNote(row, stage.ground.ours.ownerUrl)],
  };
}

interface Books {
  bookings: number;
  counted: number;
  astray: number;
  audited: number;
  held: number;
  kept: number;
  told: number;
  jobless: number;
}

/** What the database has to say about `answered` bookings that were told to people. */
export async function bookingChecks(row: string, ownerUrl: string, answered: number): Promise<Check[]> {
  const books = await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<Books>(`
      select (select count(*) from booking where state = 'BOOKED')::int as bookings,
        (select sum(booked) from lab_session)::int as counted,
        (select count(*) from lab_session s where booked <> (select count(*) from booking where session_id = s.id and state = 'BOOKED')
          or booked + offered > capacity)::int as astray,
        (select count(*) from audit_event where event = 'lab.seatBooked')::int as audited,
        (select coalesce(sum(held), 0) from lab_holding)::int as held,
        (select count(*) from accepted_act)::int as kept,
        (select count(*) from mail where template = 'lab.bookingConfirmed')::int as told,
        (select count(*) from mail where state = 'WAITING' and id::text not in (
          select json_array_elements_text(payload->'mailIds') from graphile_worker._private_jobs))::int as jobless`);
    return rows[0]!;
  });
  const { astray, jobless, ...counts } = books;
  const all = Object.values(counts);
  return [
    check(
      `${row}: answers, bookings, counters, audit, limits, kept acts and mails agree`,
      all.every((count) => count === answered),
      `${answered} answered; ${Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
    ),
    check(`${row}: every mail that waits has its job`, jobless === 0, `${jobless} without`),
    check(`${row}: no session’s counter is wrong or above its capacity`, astray === 0, astray),
  ];
}

async function backlogNote(row: string, ownerUrl: string): Promise<string> {
  const waiting = await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ waiting: number; all: number }>(
      `select count(*) filter (where state = 'WAITING')::int as waiting, count(*)::int as all from mail`,
    );
    return rows[0]!;
  });
  return `${row}: ${waiting.all - waiting.waiting} of ${waiting.all} mails had been sent when the last round ended`;
}

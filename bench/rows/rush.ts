import { sessionId } from '../fill.ts';
import { withClient } from '../ground.ts';
import type { Answer } from '../http-client.ts';
import { connectClients, faultOf, median } from '../load.ts';
import { type Stage, startFloor, startOurs, startPair } from '../peers.ts';
import type { Child } from '../processes.ts';
import { BOOKED, floor as floorRequests, ours as ourRequests } from '../requests.ts';
import { type Check, check, line, type Result } from '../result.ts';
import { bookingChecks, newcomers, prepareBookings } from './bookings.ts';

const RUSHED = 2;

interface Run {
  seconds: number;
  cpu: number;
  booked: number;
  full: number;
  wrong: Map<string, number>;
}

/** More people than seats, all at once; until the last of them knows. */
export async function rushRow(stage: Stage): Promise<Result> {
  return await rushes(stage, 'R1', '', [await startOurs(stage)]);
}

/** The same on two servers that share a Redis. */
export async function rushOfTwoRow(stage: Stage): Promise<Result> {
  const pair = await startPair(stage);
  if (pair) return await rushes(stage, 'R1X2', ' on two servers', pair);
  return { lines: [], checks: [], notes: ['R1X2: not measured, there is no redis-server on PATH and no REDIS_URL'] };
}

async function rushes(stage: Stage, row: string, where: string, servers: readonly Child[]): Promise<Result> {
  const { sizes, ground } = stage;
  const { people, seats } = sizes.rush;
  const floor = await startFloor(stage);
  const runs = { ours: [] as Run[], floor: [] as Run[] };
  const checks: Check[] = [];
  for (let round = 0; round <= sizes.rounds; round += 1) {
    for (const server of servers) server.thaw();
    await prepareBookings(stage, [{ session: RUSHED, seats }]);
    for (const server of servers) server.freeze();
    const base = await rush(stage, [floor], (by) => floorRequests.book(RUSHED, by, 'bare', true));
    for (const server of servers) server.thaw();
    const found = await rush(stage, servers, (by) => ourRequests.book(RUSHED, by));
    checks.push(...(await exact(`${row} ours, run ${round}`, ground.ours.ownerUrl, 'lab_session', found, sizes.rush)));
    checks.push(
      ...(await exact(`${row} floor, run ${round}`, ground.floor.ownerUrl, 'floor.session', base, sizes.rush)),
    );
    checks.push(...(await bookingChecks(`${row} run ${round}`, ground.ours.ownerUrl, found.booked)));
    if (round > 0) {
      runs.ours.push(found);
      runs.floor.push(base);
    }
  }
  const seconds = (of: Run[]) => median(of.map((run) => run.seconds));
  const cpu = (of: Run[]) => median(of.map((run) => run.cpu / people));
  return {
    lines: [
      line({
        row,
        what: `${people} people, ${seats} seats${where}, to the last answer`,
        ...{ unit: 's', floor: seconds(runs.floor), ours: seconds(runs.ours), goal: { atMost: 0.5 } },
        ...{ cpuMicros: cpu(runs.ours), floorCpuMicros: cpu(runs.floor) },
      }),
    ],
    checks: condense(checks),
    notes: [],
  };
}

/** Everybody asks once, as many on each server. */
async function rush(stage: Stage, servers: readonly Child[], request: (by: number) => string): Promise<Run> {
  const { people, connections } = stage.sizes.rush;
  let full = 0;
  const judge = ({ status, body }: Answer): string | null => {
    if (status === 200 && body.includes(BOOKED)) return null;
    if (status === 200 && (body.includes('"SessionFullError"') || body.includes('"FULL"'))) {
      full += 1;
      return 'full';
    }
    return faultOf({ status, body });
  };
  const load = { connections: connections / servers.length, judge, next: newcomers(people, request) };
  const clients = await Promise.all(servers.map(({ port }) => connectClients({ ...load, port })));
  const before = await cpuOf(servers);
  const outcomes = await Promise.all(clients.map((some) => some.run(60_000)));
  const cpu = (await cpuOf(servers)) - before;
  for (const some of clients) some.close();
  const wrong = new Map<string, number>();
  for (const outcome of outcomes) {
    for (const [fault, count] of outcome.wrong) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
  }
  wrong.delete('full');
  const seconds = Math.max(...outcomes.map(({ ms }) => ms)) / 1_000;
  return { seconds, cpu, booked: outcomes.reduce((sum, { right }) => sum + right, 0), full, wrong };
}

async function cpuOf(servers: readonly Child[]): Promise<number> {
  const usages = await Promise.all(servers.map((server) => server.usage()));
  return usages.reduce((sum, { cpu }) => sum + cpu, 0);
}

/** Every seat was sold once, and everybody else was told that there is none. */
export async function exact(
  who: string,
  ownerUrl: string,
  table: 'lab_session' | 'floor.session',
  run: Pick<Run, 'booked' | 'full' | 'wrong'>,
  { people, seats }: { people: number; seats: number },
): Promise<Check[]> {
  const bookings = table === 'lab_session' ? 'booking' : 'floor.booking';
  const counts = await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ counted: number; rows: number }>(
      `select booked as counted, (select count(*) from ${bookings} where session_id = s.id)::int as rows from ${table} s where id = $1`,
      [sessionId(RUSHED)],
    );
    return rows[0]!;
  });
  const ok = counts.counted === seats && counts.rows === seats && run.booked === seats && run.full === people - seats;
  const wrong = [...run.wrong].slice(0, 3).map(([fault, count]) => `${count} × ${fault}`);
  const found = `${run.booked} booked, ${run.full} full, ${counts.rows} rows, counter ${counts.counted} ${wrong.join('; ')}`;
  return [check(`${who}: bookings = seats, everybody else told «full»`, ok, found)];
}

/** The same check of many runs as one, told by its first failure. */
function condense(checks: readonly Check[]): Check[] {
  const byName = new Map<string, Check[]>();
  for (const one of checks) {
    const name = one.what.replace(/,? run \d+/, '');
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName].map(([name, all]) => {
    const failed = all.find(({ ok }) => !ok);
    return check(`${name}, ${all.length} runs`, !failed, (failed ?? all[0])?.found);
  });
}

import { campaignSlug, countSessions } from '../fill.ts';
import { Connection } from '../http-client.ts';
import { connectClients, judgeBy, quantile } from '../load.ts';
import { type Stage, startFloor, startOurs } from '../peers.ts';
import { floor as floorRequests, ours as ourRequests } from '../requests.ts';
import { check, line, noWrongAnswers, type Result } from '../result.ts';
import { takeTurns } from '../rounds.ts';
import { prepareBookings } from './bookings.ts';

interface Catalogue {
  data: { campaign: { labs: { code: string; title: string; sessions: { startsAt: string; seats: object }[] }[] } };
}

/** The catalogue page: the labs of a campaign with their sessions and the seats left. */
export async function catalogueRow(stage: Stage): Promise<Result> {
  const { sizes } = stage;
  await prepareBookings(stage, []);
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  const slug = campaignSlug(1);
  const [seen, wanted] = [
    await once(ours.port, ourRequests.catalogue(slug)),
    await once(floor.port, floorRequests.catalogue(slug)),
  ];
  const judge = judgeBy('"seats"');
  // A page is fifty times the work of one session.
  const common = { connections: Math.ceil(sizes.readers / 4), judge };
  let n = 0;
  const floorRequest = floorRequests.catalogue(slug);
  const shared = ourRequests.catalogue(slug);
  const results = await takeTurns(
    [
      {
        name: 'floor',
        child: floor,
        clients: await connectClients({ ...common, port: floor.port, next: () => floorRequest }),
      },
      {
        name: 'alone',
        child: ours,
        clients: await connectClients({
          ...common,
          port: ours.port,
          next: () => ourRequests.catalogueAlone(slug, n++),
        }),
      },
      {
        name: 'shared',
        child: ours,
        clients: await connectClients({ ...common, port: ours.port, next: () => shared }),
      },
    ],
    sizes,
  );
  const base = results.get('floor')!;
  const lines = (['alone', 'shared'] as const).map((name) =>
    line({
      row: 'Q1',
      what: name === 'alone' ? 'catalogue page, each answer its own' : 'catalogue page, answers may be shared',
      unit: '/s',
      floor: base.rate,
      floorCpuMicros: base.cpuMicros,
      ours: results.get(name)!.rate,
      cpuMicros: results.get(name)!.cpuMicros,
      goal: { atLeast: name === 'alone' ? 1 : 5 },
    }),
  );
  return {
    lines,
    checks: [
      check('Q1: the page is the floor’s, field by field', sameCatalogue(seen, wanted), `${seen.length} bytes`),
      ...[...results].map(([name, { wrong }]) => noWrongAnswers(`Q1 ${name}`, wrong)),
    ],
    notes: [],
  };
}

async function once(port: number, request: string): Promise<string> {
  const connection = await Connection.open(port);
  const { body } = await connection.send(request);
  connection.close();
  return body.toString();
}

/** Ids are left out: the API's are not the database's. */
export function sameCatalogue(a: string, b: string): boolean {
  const plain = (text: string): string => {
    const { labs } = (JSON.parse(text) as Catalogue).data.campaign;
    return JSON.stringify(
      labs.map(({ code, title, sessions }) => [code, title, sessions.map(({ startsAt, seats }) => [startsAt, seats])]),
    );
  };
  return plain(a) === plain(b) && plain(a).length > 2;
}

/** One session by id, asked by people who are signed in. */
export async function sessionRow(stage: Stage): Promise<Result> {
  const { sizes } = stage;
  await prepareBookings(stage, []);
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  const judge = judgeBy('"seats"');
  const sessions = countSessions(sizes);
  const session = () => 1 + Math.floor(Math.random() * sessions);
  // People who look around ask several times.
  const guests = Math.min(1_000, sizes.people);
  const by = () => 1 + Math.floor(Math.random() * guests);
  const common = { connections: sizes.readers, judge };
  const results = await takeTurns(
    [
      {
        name: 'floor',
        child: floor,
        clients: await connectClients({ ...common, port: floor.port, next: () => floorRequests.session(session()) }),
      },
      {
        name: 'ours',
        child: ours,
        clients: await connectClients({ ...common, port: ours.port, next: () => ourRequests.session(session(), by()) }),
      },
    ],
    sizes,
  );
  const [base, found] = [results.get('floor')!, results.get('ours')!];
  return {
    lines: [
      line({
        ...{ row: 'Q2', what: 'one session by id, signed in', unit: '/s', floor: base.rate, ours: found.rate },
        ...{ floorCpuMicros: base.cpuMicros, cpuMicros: found.cpuMicros, goal: { atLeast: 0.8 } },
      }),
    ],
    checks: [...results].map(([name, { wrong }]) => noWrongAnswers(`Q2 ${name}`, wrong)),
    notes: [`Q2 ours p95 ${quantile(found.latencies, 0.95).toFixed(1)} ms`],
  };
}

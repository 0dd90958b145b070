import { setTimeout as sleep } from 'node:timers/promises';
import { sessionId } from '../fill.ts';
import { withClient } from '../ground.ts';
import { type Answer, Connection } from '../http-client.ts';
import { connectClients, judgeBy, median, quantile } from '../load.ts';
import { type Stage, startFloor, startOurs } from '../peers.ts';
import type { Child } from '../processes.ts';
import { BOOKED, floor as floorRequests, globalSession, ours as ourRequests, WATCH } from '../requests.ts';
import { type Check, check, line, noWrongAnswers, type Result } from '../result.ts';
import { connectWatchers, type Watchers } from '../watchers.ts';
import { bookingChecks, newcomers, prepareBookings } from './bookings.ts';

const HOT = 1;
const SETTLE_MS = 5_000;

const watchOurs = (port: number, count: number): Promise<Watchers> =>
  connectWatchers({ port, count, subscribe: { query: WATCH, variables: { id: globalSession(HOT) } } });

/** Everybody books the session that a crowd watches; against the same without the crowd. */
export async function crowdRow(stage: Stage): Promise<Result> {
  const { sizes, ground } = stage;
  await prepareBookings(stage, [{ session: HOT, seats: 10 * sizes.people }]);
  const ours = await startOurs(stage);
  const clients = await connectClients({
    ...{ port: ours.port, connections: sizes.bookers, judge: judgeBy(BOOKED) },
    next: newcomers(sizes.people, (by) => ourRequests.book(HOT, by)),
  });
  const rates = { alone: [] as number[], watched: [] as number[] };
  const cpu: number[] = [];
  const wrong = new Map<string, number>();
  let right = 0;
  let messages = 0;
  let astray = 0;
  const turn = async (ms: number): Promise<number> => {
    const outcome = await clients.run(ms);
    right += outcome.right;
    for (const [fault, count] of outcome.wrong) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
    return (outcome.right / outcome.ms) * 1_000;
  };
  // The first rounds come without watchers: a server still warming up would flatter those that follow.
  await turn(2 * sizes.warmUpMs);
  for (let round = 0; round < sizes.rounds; round += 1) {
    rates.alone.push(await turn(sizes.roundMs));
    const watchers = await watchOurs(ours.port, sizes.crowd);
    const before = { right, cpu: (await ours.usage()).cpu, messages: watchers.messages };
    rates.watched.push(await turn(sizes.roundMs));
    cpu.push(((await ours.usage()).cpu - before.cpu) / (right - before.right));
    messages += watchers.messages - before.messages;
    if (!(await watchers.allSee(await freeOf(ground.ours.ownerUrl), SETTLE_MS))) {
      const truth = await freeOf(ground.ours.ownerUrl);
      astray += watchers.seen.filter((value) => value !== truth).length;
    }
    await watchers.close();
  }
  return {
    lines: [
      line({
        row: 'M1W',
        what: `bookings of one session with ${sizes.crowd} watchers, against without`,
        ...{ unit: '/s', floor: median(rates.alone), ours: median(rates.watched), goal: { atLeast: 0.6 } },
        cpuMicros: median(cpu),
      }),
    ],
    checks: [
      noWrongAnswers('M1W', wrong),
      check(`M1W: every watcher ends on the true value, ${sizes.rounds} rounds`, astray === 0, `${astray} astray`),
      check('M1W: the watchers were told meanwhile', messages > sizes.crowd, `${messages} messages`),
      ...(await bookingChecks('M1W', ground.ours.ownerUrl, right)),
    ],
    notes: [],
  };
}

export async function freeOf(ownerUrl: string): Promise<number> {
  return await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ free: number }>(
      'select capacity - booked - offered as free from lab_session where id = $1',
      [sessionId(HOT)],
    );
    return rows[0]!.free;
  });
}

interface Screens {
  p50: number;
  p99: number;
  cpuMicros: number;
  messages: number;
  changes: number;
  sawAll: boolean;
  answered: number;
}

/** Many screens show one session while it changes; from click to every screen. */
export async function screensRow(stage: Stage): Promise<Result> {
  const { sizes, ground } = stage;
  await prepareBookings(stage, [{ session: HOT, seats: 10 * sizes.people }]);
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  let last = 0;
  const book = () => {
    last += 1;
    return ourRequests.book(HOT, last);
  };
  const seats = 10 * sizes.people;
  await floor.ask('setFree', seats);
  const [ourWatchers, floorWatchers] = [
    await watchOurs(ours.port, sizes.watchers),
    await connectWatchers({ port: floor.port, count: sizes.watchers, subscribe: null }),
  ];
  stage.ends.push(
    () => ourWatchers.close(),
    () => floorWatchers.close(),
  );
  const runs = { ours: [] as Screens[], floor: [] as Screens[] };
  const rounds = Math.max(1, Math.ceil(sizes.rounds / 2));
  for (let round = 0; round <= rounds; round += 1) {
    const ms = round === 0 ? sizes.warmUpMs : 2 * sizes.roundMs;
    const base = await change(floor, floorWatchers, sizes.changesPerSecond, ms, floorRequests.change);
    const found = await change(ours, ourWatchers, sizes.changesPerSecond, ms, book);
    if (round === 0) continue;
    runs.floor.push(base);
    runs.ours.push(found);
  }
  const of = (kind: 'ours' | 'floor', key: 'p50' | 'p99' | 'cpuMicros') => median(runs[kind].map((run) => run[key]));
  const checks: Check[] = (['ours', 'floor'] as const).map((kind) => {
    const bad = runs[kind].filter((run) => !run.sawAll || run.answered !== run.changes);
    const found = bad.map((run) => `${run.answered} of ${run.changes} changes answered, saw all: ${run.sawAll}`);
    return check(
      `S1 ${kind}: every watcher saw the final version, ${rounds} rounds`,
      bad.length === 0,
      found.join('; ') || 'all',
    );
  });
  const truth = await freeOf(ground.ours.ownerUrl);
  const wrong = ourWatchers.seen.filter((value) => value !== truth).length;
  checks.push(
    check('S1 ours: the watchers’ value is the database’s', wrong === 0, `${wrong} of ${sizes.watchers} differ`),
  );
  const what = `${sizes.watchers} watchers, ${sizes.changesPerSecond} changes a second`;
  return {
    lines: [
      {
        ...line({
          row: 'S1',
          what: `${what}: p99 to every screen`,
          unit: 'ms',
          floor: of('floor', 'p99'),
          ours: of('ours', 'p99'),
        }),
        goal: { text: '≤ 150 ms', met: of('ours', 'p99') <= 150 },
      },
      line({
        row: 'S1',
        what: `${what}: processor time a message`,
        unit: 'µs',
        floor: of('floor', 'cpuMicros'),
        ours: of('ours', 'cpuMicros'),
        goal: { atMost: 1.5 },
      }),
    ],
    checks,
    notes: [
      `S1: ${median(runs.ours.map((run) => run.messages))} messages a round of ours (at most one every 100 ms a watcher), ` +
        `${median(runs.floor.map((run) => run.messages))} of the floor (every change); p50 ${of('ours', 'p50').toFixed(0)} and ${of('floor', 'p50').toFixed(0)} ms`,
    ],
  };
}

/** Clicks at an even pace, and watches when each change has reached each screen. */
async function change(
  child: Child,
  watchers: Watchers,
  perSecond: number,
  ms: number,
  click: () => string,
): Promise<Screens> {
  const idle: Connection[] = [];
  const begun = watchers.seen[0]!;
  const clicks: number[] = [];
  const delays: number[] = [];
  let listening = true;
  watchers.onNews((before, now) => {
    if (!listening) return;
    const at = performance.now();
    for (let free = before - 1; free >= now; free -= 1) {
      const clicked = clicks[begun - free - 1];
      if (clicked !== undefined) delays.push(at - clicked);
    }
  });
  const changes = Math.round((ms / 1_000) * perSecond);
  const before = { cpu: (await child.usage()).cpu, messages: watchers.messages };
  const start = performance.now();
  const judge = judgeBy(BOOKED);
  const answers: Promise<boolean>[] = [];
  for (let n = 0; n < changes; n += 1) {
    await sleep(Math.max(0, start + (n * 1_000) / perSecond - performance.now()));
    clicks.push(performance.now());
    answers.push(ask(child.port, idle, click()).then((answer) => judge(answer) === null));
  }
  const answered = (await Promise.all(answers)).filter(Boolean).length;
  const sawAll = await watchers.allSee(begun - answered, SETTLE_MS);
  const { cpu } = await child.usage();
  listening = false;
  for (const connection of idle) connection.close();
  const messages = watchers.messages - before.messages;
  const cpuMicros = (cpu - before.cpu) / messages;
  return { p50: median(delays), p99: quantile(delays, 0.99), cpuMicros, messages, changes, sawAll, answered };
}

/** On a connection that waits for nothing: the next click does not wait for the last one's answer. */
async function ask(port: number, idle: Connection[], request: string): Promise<Answer> {
  const connection = idle.pop() ?? (await Connection.open(port));
  const answer = await connection.send(request);
  idle.push(connection);
  return answer;
}

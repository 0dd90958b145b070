import { campaignSlug } from '../fill.ts';
import { type Clients, connectClients, faultOf, judgeBy, median, quantile } from '../load.ts';
import { type Stage, startOurs } from '../peers.ts';
import { ours as ourRequests } from '../requests.ts';
import { check, line, noWrongAnswers, type Result } from '../result.ts';
import { newcomers, prepareBookings } from './bookings.ts';
import { givePasswords, SIGNED_IN } from './sign-in.ts';

const WAITING = 200;
const STORM = 500;
const READERS = 4;

/** What sign-ins do to whoever reads the catalogue, and to whoever signs in, when many come at once. */
export async function stormRow(stage: Stage): Promise<Result> {
  const { sizes, ground } = stage;
  await prepareBookings(stage, []);
  await givePasswords(ground, sizes.people);
  const ours = await startOurs(stage);
  const request = newcomers(sizes.people, (n) => ourRequests.signIn(n));
  let refused = 0;
  const judge = (answer: Parameters<typeof faultOf>[0]): string | null => {
    if (answer.body.includes('"BusyError"')) refused += 1;
    else if (!answer.body.includes(SIGNED_IN)) return faultOf(answer);
    else return null;
    return 'busy';
  };
  const waiting = await connectClients({ port: ours.port, connections: WAITING, judge, next: request });
  const page = ourRequests.catalogue(campaignSlug(1));
  const readers = await connectClients({
    ...{ port: ours.port, connections: READERS, judge: judgeBy('"seats"'), next: () => page },
  });
  const reads = await readBeside(waiting, readers, sizes);
  waiting.close();
  readers.close();

  refused = 0;
  let left = STORM;
  const once = () => (left-- > 0 ? request() : null);
  const storm = await connectClients({ port: ours.port, connections: STORM, judge, next: once });
  const { right, latencies, wrong } = await storm.run(50_000);
  storm.close();
  wrong.delete('busy');
  return {
    lines: [
      line({
        ...{ row: 'STORM', what: `p95 of the catalogue page while ${WAITING} sign-ins wait, against at rest` },
        ...{ unit: 'ms', floor: reads.rest, ours: reads.beside, goal: { atMost: 2 } },
      }),
      line({
        ...{ row: 'STORM', what: `p95 of the sign-ins that ${STORM} at once were given` },
        ...{ unit: 'ms', floor: null, ours: quantile(latencies, 0.95) },
      }),
    ],
    checks: [
      noWrongAnswers('STORM reads', reads.wrong),
      noWrongAnswers('STORM sign-ins', wrong),
      check(
        'STORM: everybody signed in or was told to try again',
        right + refused === STORM,
        `${right} and ${refused}`,
      ),
    ],
    notes: [`STORM: of ${STORM} sign-ins at once ${right} were done and ${refused} refused with BusyError`],
  };
}

/** The p95 of reading alone and while sign-ins wait, in turns. */
async function readBeside(
  waiting: Clients,
  readers: Clients,
  sizes: Stage['sizes'],
): Promise<{ rest: number; beside: number; wrong: ReadonlyMap<string, number> }> {
  const rest: number[] = [];
  const beside: number[] = [];
  const wrong = new Map<string, number>();
  await readers.run(sizes.warmUpMs);
  for (let round = 0; round < Math.max(1, sizes.rounds / 2); round += 1) {
    const alone = await readers.run(sizes.roundMs);
    const [, both] = await Promise.all([waiting.run(sizes.roundMs), readers.run(sizes.roundMs)]);
    rest.push(quantile(alone.latencies, 0.95));
    beside.push(quantile(both.latencies, 0.95));
    for (const outcome of [alone, both]) {
      for (const [fault, count] of outcome.wrong) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
    }
  }
  return { rest: median(rest), beside: median(beside), wrong };
}

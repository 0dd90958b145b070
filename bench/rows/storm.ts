import { setTimeout as sleep } from 'node:timers/promises';
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
const LEAD_MS = 2_000;
/** What says that it was too much, and when to come again. */
const TRY_AGAIN = ['"BusyError"', '"SERVICE_UNAVAILABLE"'];

/** What sign-ins do to whoever reads the catalogue, and to whoever signs in, when many come at once. */
export async function stormRow(stage: Stage): Promise<Result> {
  const { sizes, ground } = stage;
  await prepareBookings(stage, []);
  await givePasswords(ground, sizes.people);
  const ours = await startOurs(stage);
  const request = newcomers(sizes.people, (n) => ourRequests.signIn(n));
  const judge = (answer: Parameters<typeof faultOf>[0]): string | null =>
    answer.body.includes(SIGNED_IN) ? null : (TRY_AGAIN.find((told) => answer.body.includes(told)) ?? faultOf(answer));
  const waiting = await connectClients({ port: ours.port, connections: WAITING, judge, next: request });
  const page = ourRequests.catalogue(campaignSlug(1));
  const readers = await connectClients({
    ...{ port: ours.port, connections: READERS, judge: judgeBy('"seats"'), next: () => page },
  });
  const reads = await readBeside(waiting, readers, sizes);
  waiting.close();
  readers.close();

  let left = STORM;
  const once = () => (left-- > 0 ? request() : null);
  const storm = await connectClients({ port: ours.port, connections: STORM, judge, next: once });
  const { right, latencies, wrong } = await storm.run(50_000);
  storm.close();
  const [refused, late] = TRY_AGAIN.map((told) => wrong.get(told) ?? 0) as [number, number];
  for (const told of TRY_AGAIN) wrong.delete(told);
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
        right + refused + late === STORM,
        `${right} and ${refused + late}`,
      ),
    ],
    notes: [
      `STORM: of ${STORM} sign-ins at once ${right} were done, ${refused} refused at once, ${late} when their time was over`,
    ],
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
    // Their arrival is over by then: they wait for their turn, and whoever had it comes again.
    const storm = waiting.run(LEAD_MS + sizes.roundMs);
    await sleep(LEAD_MS);
    const both = await readers.run(sizes.roundMs);
    await storm;
    rest.push(quantile(alone.latencies, 0.95));
    beside.push(quantile(both.latencies, 0.95));
    for (const outcome of [alone, both]) {
      for (const [fault, count] of outcome.wrong) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
    }
  }
  return { rest: median(rest), beside: median(beside), wrong };
}

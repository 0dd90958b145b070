import { type Clients, median, type Outcome } from './load.ts';
import type { Child } from './processes.ts';

export interface Peer {
  name: string;
  child: Child;
  clients: Clients;
  /** Stopped while others are measured: it goes on working after its last answer. */
  restless?: boolean;
}

export interface Measured {
  /** Right answers a second, the median of the rounds. */
  rate: number;
  /** Processor time of the server's process for a right answer, the median of the rounds. */
  cpuMicros: number;
  right: number;
  wrong: Map<string, number>;
  latencies: number[];
}

/** Peers take turns, so that what else the machine does befalls all of them; the first turn of each is not counted. */
export async function takeTurns(
  peers: readonly Peer[],
  times: { rounds: number; roundMs: number; warmUpMs: number },
): Promise<Map<string, Measured>> {
  const kept = new Map(peers.map(({ name }) => [name, [] as { outcome: Outcome; cpu: number }[]]));
  for (const { child, restless } of peers) if (restless) child.freeze();
  for (let round = 0; round <= times.rounds; round += 1) {
    for (const peer of peers) {
      const turn = await oneTurn(peer, round === 0 ? times.warmUpMs : times.roundMs);
      kept.get(peer.name)?.push({ ...turn });
    }
  }
  for (const { child } of peers) child.thaw();
  return new Map([...kept].map(([name, turns]) => [name, summary(turns)]));
}

async function oneTurn({ child, clients, restless }: Peer, ms: number): Promise<{ outcome: Outcome; cpu: number }> {
  if (restless) child.thaw();
  const before = await child.usage();
  const outcome = await clients.run(ms);
  const after = await child.usage();
  if (restless) child.freeze();
  return { outcome, cpu: after.cpu - before.cpu };
}

function summary(turns: readonly { outcome: Outcome; cpu: number }[]): Measured {
  const wrong = new Map<string, number>();
  for (const { outcome } of turns) {
    for (const [fault, count] of outcome.wrong) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
  }
  const counted = turns.slice(1).filter(({ outcome }) => outcome.right > 0);
  return {
    rate: median(counted.map(({ outcome }) => (outcome.right / outcome.ms) * 1_000)),
    cpuMicros: median(counted.map(({ outcome, cpu }) => cpu / outcome.right)),
    // What was booked in the warm-up counts when rows are compared with answers.
    right: turns.reduce((sum, { outcome }) => sum + outcome.right, 0),
    wrong,
    latencies: counted.flatMap(({ outcome }) => outcome.latencies),
  };
}

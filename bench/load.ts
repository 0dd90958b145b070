import { type Answer, Connection } from './http-client.ts';

export interface Load {
  port: number;
  connections: number;
  /** The next request, or null when there is nothing left to ask. */
  next(): string | null;
  /** null when the answer is the one wanted, else what was wrong with it. */
  judge(answer: Answer): string | null;
}

export interface Outcome {
  /** Answers that were wanted; no other counts. */
  right: number;
  /** How many of each other answer there were. */
  wrong: Map<string, number>;
  /** From the first request to the last answer. */
  ms: number;
  /** Of the right answers, unsorted. */
  latencies: number[];
}

export interface Clients {
  /** Asks until the time is over and every answer has come, or there is nothing left to ask. */
  run(ms: number): Promise<Outcome>;
  close(): void;
}

/** Clients that stay connected, each asking again as soon as it was answered. */
export async function connectClients({ port, connections, next, judge }: Load): Promise<Clients> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  return {
    async run(ms) {
      const outcome: Outcome = { right: 0, wrong: new Map(), ms: 0, latencies: [] };
      const begun = performance.now();
      const loop = async (connection: Connection): Promise<void> => {
        for (;;) {
          const at = performance.now();
          const request = at - begun < ms ? next() : null;
          if (request === null) return;
          const fault = judge(await connection.send(request));
          if (fault === null) {
            outcome.right += 1;
            outcome.latencies.push(performance.now() - at);
          } else {
            outcome.wrong.set(fault, (outcome.wrong.get(fault) ?? 0) + 1);
          }
        }
      };
      await Promise.all(open.map(loop));
      outcome.ms = performance.now() - begun;
      return outcome;
    },
    close() {
      for (const connection of open) connection.close();
    },
  };
}

/** Whether a GraphQL answer has data, no errors, and `mark` in it. */
export function judgeBy(mark: string): (answer: Answer) => string | null {
  return (answer) => {
    const { status, body } = answer;
    return status === 200 && body.includes(mark) && !body.includes('"errors"') ? null : faultOf(answer);
  };
}

/** What was wrong, without the numbers of requests: equal faults are counted together. */
export function faultOf({ status, body }: Answer): string {
  const text = body.toString();
  const code = /"code":"(\w+)"/.exec(text)?.[1] ?? /"__typename":"(\w+)"/.exec(text)?.[1];
  return `${status} ${code ?? text.slice(0, 120).replace(/[0-9a-f]{8}-[0-9a-f-]+/g, '…')}`;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

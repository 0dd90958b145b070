// The child's end of the line between the bench and the processes that it measures.

export interface Usage {
  /** Microseconds of processor time, all threads. */
  cpu: number;
  /** Bytes, after a collection of garbage. */
  rss: number;
  heap: number;
}

interface Question {
  id: number;
  name: string;
  argument: unknown;
}

type Handlers = Record<string, (argument: never) => unknown>;

/** Answers the parent's questions by name; `usage` is always there. The process ends with its parent. */
export function answerParent(handlers: Handlers): void {
  const all: Handlers = { usage, ...handlers };
  process.on('message', async ({ id, name, argument }: Question) => {
    try {
      const result = await all[name]?.(argument as never);
      process.send?.({ id, result });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => process.exit(0));
}

function usage(options: { collect: boolean }): Usage {
  if (options.collect) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpu: user + system, rss, heap: heapUsed + external };
}

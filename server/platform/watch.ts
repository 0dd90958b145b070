import type { Clock } from './clock.ts';
import { gatherReads } from './gather.ts';
import type { Logger } from './logger.ts';
import type { Bus } from './pubsub/bus.ts';
import { type Freshness, Subscriber, type WatchedRow, type WatchMessage, type WatchScope } from './watch-subscriber.ts';

export type { Freshness, WatchedRow, WatchMessage, WatchScope } from './watch-subscriber.ts';

export interface Watch<Row> {
  subscribe(scope: WatchScope): AsyncIterableIterator<WatchMessage<Row>>;
  /** These rows may have changed. */
  hint(keys: readonly string[]): void;
  readonly watchers: number;
  dispose(): void;
}

interface Options<Row> {
  read(what: { keys: readonly string[]; groups: readonly string[] }): Promise<Row[]>;
  bus: Pick<Bus, 'state' | 'onState'>;
  clock: Clock;
  logger: Logger;
}

// A lost hint is made good within this time (design.md section 2).
const REREAD_MS = 2_000;
// Sending every change to every watcher starves the changes themselves; the newest value is enough (LAB-05).
const CONFLATE_MS = 100;
// Everybody comes back at once when a server starts again: then many first snapshots are one reading.
const FIRST_READS = { atOnce: 2, most: 200 } as const;

/**
 * Watched rows of one kind, read once per process and change however many watch them. Hints make it quick;
 * a read of all watched rows every 2 s makes it true.
 */
export function createWatch<Row extends WatchedRow>(options: Options<Row>): Watch<Row> {
  const { bus, clock, logger } = options;
  const subscribers = new Set<Subscriber<Row>>();
  const dirty = new Set<string>();
  const share = createSharing<Row>();
  const readFirst = firstReads(options);
  let everything = false;
  let readable = true;
  let flushing: Promise<void> | null = null;
  let nextFlushAt = 0;
  let timer: NodeJS.Timeout | null = null;

  function freshness(): Freshness {
    if (!readable) return { live: false, everySeconds: 0 };
    return bus.state === 'up' ? { live: true, everySeconds: 0 } : { live: false, everySeconds: REREAD_MS / 1000 };
  }

  async function flush(): Promise<void> {
    const whole = everything;
    const keys = whole ? [] : [...dirty];
    everything = false;
    dirty.clear();
    if (subscribers.size === 0) return;
    const at = clock.now();
    try {
      const rows = await options.read(
        whole ? watchedBy([...subscribers].map(({ scope }) => scope)) : { keys, groups: [] },
      );
      readable = true;
      for (const subscriber of subscribers) subscriber.offer(rows, at);
    } catch (error) {
      if (readable) logger.warn({ err: error }, 'watched rows could not be read');
      readable = false;
    }
    for (const subscriber of subscribers) subscriber.setFreshness(freshness(), at);
  }

  function schedule(): void {
    if (timer || flushing || subscribers.size === 0) return;
    timer = setTimeout(
      () => {
        timer = null;
        nextFlushAt = performance.now() + CONFLATE_MS;
        flushing = flush().finally(() => {
          flushing = null;
          if (everything || dirty.size > 0) schedule();
        });
      },
      Math.max(0, nextFlushAt - performance.now()),
    );
  }

  function reread(): void {
    everything = true;
    schedule();
  }

  async function* listen(subscriber: Subscriber<Row>): AsyncGenerator<WatchMessage<Row>, undefined> {
    const { scope } = subscriber;
    // Stands before the snapshot is read, so that a change in between is not missed.
    subscribers.add(subscriber);
    try {
      const at = clock.now();
      subscriber.offer(await readFirst(scope), at);
      subscriber.setFreshness(freshness(), at);
      for (;;) {
        const message = await subscriber.next();
        if (!message) return undefined;
        yield message;
      }
    } finally {
      subscribers.delete(subscriber);
    }
  }

  const rereader = setInterval(reread, REREAD_MS);
  rereader.unref();
  const stopState = bus.onState(() => {
    for (const subscriber of subscribers) subscriber.setFreshness(freshness(), clock.now());
    reread();
  });

  return {
    get watchers() {
      return subscribers.size;
    },
    hint(keys) {
      if (subscribers.size === 0) return;
      for (const key of keys) dirty.add(key);
      schedule();
    },
    subscribe(scope) {
      const subscriber = new Subscriber<Row>(scope, share);
      return endable(subscriber, listen(subscriber));
    },
    dispose() {
      clearInterval(rereader);
      if (timer) clearTimeout(timer);
      stopState();
      for (const subscriber of subscribers) subscriber.end();
    },
  };
}

/**
 * Answers the message that others were told already when it is the same, so that many are told one and the same object.
 * It remembers those of one instant, which is one reading.
 */
function createSharing<Row extends WatchedRow>(): (message: WatchMessage<Row>) => WatchMessage<Row> {
  const told = new Map<string, WatchMessage<Row>>();
  let instant = 0;
  return (message) => {
    const { kind, version, at, rows, freshness } = message;
    if (at.getTime() !== instant) told.clear();
    instant = at.getTime();
    const facts = [kind, version, freshness.live, freshness.everySeconds];
    const key = [...facts, ...rows.map((row) => `${row.key} ${row.version}`)].join();
    const same = told.get(key) ?? message;
    told.set(key, same);
    return same;
  };
}

/** A generator that waits for its next message cannot be returned from outside: this ends the wait first. */
function endable<Message>(
  subscriber: { end(): void },
  messages: AsyncGenerator<Message, undefined>,
): AsyncIterableIterator<Message> {
  return {
    next: () => messages.next(),
    return() {
      subscriber.end();
      return messages.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Reads by scope, many as one: each is answered the rows of all, and a subscriber takes those of its own. */
function firstReads<Row extends WatchedRow>({ read }: Options<Row>): (scope: WatchScope) => Promise<Row[]> {
  return gatherReads<WatchScope, Row[]>({
    ...FIRST_READS,
    async read(scopes) {
      const rows = await read(watchedBy(scopes));
      return scopes.map(() => rows);
    },
  });
}

function watchedBy(scopes: readonly WatchScope[]): { keys: string[]; groups: string[] } {
  const keys = new Set<string>();
  const groups = new Set<string>();
  for (const scope of scopes) {
    if ('group' in scope) groups.add(scope.group);
    else for (const key of scope.keys) keys.add(key);
  }
  return { keys: [...keys], groups: [...groups] };
}

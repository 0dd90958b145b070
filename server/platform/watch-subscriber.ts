/** A row that people watch. `version` only grows; `group` is a set of rows watched as one, null if none. */
export interface WatchedRow {
  key: string;
  group: string | null;
  version: number;
}

/** Which rows a subscriber watches: some by key, or all of a group, those that join it later included. */
export type WatchScope = { keys: readonly string[] } | { group: string };

/** How current the rows are: live, or re-read every so many seconds (0: they cannot be read at all just now). */
export interface Freshness {
  live: boolean;
  everySeconds: number;
}

export interface WatchMessage<Row> {
  kind: 'SNAPSHOT' | 'CHANGES';
  /** Sum of the versions in scope: grows with every change. */
  version: number;
  /** Instant at which the rows were true. */
  at: Date;
  rows: Row[];
  freshness: Freshness;
}

/** One reader of watched rows: what it knows, and what waits to be told to it. */
export class Subscriber<Row extends WatchedRow> {
  readonly scope: WatchScope;
  readonly #share: (message: WatchMessage<Row>) => WatchMessage<Row>;
  readonly #known = new Map<string, number>();
  #pending = new Map<string, Row>();
  #first = true;
  #freshness: Freshness | null = null;
  #freshnessPending = false;
  #at = new Date(0);
  #version = 0;
  #ended = false;
  #wake: (() => void) | null = null;

  /** `share` answers the message that others were told already when it is the same. */
  constructor(scope: WatchScope, share: (message: WatchMessage<Row>) => WatchMessage<Row>) {
    this.scope = scope;
    this.#share = share;
  }

  covers(row: Row): boolean {
    return 'group' in this.scope ? row.group === this.scope.group : this.scope.keys.includes(row.key);
  }

  /** A slow reader skips values: what waits is merged by row. */
  offer(rows: readonly Row[], at: Date): void {
    for (const row of rows) {
      const known = this.#known.get(row.key) ?? 0;
      if (row.version <= known || !this.covers(row)) continue;
      this.#known.set(row.key, row.version);
      this.#version += row.version - known;
      this.#pending.set(row.key, row);
    }
    this.#at = at;
    if (this.#pending.size > 0) this.#wake?.();
  }

  setFreshness(freshness: Freshness, at: Date): void {
    if (this.#freshness?.live === freshness.live && this.#freshness.everySeconds === freshness.everySeconds) return;
    this.#freshness = freshness;
    this.#freshnessPending = true;
    // Rows that cannot be read keep the instant at which they were last true.
    if (freshness.everySeconds > 0 || freshness.live) this.#at = at;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The next message, or null at the end. */
  async next(): Promise<WatchMessage<Row> | null> {
    while (!this.#ended) {
      if (this.#first || this.#pending.size > 0 || this.#freshnessPending) return this.#take();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    return null;
  }

  #take(): WatchMessage<Row> {
    const message: WatchMessage<Row> = {
      kind: this.#first ? 'SNAPSHOT' : 'CHANGES',
      version: this.#version,
      at: this.#at,
      rows: [...this.#pending.values()],
      freshness: this.#freshness ?? { live: true, everySeconds: 0 },
    };
    this.#first = false;
    this.#freshnessPending = false;
    this.#pending = new Map();
    return this.#share(message);
  }
}

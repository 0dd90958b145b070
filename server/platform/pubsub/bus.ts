/** Every topic and its payload: ids and versions only. Modules add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface Topics {}

export type Topic = keyof Topics & string;
export type Unsubscribe = () => void;
export type BusState = 'up' | 'down';

/**
 * Live hints between servers. A hint may be lost, so whoever listens also re-reads the truth every 2 s;
 * publishing never throws and never happens before commit.
 */
export interface Bus {
  publish<T extends Topic>(topic: T, payload: Topics[T]): void;
  /** Resolves when the subscription stands: nothing published afterwards is missed while the bus is up. */
  subscribe<T extends Topic>(topic: T, handler: (payload: Topics[T]) => void): Promise<Unsubscribe>;
  readonly state: BusState;
  onState(listener: (state: BusState) => void): Unsubscribe;
  dispose(): Promise<void>;
}

type Handler = (payload: never) => void;

/** The handlers of this process, by topic; both buses share it. */
export class Handlers {
  readonly #byTopic = new Map<string, Set<Handler>>();

  /** True when it is the first of its topic. */
  add(topic: string, handler: Handler): boolean {
    const existing = this.#byTopic.get(topic);
    if (existing) {
      existing.add(handler);
      return false;
    }
    this.#byTopic.set(topic, new Set([handler]));
    return true;
  }

  /** True when it was the last of its topic. */
  remove(topic: string, handler: Handler): boolean {
    const existing = this.#byTopic.get(topic);
    existing?.delete(handler);
    if (existing?.size !== 0) return false;
    this.#byTopic.delete(topic);
    return true;
  }

  deliver(topic: string, payload: unknown): void {
    for (const handler of this.#byTopic.get(topic) ?? []) handler(payload as never);
  }

  topics(): string[] {
    return [...this.#byTopic.keys()];
  }
}

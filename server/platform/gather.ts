interface Waiting<K, V> {
  key: K;
  resolve(value: V): void;
  reject(error: unknown): void;
}

interface Options<K, V> {
  /** Reads many at once, values in the order of the keys. */
  read(keys: readonly K[]): Promise<readonly V[]>;
  /** Reads under way at once; past them, keys wait for the next. */
  atOnce: number;
  most: number;
}

/**
 * Reads by key that share the way to the database: while some are under way those that arrive wait and leave together.
 * A single one leaves at once and there is no timer; what is answered was always read after it was asked for.
 */
export function gatherReads<K, V>({ read, atOnce, most }: Options<K, V>): (key: K) => Promise<V> {
  const line: Waiting<K, V>[] = [];
  let running = 0;

  async function drain(): Promise<void> {
    running++;
    while (line.length > 0) {
      const group = line.splice(0, most);
      try {
        const values = await read(group.map(({ key }) => key));
        group.forEach(({ resolve }, index) => {
          resolve(values[index] as V);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running--;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      line.push({ key, resolve, reject });
      if (running < atOnce) void drain();
    });
}

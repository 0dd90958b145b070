import { networkOf } from '../platform/network.ts';

export interface Place {
  clientAddress: string;
  accountId: string | null;
}

export interface CrowdLimits {
  perAddress: number;
  perAccount: number;
}

/** Which of the two has no room left, and how much it had. */
export interface Full {
  of: 'ADDRESS' | 'ACCOUNT';
  max: number;
}

export interface Crowd {
  /** null: there is room. */
  full(place: Place): Full | null;
  /** Answers how to leave. */
  enter(place: Place): () => void;
}

/** How many of something every network address and every account has open at once. */
export function createCrowd(limits: CrowdLimits): Crowd {
  const counts = new Map<string, number>();
  function keysOf({ clientAddress, accountId }: Place): (Full & { key: string })[] {
    const address = { key: `address ${networkOf(clientAddress)}`, of: 'ADDRESS' as const, max: limits.perAddress };
    if (accountId === null) return [address];
    return [address, { key: `account ${accountId}`, of: 'ACCOUNT', max: limits.perAccount }];
  }
  function change(keys: readonly { key: string }[], by: 1 | -1): void {
    for (const { key } of keys) {
      const count = (counts.get(key) ?? 0) + by;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    }
  }
  return {
    full(place) {
      const found = keysOf(place).find(({ key, max }) => (counts.get(key) ?? 0) >= max);
      return found ? { of: found.of, max: found.max } : null;
    },
    enter(place) {
      const keys = keysOf(place);
      let here = true;
      change(keys, 1);
      return () => {
        if (here) change(keys, -1);
        here = false;
      };
    },
  };
}

/** Server time on this device: the last known instant plus the monotonic time elapsed since. The device's own date never counts. */
export interface ServerClock {
  /** Milliseconds since the epoch, by the server's clock; null before the first sync. */
  now(): number | null;
  /** A server instant read in an answer to a request sent at `sentAt` (monotonic): bounds the offset on both sides. */
  syncFromAnswer(serverMs: number, sentAt: number): void;
  /** A server instant pushed without a request: the server's time is at least this. */
  syncFromPush(serverMs: number): void;
}

export function createServerClock(monotonic: () => number): ServerClock {
  let offset: number | null = null;
  return {
    now() {
      return offset === null ? null : monotonic() + offset;
    },
    syncFromAnswer(serverMs, sentAt) {
      const lowest = serverMs - monotonic();
      const highest = serverMs - sentAt;
      if (offset === null || offset < lowest) offset = lowest;
      else if (offset > highest) offset = highest;
    },
    syncFromPush(serverMs) {
      const lowest = serverMs - monotonic();
      // A monotonic clock that stopped while the device slept is caught here: a fresh instant is always ahead of it.
      if (offset === null || offset < lowest) offset = lowest;
    },
  };
}

export const serverClock: ServerClock = createServerClock(() => performance.now());

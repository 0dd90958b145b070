import { type Client, createClient } from 'graphql-ws';
import { currentLanguage } from './i18n.ts';
import { retryDelayMs } from './live.ts';

const KEEP_ALIVE_MS = 5_000;

let heardAt: number | null = null;
let triesAgainAt: number | null = null;
let generation = 0;
let unanswered: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function heard(): void {
  clearTimeout(unanswered);
  heardAt = performance.now();
  for (const listener of listeners) listener();
}

function socketUrl(): string {
  const url = new URL('/graphql', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** One socket for the whole page; it is tried again for as long as anything wants to listen. */
export const socket: Client = createClient({
  url: socketUrl(),
  connectionParams: () => ({ locale: currentLanguage() }),
  keepAlive: KEEP_ALIVE_MS,
  lazyCloseTimeout: 3_000,
  connectionAckWaitTimeout: 8_000,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: (retries) => {
    const delayMs = retryDelayMs(retries, Math.random);
    triesAgainAt = performance.now() + delayMs;
    return new Promise((resolve) => setTimeout(resolve, delayMs));
  },
  on: {
    connecting: () => {
      triesAgainAt = null;
    },
    message: heard,
    ping: (received) => {
      if (!received) unanswered = setTimeout(() => socket.terminate(), KEEP_ALIVE_MS);
    },
    closed: () => {
      clearTimeout(unanswered);
      generation += 1;
    },
  },
});

/** Last sign of life of the socket, in monotonic milliseconds. */
export function lastHeardAt(): number | null {
  return heardAt;
}

/** Changes with every lost connection: what a former one told says nothing about this one. */
export function connectionGeneration(): number {
  return generation;
}

/** Monotonic instant of the next attempt to connect; null while one is under way or none is needed. */
export function nextTryAt(): number | null {
  return triesAgainAt;
}

export function onHeard(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** After sign-in and sign-out the socket must be opened again: it speaks for whoever opened it. */
export function reopenSocket(): void {
  socket.terminate();
}

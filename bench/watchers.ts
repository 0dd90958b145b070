import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { addressOf } from './fill.ts';

/** Seats left as the watchers of one session see them; told whenever one of them sees something new. */
export interface Watchers {
  /** Messages that reached any of them so far. */
  readonly messages: number;
  /** The seats left that each was told last. */
  readonly seen: readonly number[];
  /** Called with what a watcher knew and what it now knows. */
  onNews(listener: (before: number, now: number) => void): void;
  /** Whether all of them were told `free` within the time. */
  allSee(free: number, withinMs: number): Promise<boolean>;
  close(): Promise<void>;
}

interface Options {
  port: number;
  count: number;
  /** The subscription's document and variables over graphql-transport-ws; null for a bare socket. */
  subscribe: { query: string; variables: object } | null;
}

const FREE = Buffer.from('"free":');
const ZERO = 48;
const AT_ONCE = 50;

/** Connects watchers that chose their own ids; resolves once each had its first value. */
export async function connectWatchers({ port, count, subscribe }: Options): Promise<Watchers> {
  const sockets: WebSocket[] = [];
  const seen: number[] = [];
  const listeners: ((before: number, now: number) => void)[] = [];
  let messages = 0;

  function take(watcher: number, data: Buffer, first: () => void): void {
    const now = freeIn(data);
    if (now === null) return;
    messages += 1;
    const before = seen[watcher];
    seen[watcher] = now;
    if (before === undefined) first();
    else for (const listener of listeners) listener(before, now);
  }

  function connect(watcher: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const protocols = subscribe ? ['graphql-transport-ws'] : [];
      const path = subscribe ? '/graphql' : '/watch';
      const headers = { 'x-forwarded-for': addressOf(watcher + 1) };
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers, perMessageDeflate: false });
      sockets.push(socket);
      socket.once('error', reject);
      socket.once('close', (code) => reject(new Error(`a watcher’s socket was closed (${code})`)));
      socket.once('open', () => socket.send(subscribe ? '{"type":"connection_init"}' : 'hello'));
      socket.on('message', (data: Buffer) => {
        if (subscribe && data.includes('"connection_ack"')) {
          socket.send(JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: subscribe }));
        } else {
          take(watcher, data, resolve);
        }
      });
    });
  }

  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => connect(from + index));
    await Promise.all(some);
  }
  return {
    get messages() {
      return messages;
    },
    seen,
    onNews: (listener) => void listeners.push(listener),
    async allSee(free, withinMs) {
      const deadline = performance.now() + withinMs;
      while (!seen.every((value) => value === free)) {
        if (performance.now() > deadline) return false;
        await sleep(20);
      }
      return true;
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      await sleep(100);
    },
  };
}

/** Reads the number without reading the rest: thousands of messages a second are to cost the server, not us. */
export function freeIn(data: Buffer): number | null {
  const at = data.indexOf(FREE);
  if (at < 0) return null;
  let value = 0;
  for (let index = at + FREE.length; ; index += 1) {
    const digit = (data[index] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}

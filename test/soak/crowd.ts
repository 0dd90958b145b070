// Ten thousand watchers that a test can hold in one process: bare sockets that speak graphql-transport-ws.
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

interface Watcher {
  socket: WebSocket;
  /** Seats left as it was last told; null until the first snapshot on this connection. */
  free: number | null;
}

export interface Crowd {
  /** How many of them are told `free` now. */
  seeing(free: number): number;
  /** Connections that ended, by close code. */
  readonly closed: ReadonlyMap<number, number>;
  leave(): void;
}

interface Options {
  port: number;
  count: number;
  subscribe: { query: string; variables: object };
  /** How many come from one network address: each has its limits. */
  perAddress: number;
}

const AT_ONCE = 100;
// As graphql-ws's own client does: later at every try, and not everybody at the same instant.
const RETRY_MS = { first: 1_000, most: 16_000 };
/** What the process itself needs, and the server's database. */
const SPARE_FILES = 500;

/** Connects them a hundred at a time; whoever loses its connection comes back by itself. */
export async function gatherCrowd({ port, count, subscribe, perAddress }: Options): Promise<Crowd> {
  requireFiles(count + SPARE_FILES);
  const closed = new Map<number, number>();
  const watchers: Watcher[] = [];
  let leaving = false;

  /** Resolves with the first snapshot. */
  function connect(n: number, tries = 0): Promise<void> {
    return new Promise((resolve) => {
      const localAddress = `127.0.1.${1 + Math.floor(n / perAddress)}`;
      const options = { localAddress, perMessageDeflate: false };
      const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, ['graphql-transport-ws'], options);
      const watcher: Watcher = { socket, free: null };
      let told = false;
      watchers[n] = watcher;
      socket.on('error', () => undefined);
      socket.once('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('message', (data) => {
        const { type, payload } = JSON.parse(String(data)) as Message;
        if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: subscribe }));
        // Such as a snapshot that could not be read in time: whoever is told so asks again.
        if (type === 'error' || type === 'complete') socket.close();
        const free = payload?.data?.availability.sessions[0]?.free;
        if (free === undefined) return;
        watcher.free = free;
        told = true;
        resolve();
      });
      socket.once('close', (code) => {
        watcher.free = null;
        if (leaving) return;
        closed.set(code, (closed.get(code) ?? 0) + 1);
        const again = told ? 0 : tries + 1;
        const wait = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** again) * (0.5 + Math.random());
        setTimeout(() => void connect(n, again).then(resolve), wait).unref();
      });
    });
  }

  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => connect(from + n)));
  }
  return {
    seeing: (free) => watchers.filter((watcher) => watcher.free === free).length,
    closed,
    leave() {
      leaving = true;
      for (const { socket } of watchers) socket.terminate();
    },
  };
}

interface Message {
  type: string;
  payload?: { data?: { availability: { sessions: { free: number }[] } } };
}

/** Each connection is an open file, here and in the server, which inherits the same limit. */
function requireFiles(count: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1] ?? '0';
  if (soft !== 'unlimited' && Number(soft) < count)
    throw new Error(`ulimit -n is ${soft}: at least ${count} are needed`);
}

// Clients that hold a connection and do as little with it as they can.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface SlowClients {
  /** How many are still connected. */
  readonly held: number;
  /** Answers when the server has cut the last of them off. */
  allCut(): Promise<void>;
  stop(): void;
}

const DRIP_MS = 500;

/** Each sends `begun`, and then a byte every half second. */
export async function drip(at: URL, count: number, begun: string): Promise<SlowClients> {
  const { sockets, clients } = await many(at, count, begun);
  const timer = setInterval(() => {
    for (const socket of sockets) socket.write('x');
  }, DRIP_MS);
  return {
    ...clients,
    get held() {
      return sockets.size;
    },
    stop() {
      clearInterval(timer);
      clients.stop();
    },
  };
}

/** Each sends `asked` over and over, as far as the server takes it, and reads nothing. */
export async function askAndNeverRead(at: URL, count: number, asked: string, times: number): Promise<SlowClients> {
  const { clients } = await many(at, count, asked.repeat(times), (socket) => socket.pause());
  return clients;
}

async function many(
  at: URL,
  count: number,
  begun: string,
  prepare: (socket: Socket) => void = (socket) => void socket.resume(),
): Promise<{ sockets: Set<Socket>; clients: SlowClients }> {
  const sockets = new Set<Socket>();
  let told = (): void => undefined;
  const emptied = new Promise<void>((resolve) => {
    told = resolve;
  });
  await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ host: at.hostname, port: Number(at.port) });
      sockets.add(socket);
      // A connection that is cut while a byte is on its way ends with an error first.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        if (sockets.size === 0) told();
      });
      await once(socket, 'connect');
      prepare(socket);
      socket.write(begun);
    }),
  );
  const clients: SlowClients = {
    get held() {
      return sockets.size;
    },
    allCut: () => emptied,
    stop() {
      for (const socket of sockets) socket.destroy();
    },
  };
  return { sockets, clients };
}

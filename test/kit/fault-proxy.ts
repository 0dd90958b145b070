// A TCP proxy that loses what it is told to lose, or everything.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface FaultProxy {
  port: number;
  /** Cuts a connection when the answer to its next COMMIT arrives; how many answers were lost. */
  loseCommits(count: number): void;
  readonly lost: number;
  /** While true, standing connections are cut and new ones refused: a database that is away. */
  refuse(refused: boolean): void;
  /** While true nothing passes and nothing is closed: a network that swallows every packet. */
  blackhole(swallowed: boolean): void;
  stop(): Promise<void>;
}

const COMMIT = Buffer.from('commit\0');

export async function startFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  let toLose = 0;
  let lost = 0;
  let refusing = false;
  let swallowing = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (refusing) return void client.destroy();
    const upstream = connect(target);
    let losing = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (swallowing) return;
      if (toLose > 0 && chunk.includes(COMMIT)) {
        toLose -= 1;
        losing = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (swallowing) return;
      if (losing) {
        lost += 1;
        client.destroy();
      } else client.write(chunk);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    loseCommits(count) {
      toLose = count;
    },
    get lost() {
      return lost;
    },
    refuse(refused) {
      refusing = refused;
      if (refused) for (const socket of sockets) socket.destroy();
    },
    blackhole(swallowed) {
      swallowing = swallowed;
      // What was swallowed is missing from the stream: such a connection never works again.
      if (!swallowed) for (const socket of sockets) socket.destroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface ProxiedDatabase {
  /** Reached through the proxy by the application; directly by its owner. */
  database: TestDatabase;
  proxy: FaultProxy;
  stop(): Promise<void>;
}

/** A migrated database of its own that may be taken away. */
export async function createProxiedDatabase(): Promise<ProxiedDatabase> {
  const direct = await createTestDatabase();
  const url = new URL(direct.url);
  const proxy = await startFaultProxy({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  return {
    database: { ...direct, url: url.href },
    proxy,
    async stop() {
      await proxy.stop();
      await direct.drop();
    },
  };
}

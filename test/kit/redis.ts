// A Redis of one's own: a server on a free port where the program is there, else a database of a running one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import type { RedisSource } from './programs.ts';

export interface TestRedis {
  url: string;
  /** Stops it dead, as a crash; only where it is a server of our own. */
  kill(): Promise<void>;
  /** SIGSTOP: its connections stand and nothing answers. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(source: RedisSource): Promise<TestRedis> {
  if (source.kind === 'url') {
    const refuse = () => {
      throw new Error('a shared Redis is not ours to kill: put redis-server on PATH');
    };
    return {
      url: source.url,
      kill: refuse,
      pause: refuse,
      resume: refuse,
      revive: refuse,
      stop: async () => undefined,
    };
  }
  const port = await freePort();
  const { file } = source;
  let child = await launch(file, port);
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: end,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async revive() {
      child = await launch(file, port);
    },
    stop: end,
  };
}

async function launch(file: string, port: number): Promise<ChildProcess> {
  const child = spawn(file, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const client = new Redis({ port, lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.connect().catch(() => undefined);
  await client.ping();
  client.disconnect();
  return child;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

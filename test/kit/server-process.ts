// A server in a process of its own, for tests of two servers and of kills.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Config } from '#server/config.ts';
import { testConfig } from './api.ts';
import type { TestDatabase } from './database.ts';

export interface ServerProcess {
  url: string;
  pid: number;
  /** SIGKILL, as a crash. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const RUNNER = new URL('./run-server.ts', import.meta.url).pathname;

export async function startServerProcess(database: TestDatabase, config: Partial<Config> = {}): Promise<ServerProcess> {
  const whole = testConfig(database, config);
  const child = spawn(process.execPath, ['--import', 'tsx', RUNNER], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ ...whole, serverKey: whole.serverKey.toString('base64') }));
  const url = await firstLine(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { url, pid: child.pid ?? 0, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output to read');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the server ended before it listened');
}

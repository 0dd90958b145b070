import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Usage } from './child.ts';

/** A process that is measured. */
export interface Child {
  pid: number;
  port: number;
  ask<T>(name: string, argument?: unknown): Promise<T>;
  usage(collect?: boolean): Promise<Usage>;
  /** Stops its clock while others are measured: what it does in the background would be counted against them. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** Starts `script` as production would run it, with its output in `log`; resolves once it answered `start`. */
export async function startChild(script: string, setup: unknown, log: string): Promise<Child> {
  const file = await open(log, 'a');
  const child = fork(new URL(script, import.meta.url), {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production' },
    stdio: ['ignore', file.fd, file.fd, 'ipc'],
    serialization: 'advanced',
  });
  await file.close();
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  child.on('message', ({ id, result, error }: Answer) => {
    const waiting = pending.get(id);
    pending.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error));
  });
  child.once('exit', (code, signal) => {
    const told = readFileSync(log, 'utf8').slice(-2_000);
    const reason = new Error(`${script} ended (${signal ?? code}):\n${told}`);
    for (const { reject } of pending.values()) reject(reason);
  });

  function ask<T>(name: string, argument?: unknown): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      asked += 1;
      pending.set(asked, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id: asked, name, argument });
    });
  }

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGCONT');
    const gone = once(child, 'exit');
    await Promise.race([ask('stop').catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 8_000))]);
    child.kill('SIGKILL');
    await gone;
  }

  try {
    const { port } = await ask<{ port: number }>('start', setup);
    return {
      pid: child.pid ?? 0,
      port,
      ask,
      usage: (collect = false) => ask<Usage>('usage', { collect }),
      freeze: () => void child.kill('SIGSTOP'),
      thaw: () => void child.kill('SIGCONT'),
      stop,
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

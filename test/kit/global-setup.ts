// One PostgreSQL for the whole run, with one migrated template that every test file clones.
import type { TestProject } from 'vitest/node';
import { startTestPostgres } from './test-server.ts';

interface Shared {
  postgres: ReturnType<typeof startTestPostgres>;
  users: number;
}

// Each project of the run loads this file anew; they share one server all the same.
const key = Symbol.for('sportello.test-postgres');
const holder = globalThis as unknown as Record<symbol, Shared | undefined>;

export async function setup(project: TestProject): Promise<void> {
  holder[key] ??= { postgres: startTestPostgres(), users: 0 };
  const shared = holder[key];
  shared.users += 1;
  project.provide('postgres', (await shared.postgres).value);
}

export async function teardown(): Promise<void> {
  const shared = holder[key];
  if (!shared) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  holder[key] = undefined;
  await (await shared.postgres).stop();
}

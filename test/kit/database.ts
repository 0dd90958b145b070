import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { makeDatabase } from '#server/embedded/roles.ts';
import { cloneStatements, runAsSuperuser, urlsOf } from './postgres.ts';

export interface TestDatabase {
  /** As the application role. */
  url: string;
  ownerUrl: string;
  drop(): Promise<void>;
}

/** A migrated database of its own, without rows, cloned in milliseconds. May be called many times in a file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const postgres = inject('postgres');
  const name = newName();
  await runAsSuperuser(postgres.superuserUrl, cloneStatements(postgres, name));
  return { ...urlsOf(postgres, name), drop: () => drop(name) };
}

/** A database that nothing was migrated into. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const postgres = inject('postgres');
  const name = newName();
  await makeDatabase(postgres.superuserUrl, name, postgres.roles);
  return { ...urlsOf(postgres, name), drop: () => drop(name) };
}

function newName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

async function drop(name: string): Promise<void> {
  const { superuserUrl } = inject('postgres');
  await runAsSuperuser(superuserUrl, [`drop database if exists ${pg.escapeIdentifier(name)} with (force)`]);
}

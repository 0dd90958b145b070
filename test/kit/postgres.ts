// What every test process knows of the PostgreSQL that the run's global set-up made ready.
import pg from 'pg';
import { type DatabaseRoles, urlFor } from '#server/embedded/roles.ts';
import { databaseGrants } from '#server/platform/db/grants.ts';

export interface TestPostgres {
  superuserUrl: string;
  /** A migrated database without rows, to be cloned. */
  template: string;
  roles: DatabaseRoles;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

export async function runAsSuperuser(superuserUrl: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The statements that clone the template; rights on the database itself are not part of a clone. */
export function cloneStatements(postgres: TestPostgres, name: string): string[] {
  const owner = pg.escapeIdentifier(postgres.roles.owner.role);
  return [
    `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(postgres.template)} owner ${owner}`,
    ...databaseGrants(name, postgres.roles.application.role),
  ];
}

export function urlsOf(postgres: TestPostgres, name: string): { url: string; ownerUrl: string } {
  const { roles, superuserUrl } = postgres;
  return { url: urlFor(superuserUrl, name, roles.application), ownerUrl: urlFor(superuserUrl, name, roles.owner) };
}

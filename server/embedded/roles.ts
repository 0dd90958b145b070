import pg from 'pg';

export interface Login {
  role: string;
  password: string;
}

export interface DatabaseRoles {
  /** Owns the database and migrates; not a superuser. */
  owner: Login;
  /** Serves requests; what it may do is granted by the migrations. */
  application: Login;
}

/** Makes the two roles and the database that the first owns, where they are missing. */
export async function makeDatabase(superuserUrl: string, database: string, roles: DatabaseRoles): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const login of [roles.owner, roles.application]) {
      if (await exists(client, 'select from pg_roles where rolname = $1', login.role)) continue;
      await client.query(
        `create role ${client.escapeIdentifier(login.role)} login password ${client.escapeLiteral(login.password)}`,
      );
    }
    if (await exists(client, 'select from pg_database where datname = $1', database)) return;
    const name = client.escapeIdentifier(database);
    await client.query(`create database ${name} owner ${client.escapeIdentifier(roles.owner.role)}`);
  } finally {
    await client.end();
  }
}

async function exists(client: pg.Client, query: string, name: string): Promise<boolean> {
  return (await client.query(query, [name])).rowCount === 1;
}

/** The same server and database, as another role. */
export function urlFor(serverUrl: string, database: string, login: Login): string {
  const url = new URL(serverUrl);
  url.username = encodeURIComponent(login.role);
  url.password = encodeURIComponent(login.password);
  url.pathname = `/${database}`;
  return url.href;
}

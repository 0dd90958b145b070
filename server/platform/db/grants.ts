import pg from 'pg';

/** Rows of these are never changed nor removed by the application (SEC-067). */
const appendOnly = ['public.audit_event', 'public.audit_seal', 'public.page_text'];
/** The books of migrations are the owner's. */
const readOnly = ['public._prisma_migrations', 'graphile_worker.migrations'];

/**
 * Gives the application role what it needs and no more: no DDL, no TRUNCATE, no temporary tables. `client` is connected
 * as the owner. Run after every migration: it states the whole, so a right once given in error goes away.
 */
export async function grantApplicationRole(client: pg.ClientBase, role: string): Promise<void> {
  await refusePowerfulRole(client, role);
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const statements = [
    ...databaseGrants(rows[0]?.name ?? '', role),
    ...schemaGrants(pg.escapeIdentifier(role)),
    ...(await jobPolicies(client, role)),
  ];
  // One message, hence one transaction: requests that are being served never see the rights half given.
  await client.query(statements.join(';\n'));
}

async function refusePowerfulRole(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ powerful: boolean }>(
    `select rolsuper or rolbypassrls or pg_has_role(oid, current_user, 'member') as powerful from pg_roles where rolname = $1`,
    [role],
  );
  if (!rows[0]) throw new Error(`the application role ${role} does not exist`);
  if (rows[0].powerful) throw new Error(`the application role ${role} is a superuser or a member of the owner's role`);
}

/** A clone of a database keeps the rights inside it, not those on the database itself. */
export function databaseGrants(database: string, role: string): string[] {
  const name = pg.escapeIdentifier(database);
  const app = pg.escapeIdentifier(role);
  return [`revoke all on database ${name} from public, ${app}`, `grant connect on database ${name} to ${app}`];
}

function schemaGrants(app: string): string[] {
  return [
    'revoke create on schema public from public',
    `grant usage on schema public, graphile_worker to ${app}`,
    `revoke all on all tables in schema public, graphile_worker from ${app}`,
    `grant select, insert, update, delete on all tables in schema public, graphile_worker to ${app}`,
    `revoke update, delete on ${appendOnly.join(', ')} from ${app}`,
    `revoke insert, update, delete on ${readOnly.join(', ')} from ${app}`,
    `grant usage, select on all sequences in schema public, graphile_worker to ${app}`,
    `alter default privileges in schema public grant select, insert, update, delete on tables to ${app}`,
    `alter default privileges in schema public grant usage, select on sequences to ${app}`,
  ];
}

/** graphile-worker turns row-level security on without a policy, which shuts out all but the owner. */
async function jobPolicies(client: pg.ClientBase, role: string): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = $1)`,
    [role],
  );
  const app = pg.escapeIdentifier(role);
  return rows.map(({ relname }) => {
    const table = `graphile_worker.${pg.escapeIdentifier(relname)}`;
    return `create policy ${app} on ${table} to ${app} using (true) with check (true)`;
  });
}

// A PostgreSQL that nobody will miss, with one migrated database in it.
// SPORTELLO_TEST_POSTGRES=<superuser's url> takes a running server instead of the embedded one.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startCluster } from '#server/embedded/cluster.ts';
import { choosePlace } from '#server/embedded/place.ts';
import { makeDatabase } from '#server/embedded/roles.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { runAsSuperuser, type TestPostgres, urlsOf } from './postgres.ts';

/** Starts one, or uses the one that SPORTELLO_TEST_POSTGRES names; stop() leaves nothing behind on either. */
export async function startTestPostgres(): Promise<{ value: TestPostgres; stop(): Promise<void> }> {
  const given = process.env.SPORTELLO_TEST_POSTGRES;
  const server = given ? { superuserUrl: given, stop: async () => undefined } : await startEmbedded();
  try {
    const value = await makeTemplate(server.superuserUrl, randomUUID().slice(0, 8));
    return {
      value,
      async stop() {
        if (given) await removeAll(value);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startEmbedded(): Promise<{ superuserUrl: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-test-'));
  chmodSync(folder, 0o711);
  const place = await choosePlace(folder);
  const cluster = await startCluster({
    place,
    superuserPassword: randomUUID(),
    port: null,
    durable: false,
    maxConnections: 300,
  });
  return {
    superuserUrl: cluster.superuserUrl,
    async stop() {
      await cluster.stop(5_000);
      for (const used of [place.home, folder]) rmSync(used, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(superuserUrl: string, run: string): Promise<TestPostgres> {
  const template = `sportello_template_${run}`;
  const roles = {
    owner: { role: `sportello_owner_${run}`, password: randomUUID() },
    application: { role: `sportello_app_${run}`, password: randomUUID() },
  };
  const postgres = { superuserUrl, template, roles };
  await makeDatabase(superuserUrl, template, roles);
  const { url, ownerUrl } = urlsOf(postgres, template);
  await migrate({ ownerUrl, applicationUrl: url });
  return postgres;
}

/** On a server that is not ours nothing stays behind. */
async function removeAll({ superuserUrl, roles }: TestPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database d join pg_roles r on r.oid = d.datdba where r.rolname = $1',
    [roles.owner.role],
  );
  await client.end();
  await runAsSuperuser(superuserUrl, [
    ...rows.map(({ datname }) => `drop database if exists ${pg.escapeIdentifier(datname)} with (force)`),
    ...Object.values(roles).map(({ role }) => `drop role ${pg.escapeIdentifier(role)}`),
  ]);
}

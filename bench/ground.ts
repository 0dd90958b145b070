// The databases that a run works on: one for the server, one like it for the floor, so that neither finds the other's
// rows, locks and jobs in its way.
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startCluster } from '#server/embedded/cluster.ts';
import { choosePlace } from '#server/embedded/place.ts';
import { makeDatabase, urlFor } from '#server/embedded/roles.ts';
import { databaseGrants } from '#server/platform/db/grants.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { fill, type Shape } from './fill.ts';
import { FLOOR_TABLES } from './floor-sql.ts';

export interface Database {
  /** As the application role. */
  url: string;
  ownerUrl: string;
}

export interface Ground {
  /** For logs and files; PostgreSQL can read what is written there. */
  folder: string;
  serverKey: Buffer;
  ours: Database;
  floor: Database;
}

export interface OwnGround extends Ground {
  superuserUrl: string;
  /** What one small durable commit takes, in milliseconds. */
  commitMs: number;
  version: string;
  durable: boolean;
  close(): Promise<void>;
}

export const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A PostgreSQL of its own, durable as in production, with both databases filled. */
export async function openGround(shape: Shape): Promise<OwnGround> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-bench-'));
  chmodSync(folder, 0o755);
  const place = await choosePlace(folder);
  const remove = () => {
    for (const used of [place.home, folder]) rmSync(used, { recursive: true, force: true });
  };
  const superuserPassword = randomUUID();
  const cluster = await startCluster({
    place,
    superuserPassword,
    port: null,
    durable: true,
    maxConnections: 100,
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  const close = async () => {
    await cluster.stop(10_000);
    remove();
  };
  try {
    const { superuserUrl } = cluster;
    const databases = await makeBoth(superuserUrl, shape);
    const facts = await measure(superuserUrl, databases.floor);
    return { folder, superuserUrl, serverKey: randomBytes(32), ...databases, ...facts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeBoth(superuserUrl: string, shape: Shape): Promise<Pick<Ground, 'ours' | 'floor'>> {
  const roles = {
    owner: { role: 'bench_owner', password: randomUUID() },
    application: { role: 'bench_app', password: randomUUID() },
  };
  const urls = (name: string): Database => ({
    url: urlFor(superuserUrl, name, roles.application),
    ownerUrl: urlFor(superuserUrl, name, roles.owner),
  });
  await makeDatabase(superuserUrl, 'ours', roles);
  const ours = urls('ours');
  await migrate({ ownerUrl: ours.ownerUrl, applicationUrl: ours.url });
  await withClient(ours.ownerUrl, (client) => fill(client, shape));
  await withClient(superuserUrl, async (client) => {
    await client.query('create database floor template ours owner bench_owner strategy file_copy');
    for (const grant of databaseGrants('floor', roles.application.role)) await client.query(grant);
  });
  const floor = urls('floor');
  await addFloor(floor);
  // What filling wrote is not to be flushed while somebody is measured.
  await withClient(superuserUrl, (client) => client.query('checkpoint'));
  return { ours, floor };
}

/** The floor's own tables; on the owner's connection, since it has no application role to serve. */
export async function addFloor({ ownerUrl }: Database): Promise<void> {
  await withClient(ownerUrl, (client) => client.query(FLOOR_TABLES));
}

async function measure(superuserUrl: string, floor: Database) {
  const settings = await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes')`,
    );
    return new Map(rows.map(({ name, setting }) => [name, setting]));
  });
  const commitMs = await withClient(floor.ownerUrl, async (client) => {
    await client.query('create table floor.tick (n int)');
    const begun = performance.now();
    for (let n = 0; n < 100; n += 1) await client.query('insert into floor.tick values ($1)', [n]);
    return (performance.now() - begun) / 100;
  });
  const durable = ['fsync', 'synchronous_commit', 'full_page_writes'].every((name) => settings.get(name) === 'on');
  return { commitMs, durable, version: settings.get('server_version') ?? '' };
}

// npm run db:migrate            applies what is missing to the configured database
// npm run db:new -- <name>      writes a migration that brings the last one to prisma/schema.prisma
// npm run db:check              fails when migrations and prisma/schema.prisma do not say the same
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, loadEnvironment, readConfig } from '../server/config.ts';
import { StartError } from '../server/embedded/start-error.ts';
import { MigrationError } from '../server/platform/db/migrate.ts';
import { bringUpToDate, openInstallation } from '../server/start/installation.ts';
import { urlsOf } from '../test/kit/postgres.ts';
import { startTestPostgres } from '../test/kit/test-server.ts';

const root = path.resolve(import.meta.dirname, '..');

async function migrateConfigured(): Promise<number> {
  const installation = await openInstallation(readConfig(loadEnvironment()), { join: true });
  try {
    const applied = await bringUpToDate(installation.config.database);
    console.log(
      applied.length > 0 ? `Applied:\n${applied.map((name) => `  ${name}`).join('\n')}` : 'Nothing to apply.',
    );
    return 0;
  } finally {
    await installation.close();
  }
}

/** Compares a database that holds every migration with the schema file; `args` are those of prisma migrate diff. */
async function diff(args: string[]): Promise<{ status: number; stdout: string }> {
  const server = await startTestPostgres();
  try {
    const { ownerUrl } = urlsOf(server.value, server.value.template);
    const command = ['node_modules/prisma/build/index.js', 'migrate', 'diff', '--from-config-datasource'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...command, '--to-schema', 'prisma/schema.prisma', ...args],
      { cwd: root, encoding: 'utf8', env: { ...process.env, DATABASE_OWNER_URL: ownerUrl } },
    );
    // An engine that dies makes the command end with 0 and nothing said: only its own words count.
    const isEmpty = /^No difference detected|^-- This is an empty migration/m.test(stdout);
    if (status !== (isEmpty ? 0 : 2)) throw new Error(`prisma migrate diff failed:\n${stdout}${stderr}`);
    return { status, stdout };
  } finally {
    await server.stop();
  }
}

async function check(): Promise<number> {
  const { status, stdout } = await diff(['--exit-code']);
  if (status === 0) return 0;
  console.error(
    `prisma/schema.prisma and the migrations differ (npm run db:new -- <name> writes the missing one):\n${stdout}`,
  );
  return 1;
}

async function writeMigration(name: string | undefined): Promise<number> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
    console.error('npm run db:new -- <name>, in lower case with underscores');
    return 1;
  }
  const { status, stdout } = await diff(['--script', '--exit-code']);
  if (status === 0) {
    console.log('prisma/schema.prisma has nothing new.');
    return 0;
  }
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = path.join(root, 'prisma/migrations', `${stamp}_${name}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'migration.sql'), stdout);
  console.log(`Wrote ${path.relative(root, folder)}/migration.sql: read it before committing.`);
  return 0;
}

async function main([command, name]: string[]): Promise<number> {
  switch (command) {
    case 'migrate':
      return migrateConfigured();
    case 'new':
      return writeMigration(name);
    case 'check':
      return check();
    default:
      console.error('tools/db.ts migrate | new <name> | check');
      return 1;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const foreseen = error instanceof ConfigError || error instanceof StartError || error instanceof MigrationError;
  console.error(foreseen ? error.message : error);
  process.exitCode = 1;
}

#!/usr/bin/env node
// Prisma's command line talks JSON-RPC to a native schema engine that it downloads from a host many networks do not
// reach. This answers the same calls from npm's WebAssembly build of that engine, over adapter-pg.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const require = createRequire(import.meta.url);
const args = process.argv.slice(2);
const CHAR = 18;
const BPCHAR = 1042;

function option(name) {
  return args.flatMap((arg, index) => (arg === name ? [args[index + 1]] : []));
}

function databaseUrl() {
  const { url } = JSON.parse(option('--datasource')[0] ?? '{}');
  return url ?? process.env.DATABASE_OWNER_URL;
}

/** Separate fields: from a connection string pg would take the database too, and the shadow would be the real one. */
function connection(url) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    host: searchParams.get('host') ?? hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    database: decodeURIComponent(pathname.slice(1)),
  };
}

// ---------------------------------------------------------------- the engine's `cli` commands

async function withClient(config, work) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function runCommand(command) {
  const config = connection(databaseUrl());
  const name = pg.escapeIdentifier(config.database);
  const server = { ...config, database: 'postgres' };
  switch (command) {
    case 'can-connect-to-database':
      return withClient(config, async () => undefined);
    case 'create-database':
      return withClient(server, (client) => client.query(`create database ${name}`));
    case 'drop-database':
      return withClient(server, (client) => client.query(`drop database if exists ${name}`));
    default:
      throw new Error(`the command ${command} is not known here`);
  }
}

/** Prisma reads the reason from standard error, past a first line that it skips. */
function reportCommandFault(error) {
  const fields = { message: error.message, error_code: error.code === '3D000' ? 'P1003' : 'P1001' };
  console.error('schema engine on WebAssembly');
  console.error(JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields }));
}

// ---------------------------------------------------------------- the adapter under the engine

/**
 * The engine reads the catalogues' one-byte "char" columns as characters. adapter-pg knows no such type, and pg gives
 * its zero value as an empty string: name another type on the way in, the right one on the way out, put the zero back.
 */
function withCharColumns(queryable) {
  const charColumns = new WeakMap();
  const performIO = queryable.performIO.bind(queryable);
  const queryRaw = queryable.queryRaw.bind(queryable);
  queryable.performIO = async (query) => {
    const result = await performIO(query);
    const columns = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
    charColumns.set(result.rows, columns);
    for (const row of result.rows) {
      for (const column of columns) if (row[column] === '') row[column] = '\u0000';
    }
    const fields = result.fields.map(({ name, dataTypeID }) => ({
      name,
      dataTypeID: dataTypeID === CHAR ? BPCHAR : dataTypeID,
    }));
    return { fields, rows: result.rows, rowCount: result.rowCount };
  };
  queryable.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const column of charColumns.get(result.rows) ?? []) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  };
  if (queryable.startTransaction) {
    const startTransaction = queryable.startTransaction.bind(queryable);
    queryable.startTransaction = async (...parameters) => withCharColumns(await startTransaction(...parameters));
  }
  return queryable;
}

function adapterFactory() {
  const config = connection(databaseUrl());
  const factory = new PrismaPg(config);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => withCharColumns(await connect());
  // The adapter's own drops the shadow database while its pool is still connected to it.
  factory.connectToShadowDb = async () => {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const admin = await connect();
    await admin.executeScript(`create database "${database}"`);
    const shadow = withCharColumns(await new PrismaPg({ ...config, database }).connect());
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await admin.executeScript(`drop database if exists "${database}" with (force)`);
      await admin.dispose();
    };
    return shadow;
  };
  return bindMigrationAwareSqlAdapterFactory(factory);
}

async function loadEngine() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  const datamodels = option('--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
  const log = (line) => process.env.DEBUG && console.error(line);
  return bindings.SchemaEngine.new(datamodels.length > 0 ? { datamodels } : {}, log, adapterFactory());
}

// ---------------------------------------------------------------- JSON-RPC, one message a line

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

async function call(engine, method, params) {
  if (method === 'createDatabase') return { databaseName: connection(databaseUrl()).database };
  const name = method === 'getDatabaseVersion' ? 'version' : method;
  if (typeof engine[name] !== 'function') throw new Error(`the engine has no method ${method}`);
  const result = await engine[name](params ?? {});
  // The native engine prints a diff through a call of its own.
  if (name === 'diff' && result?.stdout) send({ id: -1, method: 'print', params: { content: result.stdout } });
  return result ?? null;
}

/** The engine reports a panic here and then traps; unheard, Prisma would take the silence for "no difference". */
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(message) {
    throw new Error(`the schema engine gave up: ${message}`);
  },
};

async function answer({ id, method, params }) {
  try {
    engine ??= loadEngine();
    send({ id, result: await call(await engine, method, params) });
  } catch (error) {
    const code = String(error?.code ?? '');
    const data = { is_panic: false, message: error?.message ?? String(error), meta: error?.meta ?? null };
    const known = code.startsWith('P') ? { error_code: code } : {};
    const message = 'An error happened. Check the data field for details.';
    send({ id, error: { code: 4466, message, data: { ...data, ...known } } });
  }
}

let engine;

async function serve() {
  const answers = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (message.method) answers.push(answer(message));
  }
  await Promise.all(answers);
}

if (args.includes('--version')) {
  console.log('schema-engine-cli on WebAssembly');
} else if (args.includes('cli')) {
  try {
    await runCommand(args.at(-1));
  } catch (error) {
    reportCommandFault(error);
    process.exitCode = 1;
  }
} else {
  await serve();
  process.exit(0);
}

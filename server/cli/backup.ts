import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { checkFile, headLine, lastLines, type Manifest, TABLE_END, tableLine } from './backup-file.ts';
import { connect, countRows, keyMark, listTables, quoted, readLevel, readSequences } from './backup-tables.ts';
import { type Command, CommandError } from './command.ts';
import type { Terminal } from './terminal.ts';

export const backup: Command = {
  name: 'backup',
  usage: 'backup FILE',
  summary: 'copia tutti i dati in un file, anche mentre il servizio lavora, e rilegge la copia',
  options: {},
  required: [],
  positionals: { least: 1, most: 1 },
  async run({ terminal, positionals: [file = ''], open: openWorkplace }) {
    const { config } = await openWorkplace();
    const client = await connect(config.database.url);
    try {
      await writeWhole(file, async (out) => dump(client, { out, terminal, mark: keyMark(config.serverKey) }));
    } finally {
      await client.end();
    }
    const { tables } = await checkFile(file);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    terminal.say(`Copia scritta e riletta: ${rows.toLocaleString('it-IT')} righe in ${tables.length} tabelle.`);
    terminal.say(
      'Contiene dati personali. La chiave del server non c’è: conservala a parte (SERVER_KEY, o DATA_DIR/server.key).',
    );
    return 0;
  },
};

interface Dump {
  out: Gzip;
  terminal: Terminal;
  mark: string;
}

/** All of it as of one instant: what is committed meanwhile is not in it, not even by half. */
async function dump(client: pg.Client, { out, terminal, mark }: Dump): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  const tables = await listTables(client);
  const rows = await countRows(client, tables);
  const { rows: facts } = await client.query<{ version: string; at: Date }>(
    `select current_setting('server_version') as version, now() as at`,
  );
  const manifest: Manifest = {
    ...{ format: 1, at: facts[0]?.at.toISOString() ?? '', postgres: facts[0]?.version ?? '', keyMark: mark },
    ...(await readLevel(client)),
    tables: tables.map((table) => ({ ...table, rows: rows[table.name] ?? 0 })),
    sequences: await readSequences(client),
  };
  await write(out, headLine(manifest));
  const total = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  let done = 0;
  for (const { name, columns, rows: count } of manifest.tables) {
    await write(out, tableLine(name, columns));
    const list = columns.map((column) => quoted(column)).join(', ');
    for await (const chunk of client.query(copyTo(`copy ${quoted(name)} (${list}) to stdout`))) await write(out, chunk);
    await write(out, TABLE_END);
    done += count;
    terminal.progress('copia', { phase: 'writing', done, total });
  }
  await write(out, lastLines(manifest.sequences));
  await client.query('commit');
}

async function write(out: Gzip, data: string | Buffer): Promise<void> {
  if (!out.write(data)) await once(out, 'drain');
}

/** The file has its name only when it is whole and on the disk; readable by its owner alone. */
async function writeWhole(file: string, fill: (out: Gzip) => Promise<void>): Promise<void> {
  const draft = `${file}.part`;
  await reserve(file, 'wx');
  try {
    await reserve(draft, 'w');
    const out = createGzip();
    const sink = createWriteStream(draft, { mode: 0o600, flush: true });
    const written = finished(out.pipe(sink));
    await Promise.race([fill(out), written]);
    out.end();
    await written;
    await rename(draft, file);
  } catch (error) {
    await Promise.all([draft, file].map((made) => rm(made, { force: true })));
    throw error;
  }
}

async function reserve(file: string, flag: 'w' | 'wx'): Promise<void> {
  try {
    await (await open(file, flag, 0o600)).close();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(
      code === 'EEXIST' ? `${file} esiste già: scegli un altro nome.` : `Il file non si può scrivere: ${message}`,
    );
  }
}

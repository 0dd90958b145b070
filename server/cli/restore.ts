import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { createLabService } from '../modules/lab/service.ts';
import { verifyAudit } from '../platform/audit/verify.ts';
import { ADVISORY_LOCKS } from '../platform/db/advisory-locks.ts';
import { migrate } from '../platform/db/migrate.ts';
import { bringUpToDate } from '../start/installation.ts';
import { checkFile, type Manifest, readPieces } from './backup-file.ts';
import { connect, countRows, keyMark, listFilled, listTables, quoted, readLevel } from './backup-tables.ts';
import { type Command, CommandError } from './command.ts';
import type { Terminal } from './terminal.ts';
import type { Workplace } from './workplace.ts';

export const restore: Command = {
  name: 'restore',
  usage: 'restore FILE',
  summary: 'rimette una copia in un database vuoto, tutta o niente, e la controlla',
  options: {},
  required: [],
  positionals: { least: 1, most: 1 },
  async run({ terminal, positionals: [file = ''], open }) {
    // Read to its end before anything is touched.
    const manifest = await checkFile(file);
    const workplace = await open({ migrate: false });
    const { database, serverKey } = workplace.config;
    const { ownerUrl } = database;
    if (!ownerUrl) throw new CommandError('Manca DATABASE_OWNER_URL: rimettere una copia vuole il ruolo proprietario.');
    const client = await connect(ownerUrl);
    try {
      await requireAlone(client);
      await requireEmpty(client);
      await migrate({ ownerUrl, applicationUrl: database.url, only: manifest.migrations });
      await load(client, { file, manifest, terminal });
    } finally {
      await client.end();
    }
    // Migrations newer than the backup now find its rows, as they would have on the server it was made on.
    await bringUpToDate(database);
    if (manifest.keyMark !== keyMark(serverKey)) {
      terminal.complain(
        'La chiave del server non è quella della copia: rimetti anche SERVER_KEY (o server.key), o i codici già inviati non varranno.',
      );
    }
    return await check(workplace, manifest, terminal);
  },
};

/** The lock that a running server holds; it goes away with this connection. */
async function requireAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
    ADVISORY_LOCKS.servers,
  ]);
  if (!rows[0]?.alone) throw new CommandError('Un server lavora su questo database: fermalo prima.');
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const filled = await listFilled(client);
  if (filled.length === 0) return;
  throw new CommandError(
    `Il database non è vuoto (${filled.slice(0, 5).join(', ')}): la copia si rimette solo in uno vuoto.`,
  );
}

interface Load {
  file: string;
  manifest: Manifest;
  terminal: Terminal;
}

/** In one transaction: all of it or nothing. */
async function load(client: pg.Client, { file, manifest, terminal }: Load): Promise<void> {
  const { jobs } = await readLevel(client);
  if (jobs !== manifest.jobs) {
    throw new CommandError(
      'La coda dei lavori della copia è di un’altra versione: rimettila con quella versione di Sportello, poi aggiorna.',
    );
  }
  const tables = await listTables(client);
  const columnsOf = new Map(manifest.tables.map(({ name, columns }) => [name, columns]));
  const strangers = manifest.tables.filter(({ name }) => !tables.some((table) => table.name === name));
  if (strangers.length > 0)
    throw new CommandError(`La copia ha tabelle sconosciute: ${strangers.map(({ name }) => name).join(', ')}.`);
  await client.query('begin');
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  // The rows are as their triggers left them: they must not act on them again.
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} disable trigger user`);
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  await loadRows(client, file, {
    columnsOf,
    progress: (done) => terminal.progress('copia', { phase: 'writing', done, total }),
  });
  for (const [name, value] of Object.entries(manifest.sequences)) {
    await client.query('select setval($1::regclass, $2::bigint)', [quoted(name), value]);
  }
  for (const { name } of tables) await client.query(`alter table ${quoted(name)} enable trigger user`);
  await client.query('commit');
}

interface Rows {
  columnsOf: ReadonlyMap<string, readonly string[]>;
  progress(done: number): void;
}

const CHUNK = 64 * 1024;

async function loadRows(client: pg.Client, file: string, { columnsOf, progress }: Rows): Promise<void> {
  let into: CopyStreamQuery | null = null;
  let buffered = '';
  let done = 0;
  const flush = async (): Promise<void> => {
    if (into && buffered !== '' && !into.write(buffered)) await Promise.race([once(into, 'drain'), finished(into)]);
    buffered = '';
  };
  for await (const piece of readPieces(file)) {
    if (piece.kind === 'table') {
      const columns = columnsOf.get(piece.name) ?? [];
      const list = columns.map((column) => quoted(column)).join(', ');
      into = client.query(copyFrom(`copy ${quoted(piece.name)} (${list}) from stdin`));
    } else if (piece.kind === 'row') {
      buffered += `${piece.line}\n`;
      done += 1;
      if (buffered.length > CHUNK) await flush();
    } else if (piece.kind === 'tableEnd' && into) {
      await flush();
      into.end();
      await finished(into);
      progress(done);
    }
  }
}

/** Counted again in the database, not believed. */
async function check(workplace: Workplace, manifest: Manifest, terminal: Terminal): Promise<number> {
  const client = await connect(workplace.config.database.url);
  const counts = await countRows(client, manifest.tables).finally(() => client.end());
  const wrong = manifest.tables.filter(({ name, rows }) => counts[name] !== rows);
  const lab = await createLabService(workplace);
  const counters = await lab.checkCounters().finally(() => lab.dispose());
  const verdict = await verifyAudit(workplace.db);
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  const findings: [ok: boolean, good: string, bad: string][] = [
    [
      wrong.length === 0,
      `righe tutte presenti: ${total.toLocaleString('it-IT')} in ${manifest.tables.length} tabelle`,
      `righe mancanti in ${wrong.map(({ name }) => name).join(', ')}`,
    ],
    [counters.length === 0, 'posti contati e prenotazioni d’accordo', 'posti contati e prenotazioni NON d’accordo'],
    [
      verdict.ok,
      verdict.ok && verdict.head ? `registro integro: ${verdict.head.seq} eventi sigillati` : 'registro integro',
      'registro NON integro',
    ],
  ];
  for (const [ok, good, bad] of findings) (ok ? terminal.say : terminal.complain)(ok ? `✔ ${good}` : `✘ ${bad}`);
  const ok = findings.every(([good]) => good);
  if (ok) terminal.say(`Copia del ${manifest.at} rimessa.`);
  return ok ? 0 : 1;
}

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { CommandError } from './command.ts';

/** The first line of a backup. */
const manifestShape = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(z.string()),
  jobs: z.int(),
  keyMark: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  sequences: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof manifestShape>;

/** What a backup is made of, in order (docs/formats.md). */
export type Piece =
  | { kind: 'manifest'; manifest: Manifest }
  | { kind: 'table'; name: string }
  | { kind: 'row'; line: string }
  | { kind: 'tableEnd' }
  | { kind: 'end' };

const HEAD = '-- sportello backup ';
const END = '-- end';
const COPY = /^COPY (\S+) \(.*\) FROM stdin;$/;
const FOREIGN = 'Il file non è una copia di Sportello.';
const DAMAGED = 'La copia è incompleta o rovinata: non è stato scritto nulla.';

export function headLine(manifest: Manifest): string {
  return `${HEAD}${JSON.stringify(manifest)}\n`;
}

export function tableLine(name: string, columns: readonly string[]): string {
  return `COPY ${name} (${columns.map((column) => `"${column}"`).join(', ')}) FROM stdin;\n`;
}

export const TABLE_END = '\\.\n';

export function lastLines(sequences: Manifest['sequences']): string {
  const lines = Object.entries(sequences).map(([name, value]) => `SELECT setval('${name}', ${value});\n`);
  return `${lines.join('')}${END}\n`;
}

/** Reads a backup piece by piece. Throws CommandError where it is not one, was cut off or was damaged. */
export async function* readPieces(file: string): AsyncGenerator<Piece, void> {
  const source = createReadStream(file);
  const text = createGunzip();
  source.on('error', (error) => text.destroy(error));
  const lines = createInterface({ input: source.pipe(text), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    yield* parse(lines);
  } catch (error) {
    throw explained(error);
  } finally {
    lines.close();
    source.destroy();
    text.destroy();
  }
}

async function* parse(lines: AsyncIterable<string>): AsyncGenerator<Piece, void> {
  let state: 'head' | 'between' | 'rows' | 'end' = 'head';
  for await (const line of lines) {
    if (state === 'rows') {
      if (line === '\\.') state = 'between';
      yield line === '\\.' ? { kind: 'tableEnd' } : { kind: 'row', line };
    } else if (state === 'head') {
      yield { kind: 'manifest', manifest: manifestOf(line) };
      state = 'between';
    } else if (line === END) {
      state = 'end';
      yield { kind: 'end' };
    } else {
      const [, name] = COPY.exec(line) ?? [];
      if (name === undefined) continue;
      state = 'rows';
      yield { kind: 'table', name };
    }
  }
  if (state !== 'end') throw new CommandError(DAMAGED);
}

/** Faults of the file itself; those of whoever reads it pass as they are. */
function explained(error: unknown): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === 'open' || syscall === 'read') return new CommandError(`Il file non si può leggere: ${message}`);
  if (code === 'Z_DATA_ERROR' && message === 'incorrect header check') return new CommandError(FOREIGN);
  return typeof code === 'string' && code.startsWith('Z_') ? new CommandError(DAMAGED) : error;
}

function manifestOf(line: string): Manifest {
  if (!line.startsWith(HEAD)) throw new CommandError(FOREIGN);
  const manifest = manifestShape.safeParse(parsed(line.slice(HEAD.length)));
  if (!manifest.success) throw new CommandError('La copia è di un formato che questa versione non conosce.');
  return manifest.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(DAMAGED);
  }
}

/** Reads the whole file and holds its rows against its own account of them. */
export async function checkFile(file: string): Promise<Manifest> {
  let manifest: Manifest | null = null;
  const counts = new Map<string, number>();
  let current = '';
  for await (const piece of readPieces(file)) {
    if (piece.kind === 'manifest') manifest = piece.manifest;
    else if (piece.kind === 'table') {
      current = piece.name;
      counts.set(current, 0);
    } else if (piece.kind === 'row') counts.set(current, (counts.get(current) ?? 0) + 1);
  }
  const wrong = manifest?.tables.filter(({ name, rows }) => counts.get(name) !== rows) ?? [];
  if (manifest === null || wrong.length > 0) throw new CommandError(DAMAGED);
  return manifest;
}

import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type Info, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { FileRefusedError } from './refused.ts';
import { breaksWithin, type CsvRow, readPlainRows } from './rows.ts';

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type { CsvRow };

export interface CsvTable {
  columns: string[];
  rows: CsvRow[];
}

/** One thing wrong, or odd, in one row: `key` and `params` become words where it is shown. */
export interface RowIssue {
  line: number;
  /** The header's name; null when the row as a whole is meant. */
  column: string | null;
  key: string;
  params?: Record<string, string | number>;
}

export interface ProgressStep {
  phase: 'reading' | 'writing';
  done: number;
  total: number;
}

export type OnProgress = (step: ProgressStep) => void;

export interface CsvOptions {
  required: readonly string[];
  /** Columns that may be there; null lets any other column pass unread. */
  optional: readonly string[] | null;
  delimiters: readonly (',' | ';')[];
  /** What the text must begin with; a wrong download is told at once. */
  startsWith?: string;
  /** Column names in small letters, however the file writes them. */
  lowerCaseColumns?: boolean;
  /** A publisher that always ends with a line break: without it the file was cut. */
  endsWithLineBreak?: boolean;
  onProgress?: OnProgress;
}

const MAX_BYTES = 64 * 1024 * 1024;
const SLICE_BYTES = 256 * 1024;
const NUL = 0;

/** Reads a whole UTF-8 CSV with a header; throws FileRefusedError when it is not one. */
export async function readCsv(source: ByteSource, options: CsvOptions): Promise<CsvTable> {
  const bytes = withoutBom(await collect(source));
  checkText(bytes, options);
  const rows = await parseRows(bytes, options);
  const header = rows.shift();
  if (header === undefined) throw new FileRefusedError('empty');
  const columns = header.cells.map((name) => (options.lowerCaseColumns ? name.trim().toLowerCase() : name.trim()));
  checkColumns(columns, options);
  checkEnd(bytes, rows.at(-1) ?? header, columns.length, options);
  if (rows.length === 0) throw new FileRefusedError('noRows');
  return { columns, rows };
}

/** Reads a whole UTF-8 text, line by line, blank lines left out. */
export async function readLines(source: ByteSource): Promise<{ line: number; text: string }[]> {
  const bytes = withoutBom(await collect(source));
  checkText(bytes, {});
  return bytes
    .toString('utf8')
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');
}

async function collect(source: ByteSource): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source) {
    size += part.length;
    if (size > MAX_BYTES) throw new FileRefusedError('tooLarge', { megabytes: MAX_BYTES / 1024 / 1024 });
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

function withoutBom(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? bytes.subarray(3) : bytes;
}

function checkText(bytes: Buffer, options: { startsWith?: string | undefined }): void {
  const start = bytes.subarray(0, 200).toString('latin1').trimStart();
  if (bytes.length === 0 || (start === '' && bytes.length < 200)) throw new FileRefusedError('empty');
  if (start.startsWith('<')) throw new FileRefusedError('html');
  const nul = bytes.indexOf(NUL);
  if (nul !== -1) throw new FileRefusedError('binary', { line: lineAt(bytes, nul) });
  if (!isUtf8(bytes)) throw new FileRefusedError('notUtf8', { line: firstLineNotUtf8(bytes) });
  if (options.startsWith !== undefined && !start.startsWith(options.startsWith)) {
    throw new FileRefusedError('otherStart', {
      expected: options.startsWith,
      found: start.split(/[\r\n]/)[0]?.slice(0, 40) ?? '',
    });
  }
}

function firstLineNotUtf8(bytes: Buffer): number {
  for (let line = 1, from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to;
  }
  return 1;
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < offset; at = bytes.indexOf(0x0a, at + 1)) line++;
  return line;
}

interface Parsed {
  record: string[];
  info: Info;
}

function parserOptions(bytes: Buffer, { delimiters }: CsvOptions): Options {
  return { info: true, relax_column_count: true, skip_empty_lines: true, delimiter: delimiterOf(bytes, delimiters) };
}

async function parseRows(bytes: Buffer, options: CsvOptions): Promise<CsvRow[]> {
  const { onProgress } = options;
  const text = bytes.toString('utf8');
  const reading = readPlainRows(text, delimiterOf(bytes, options.delimiters));
  for (;;) {
    const step = reading.next();
    if (step.done) {
      const rows = step.value ?? (await parseOddRows(bytes, options));
      onProgress?.({ phase: 'reading', done: bytes.length, total: bytes.length });
      return rows;
    }
    onProgress?.({ phase: 'reading', done: step.value, total: text.length });
    // Others are served meanwhile.
    await setImmediate();
  }
}

async function parseOddRows(bytes: Buffer, options: CsvOptions): Promise<CsvRow[]> {
  const parser = parse(parserOptions(bytes, options));
  // pipe() does not carry errors on; the loop below gets the parser's own.
  Readable.from(slices(bytes)).pipe(parser);
  const rows = new RowCounter();
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) rows.add(record, info);
  } catch (error) {
    throw parseRefusal(error, bytes, options);
  }
  return rows.rows;
}

/** Lines are counted here: csv-parse tells where a row ends, and takes a CRLF within quotes for two lines. */
class RowCounter {
  readonly rows: CsvRow[] = [];
  next = 1;
  #empty = 0;

  add(cells: string[], info: Info): void {
    const line = this.next + (info.empty_lines - this.#empty);
    this.rows.push({ line, cells });
    this.#empty = info.empty_lines;
    this.next = line + 1 + breaksWithin(cells);
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += SLICE_BYTES) yield bytes.subarray(from, from + SLICE_BYTES);
}

function delimiterOf(bytes: Buffer, delimiters: readonly (',' | ';')[]): string {
  const end = bytes.indexOf(0x0a);
  const header = bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8');
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [...delimiters].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

function parseRefusal(error: unknown, bytes: Buffer, options: CsvOptions): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !/^CSV_|^INVALID_OPENING_QUOTE$/.test(code)) return error;
  const line = lineOfFault(bytes, options);
  return new FileRefusedError(code === 'CSV_QUOTE_NOT_CLOSED' ? 'truncated' : 'malformed', { line });
}

/** A parser that fails drops the rows it had ready, so the rows before the fault are counted again, one by one. */
function lineOfFault(bytes: Buffer, options: CsvOptions): number {
  const rows = new RowCounter();
  try {
    parseSync(bytes, {
      ...parserOptions(bytes, options),
      info: false,
      on_record(cells: string[], info) {
        rows.add(cells, info);
        return null;
      },
    });
  } catch {
    // The same fault as before; what counts is how far it came.
  }
  return rows.next;
}

function checkColumns(columns: string[], { required, optional }: CsvOptions): void {
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new FileRefusedError('columnsMissing', { columns: missing.join(', ') });
  const repeated = columns.filter((name, index) => columns.indexOf(name) !== index);
  if (repeated.length > 0) throw new FileRefusedError('columnsRepeated', { columns: repeated.join(', ') });
  if (optional === null) return;
  const unknown = columns.filter((name) => !required.includes(name) && !optional.includes(name));
  if (unknown.length > 0) throw new FileRefusedError('columnsUnknown', { columns: unknown.join(', ') });
}

function checkEnd(bytes: Buffer, last: CsvRow, width: number, options: CsvOptions): void {
  const ended = bytes.at(-1) === 0x0a;
  const short = last.cells.length < width;
  if (!ended && (short || options.endsWithLineBreak)) throw new FileRefusedError('truncated', { line: last.line });
}

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRow, readCsv } from '#server/platform/csv/csv.ts';
import { readPlainRows } from '#server/platform/csv/rows.ts';

function plain(text: string, delimiter = ','): CsvRow[] | null {
  const reading = readPlainRows(text, delimiter);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/** What csv-parse makes of it; null when it refuses. */
function parsed(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return null;
  }
}

const cells = (text: string, delimiter = ',') => plain(text, delimiter)?.map((row) => row.cells) ?? null;

describe('rows of a CSV', () => {
  it('[OPS-03] read quickly are those that csv-parse reads, whatever the text; an odd one is left to it', () => {
    const piece = fc.constantFrom('a', 'è b', ' ', ',', ';', '"', '""', '"x"', '"y,;\n"', '\n', '\r\n', '\r');
    const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(',', ';'), (csv, delimiter) => {
        const quick = cells(csv, delimiter);
        if (quick !== null) expect(quick).toEqual(parsed(csv, delimiter));
      }),
      { numRuns: 20_000 },
    );
  });

  it('[OPS-03] of a well-written file are all read quickly', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'è', ' ', ',', '"', '\n', '\r'), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const written = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, lineBreak) => {
        const header = `id,name${lineBreak}`;
        const text = header + rows.map((row) => row.map(written).join(',') + lineBreak).join('');
        expect(cells(text)).toEqual([['id', 'name'], ...rows]);
      }),
    );
  });

  it('[OPS-03] know the line they begin at, with blank lines and lines within quotes', () => {
    const text = 'a,b\r\n\r\n"1\r\n1",2\r\n3,"4\n\n4"\r\n5,6\r\n';
    expect(plain(text)?.map(({ line }) => line)).toEqual([1, 3, 5, 8]);
  });

  it('[OPS-03] with a quote within a cell, or two kinds of line breaks, are judged as before', async () => {
    const read = (text: string) =>
      readCsv([Buffer.from(text)], { required: ['a', 'b'], optional: null, delimiters: [',', ';'] });
    await expect(read('a,b\n1,2\n3,x"y\n')).rejects.toMatchObject({ reason: 'malformed', params: { line: 3 } });
    await expect(read('a,b\n1,2\n3,"x"y\n')).rejects.toMatchObject({ reason: 'malformed', params: { line: 3 } });
    await expect(read('a,b\n1,2\n3,"x\n')).rejects.toMatchObject({ reason: 'truncated', params: { line: 3 } });
    expect((await read('a;b\n1;2\r\n')).rows).toEqual([{ line: 2, cells: ['1', '2\r'] }]);
  });
});

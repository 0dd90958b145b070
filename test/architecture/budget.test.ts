import { describe, expect, it } from 'vitest';
import { readSources, type SourceFile } from './sources.ts';

const SOFT_LINES = 250;
const HARD_LINES = 400;
const RESOLVER_LINES = 12;

/** Files that may pass the soft limit, each with its reason beside it. There is none. */
const LONG_FILES: readonly string[] = [];

const server = readSources('server');
const client = readSources('client/src', /\.(tsx?|css)$/);
const others = ['tools', 'bench', 'test'].flatMap((folder) => readFolder(folder));
const product = [...server, ...client];
const schemas = server.filter((file) => /\/schema(\/[\w-]+)?\.ts$|^server\/graphql\//.test(file.path));

function readFolder(folder: string): SourceFile[] {
  try {
    return readSources(folder, /\.(m?ts|mjs|tsx)$/);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function longerThan(files: readonly SourceFile[], most: number): string[] {
  return files.flatMap(({ path, text }) => (linesOf(text) > most ? [`${path}: ${linesOf(text)} lines`] : []));
}

/** `path:line text` of every line that matches. */
function linesWith(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

/** Resolver bodies longer than `most`: what stands deeper than the line on which `resolve` or `subscribe` begins. */
function longResolvers({ path, text }: SourceFile, most: number): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const opening = /^( +)(?:async )?(?:resolve|subscribe)\b/.exec(line);
    if (!opening) return [];
    const depth = (opening[1] ?? '').length;
    const after = lines.slice(start + 1);
    const end = after.findIndex((next) => next.trim() !== '' && next.search(/\S/) <= depth);
    const length = end < 0 ? after.length : end;
    return length > most ? [`${path}:${start + 1} ${length} lines`] : [];
  });
}

// Formatted code writes a type after one of these signs.
const ANY = /(?:[:<|&,=]|=>|\bas|\bextends)\s*any\b(?=\s*(?:[;,)>\]|&={[]|$))/;
const UNFINISHED = /\b(?:TODO|FIXME|HACK)\b/;
const ENVIRONMENT = /\bprocess\s*\.\s*env\b|\benv\b[^'"]*\bfrom 'node:process'/;
const CONSOLE = /\bconsole\s*\.\s*\w+\s*\(/;

describe('the budget', () => {
  it('no file passes the hard limit', () => {
    expect(longerThan([...product, ...others], HARD_LINES)).toEqual([]);
  });

  it('files of the product keep the soft limit', () => {
    const files = product.filter(({ path }) => !path.endsWith('.css') && !LONG_FILES.includes(path));
    expect(longerThan(files, SOFT_LINES)).toEqual([]);
  });

  it('resolvers are short', () => {
    expect(schemas.length).toBeGreaterThan(10);
    expect(schemas.flatMap((file) => longResolvers(file, RESOLVER_LINES))).toEqual([]);
  });

  it('only the configuration reads the environment', () => {
    const files = server.filter((file) => file.path !== 'server/config.ts');
    expect(linesWith(files, ENVIRONMENT)).toEqual([]);
  });

  it('no type is given up', () => {
    expect(linesWith([...product, ...others], ANY).filter((line) => !line.includes('budget.test.ts'))).toEqual([]);
  });

  it('nothing is left for later', () => {
    const files = [...product, ...others].filter((file) => !file.path.endsWith('budget.test.ts'));
    expect(linesWith(files, UNFINISHED)).toEqual([]);
  });

  it('only the process and the command line write to the console', () => {
    const files = server.filter(({ path }) => !/^server\/(main\.ts|cli\.ts|cli\/)/.test(path));
    expect(linesWith(files, CONSOLE)).toEqual([]);
  });
});

describe('the measures', () => {
  const file = (text: string): SourceFile[] => [{ path: 'x.ts', text }];

  it('count lines', () => {
    expect(longerThan(file('a\nb\nc\n'), 2)).toEqual(['x.ts: 3 lines']);
    expect(longerThan(file('a\nb\n'), 2)).toEqual([]);
  });

  it('measure resolvers', () => {
    const body = (count: number) => Array.from({ length: count }, (_, n) => `      step(${n});`).join('\n');
    const text = (count: number) => `  a: t.field({\n    resolve: async () => {\n${body(count)}\n    },\n  }),\n`;
    expect(longResolvers({ path: 'x.ts', text: text(12) }, 12)).toEqual([]);
    expect(longResolvers({ path: 'x.ts', text: text(13) }, 12)).toEqual(['x.ts:2 13 lines']);
  });

  it.each([
    [ANY, 'const a: any = 1;', 'const anyOf: string = many;'],
    [ANY, 'f(b as any)', '// free for any session of the lab, any of them'],
    [ANY, 'type C = Record<string, any>;', 'const any = 1;'],
    [UNFINISHED, '// TODO: later', 'const todos = [];'],
    [ENVIRONMENT, 'const a = process.env.HOME;', 'const environment = loadEnvironment();'],
    [ENVIRONMENT, `import { env } from 'node:process';`, `import { cwd } from 'node:process';`],
    [CONSOLE, `console.log('x');`, 'const console_ = makeConsole();'],
  ])('%s finds what it should and no more', (pattern, bad, good) => {
    expect([pattern.test(bad), pattern.test(good)]).toEqual([true, false]);
  });
});

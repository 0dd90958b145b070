import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentKeys } from '#server/config.ts';
import { projectDir, readSource, readSources } from './sources.ts';

const documents = [...readSources('docs', /\.md$/), ...['README.md', 'CONTRIBUTING.md'].map(readSource)];
const code = ['server', 'client', 'test', 'tools', 'prisma'].flatMap((folder) =>
  readSources(folder, /\.(m?tsx?|mjs|sql|prisma)$/),
);

const stands = (file: string): boolean => existsSync(path.join(projectDir, file));

describe('documents', () => {
  it('code names only documents that stand', () => {
    const named = code.flatMap(({ path: file, text }) =>
      [...text.matchAll(/(?<![\w/.])docs\/[\w./-]*\w/g)].map(([document]) => `${file}: ${document}`),
    );
    expect(named.length).toBeGreaterThan(5);
    const missing = named.filter((line) => {
      const document = line.split(': ')[1] ?? '';
      // A decision may be named by its number alone.
      return !stands(document) && !documents.some(({ path: known }) => known.startsWith(`${document}-`));
    });
    expect(missing).toEqual([]);
  });

  it('documents link and name only files that stand', () => {
    const missing = documents.flatMap(({ path: file, text }) => {
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) =>
        path.posix.join(path.posix.dirname(file), link ?? ''),
      );
      const named = [...text.matchAll(/`((?:server|client|test|tools|prisma|docs)\/[\w./-]*[\w/])`/g)].map(
        ([, name]) => name ?? '',
      );
      const pictures = /^docs\/images\//;
      return [...links, ...named]
        .filter((name) => !pictures.test(name) && !name.includes('NNNN') && !stands(name))
        .map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('decisions are numbered without gaps, listed, and at most 40 lines', () => {
    const decisions = readSources('docs/decisions', /^\d{4}-.*\.md$/);
    const names = decisions.map((file) => path.posix.basename(file.path));
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
    const list = readSource('docs/decisions/README.md').text;
    expect(names.filter((name) => !list.includes(`(${name})`))).toEqual([]);
    expect(decisions.filter((file) => file.text.split('\n').length > 41).map((file) => file.path)).toEqual([]);
  });

  it('the operator finds every key of the configuration', () => {
    const operations = readSource('docs/operations.md').text;
    expect(environmentKeys.filter((key) => !operations.includes(`\`${key}\``))).toEqual([]);
  });
});

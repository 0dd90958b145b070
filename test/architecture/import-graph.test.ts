import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cyclesOf, danglingOf, edgesOf, faultsOf, specifiersOf } from './imports.ts';
import { projectDir, readSources } from './sources.ts';

const server = readSources('server');
// The build's own configuration is a tool, and may use tools.
const client = readSources('client/src');

/** What the rules say of one import alone. */
function verdict(from: string, specifier: string): string | undefined {
  return faultsOf([{ path: from, text: `import { x } from '${specifier}';\n` }])[0]?.split(': ')[1];
}

describe('the arrows of the architecture', () => {
  it('every import of the server runs down', () => {
    expect(server.length).toBeGreaterThan(100);
    expect(edgesOf(server).length).toBeGreaterThan(server.length);
    expect(faultsOf(server)).toEqual([]);
  });

  it('no files of the server import each other in a circle', () => {
    expect(cyclesOf(edgesOf(server))).toEqual([]);
  });

  it('the client imports nothing but itself and packages', () => {
    expect(client.length).toBeGreaterThan(10);
    expect(faultsOf(client)).toEqual([]);
  });

  it('every import leads to a file, so that the walk sees what stands behind it', () => {
    const generated = (file: string) => file.includes('/generated/') || file.includes('/gql/');
    // The bundler adds the ending of the client's imports, and takes the question after a worker's.
    const stands = (file: string) =>
      generated(file) ||
      ['', '.ts', '.tsx'].some((ending) => existsSync(path.join(projectDir, file.replace(/\?worker$/, '') + ending)));
    expect(danglingOf([...server, ...client], stands)).toEqual([]);
  });
});

describe('the walk itself', () => {
  it('sees every form of import', () => {
    const text = [
      `import './a.ts';`,
      `import b from "./b.ts";`,
      `import type { C } from './c.ts';`,
      `import {\n  d,\n  type E,\n} from './d.ts';`,
      `export * from './e.ts';`,
      `export { f } from './f.ts';`,
      `import * as g from './g.ts';`,
      `const h = await import('./h.ts');`,
      `export const i = 'from';\nconst j = './not.ts';`,
      `// import './comment.ts';`,
    ].join('\n');
    expect(specifiersOf(text).sort()).toEqual(
      ['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts', './h.ts'].sort(),
    );
  });

  it.each([
    ['server/platform/mail/sender.ts', '../../modules/lab/service.ts', 'platform never imports module'],
    ['server/platform/watch.ts', '../graphql/context.ts', 'platform never imports graphql'],
    ['server/platform/logger.ts', '../config.ts', 'platform never imports config'],
    ['server/graphql/live.ts', '../modules/lab/service.ts', 'graphql never imports module'],
    ['server/modules/lab/service.ts', '../../app.ts', 'module never imports app'],
    ['server/modules/lab/service.ts', '../../http/http.ts', 'module never imports http'],
    ['server/http/http.ts', '../app.ts', 'http never imports app'],
    ['server/http/http.ts', '../schema.ts', 'http never imports schema'],
    ['server/modules/registry/service.ts', '../account/service.ts', 'module registry may not use module account'],
    ['server/modules/account/service.ts', '../lab/service.ts', 'module account may not use module lab'],
    ['server/modules/lab/service.ts', '../account/store.ts', 'module may not see this part of a module'],
    ['server/modules/lab/schema/lab.ts', '../../account/schema/account.ts', 'module may not see this part of a module'],
    ['server/modules/novelty/service.ts', '../account/service.ts', 'module novelty may not use module account'],
    ['server/modules/lab/service.ts', '#server/modules/account/store.ts', 'module may not see this part of a module'],
    ['server/schema.ts', './modules/lab/service.ts', 'schema may not see this part of a module'],
    ['server/novelty/x.ts', '../app.ts', 'this folder has no place in the architecture'],
    ['client/src/app.tsx', '../../server/modules/lab/errors.ts', 'client never imports module'],
  ])('%s may not import %s', (from, specifier, reason) => {
    expect(verdict(from, specifier)).toBe(reason);
  });

  it.each([
    ['server/modules/lab/service/reading.ts', '../../account/service.ts'],
    ['server/modules/lab/service/reading.ts', '../store.ts'],
    ['server/modules/desk/service.ts', '../enabling/service.ts'],
    ['server/app.ts', './modules/lab/mails.ts'],
    ['server/modules/lab/service.ts', 'zod'],
  ])('%s may import %s', (from, specifier) => {
    expect(verdict(from, specifier)).toBeUndefined();
  });

  it('finds a circle, also through a type', () => {
    const text = (specifier: string) => `import type { x } from '${specifier}';\n`;
    const edges = edgesOf([
      { path: 'server/a.ts', text: text('./b.ts') },
      { path: 'server/b.ts', text: text('./c.ts') },
      { path: 'server/c.ts', text: text('./a.ts') },
    ]);
    expect(cyclesOf(edges)).toEqual([['server/a.ts', 'server/b.ts', 'server/c.ts', 'server/a.ts']]);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { type ClientDocument, INLINE_DOCUMENT, readClientDocuments, wholeDocument } from '../tools/client-documents.ts';
import { purgeCss } from './purge-css.ts';
import { ICONS } from './src/components/icons.ts';

const SERVER = 'http://localhost:4000';
// The next steps take ten times as long and save one part in a hundred.
const BROTLI_QUALITY = 9;

/** The package's sprite holds some 300 symbols (94 kB); only those named in icons.ts are served, from the same origin. */
function iconSprite(): Plugin {
  function build(): string {
    const source = readFileSync(
      createRequire(import.meta.url).resolve('bootstrap-italia/dist/svg/sprites.svg'),
      'utf8',
    );
    const symbols = ICONS.map((name) => {
      const found = new RegExp(`<symbol[^>]*id="it-${name}"[\\s\\S]*?</symbol>`).exec(source);
      if (!found) throw new Error(`The icon set has no "it-${name}"`);
      return found[0];
    });
    return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
  }
  return {
    name: 'sportello-icon-sprite',
    configureServer(server) {
      server.middlewares.use('/sprites.svg', (_request, response) => {
        response.setHeader('content-type', 'image/svg+xml');
        response.end(build());
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'sprites.svg', source: build() });
    },
  };
}

/**
 * The generated graphql() keeps every operation of the client in one map that each page would load whole, as parsed
 * trees. Here each stays in its own page as a short string with its fragments, which urql parses.
 */
function inlineDocuments(): Plugin {
  const source = path.join(import.meta.dirname, 'src');
  let documents: ClientDocument[] = [];
  return {
    name: 'sportello-inline-documents',
    enforce: 'pre',
    buildStart() {
      documents = readClientDocuments(source);
    },
    transform(code, id) {
      if (!id.startsWith(source) || !/\.tsx?$/.test(id) || code.search(INLINE_DOCUMENT) === -1) return null;
      const inlined = code.replace(
        INLINE_DOCUMENT,
        (_call, operation: string) => `inlineGql(${JSON.stringify(wholeDocument(operation, documents))})`,
      );
      return { code: `import { gql as inlineGql } from 'urql';\n${inlined}`, map: null };
    },
  };
}

/** The same files packed beside them, for a server that sends those to who can unpack them. */
function packed(): Plugin {
  return {
    name: 'sportello-packed',
    // From the files as they were written: Vite still fills in the names of chunks after the bundle is generated.
    writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(js|css|svg)$/.test(fileName)) continue;
        const file = path.join(dir, fileName);
        const source = readFileSync(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
        writeFileSync(`${file}.gz`, gzipSync(source, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(source, { params }));
      }
    },
  };
}

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  plugins: [...(command === 'build' ? [inlineDocuments()] : []), react(), iconSprite(), packed()],
  css: { postcss: { plugins: command === 'build' ? [purgeCss(path.join(import.meta.dirname, 'src'))] : [] } },
  build: {
    outDir: path.resolve(import.meta.dirname, '../dist/client'),
    emptyOutDir: true,
    // A strict content security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      output: {
        // Two files before a page's own, instead of a score of small ones that a busy line fetches one after another.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /[\\/]node_modules[\\/]/, priority: 2 },
            { name: 'parts', test: /[\\/]src[\\/](lib|components)[\\/]/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: SERVER, ws: true },
      '/calendario': SERVER,
      '/scarica': SERVER,
    },
  },
}));

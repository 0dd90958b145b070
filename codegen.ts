// Typed documents for the client, and the printed contract.
//   codegen.ts                  schema.graphql → client/src/gql
//   codegen.ts --write-schema   print schema.graphql from the server's schema first
//   codegen.ts --check          fail when schema.graphql is not what the server serves
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildSchema, parse } from 'graphql';
import { readClientDocuments } from './tools/client-documents.ts';

const SCHEMA_FILE = 'schema.graphql';
const CLIENT = 'client/src';
const OUT = 'client/src/gql/';

async function printServed(): Promise<string> {
  const { printContract } = await import('./server/schema.ts');
  return printContract();
}

async function generate(): Promise<void> {
  const sdl = readFileSync(SCHEMA_FILE, 'utf8');
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: OUT,
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: readClientDocuments(CLIENT),
    plugins: [],
    pluginMap: {},
    pluginContext: {},
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      scalars: { DateTime: 'string', UUID: 'string' },
    },
    presetConfig: { fragmentMasking: false },
    profiler: { run: (task: () => unknown) => task(), collect: () => [] },
    cache: (_namespace: string, _key: string, factory: () => unknown) => factory(),
    documentTransforms: [],
  } as unknown as Parameters<typeof preset.buildGeneratesSection>[0]);
  mkdirSync(OUT, { recursive: true });
  for (const output of outputs) writeFileSync(output.filename, await codegen(output));
}

if (process.argv.includes('--check')) {
  if ((await printServed()) !== readFileSync(SCHEMA_FILE, 'utf8')) {
    console.error(`${SCHEMA_FILE} is not what the server serves: run "npm run codegen" and commit it.`);
    process.exit(1);
  }
} else {
  if (process.argv.includes('--write-schema')) writeFileSync(SCHEMA_FILE, await printServed());
  await generate();
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's CLI wants a native schema engine that it downloads from a host many networks do not reach.
// The stand-in answers the same protocol from npm's wasm build (tools/schema-engine.mjs); a native engine named
// by the environment wins.
const engine = process.env.PRISMA_SCHEMA_ENGINE_BINARY;
if (!engine || !existsSync(engine)) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = path.resolve(import.meta.dirname, 'tools/schema-engine.mjs');
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_OWNER_URL ?? '' },
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ensureClient } from '#server/start/client-build.ts';

const folder = path.resolve(import.meta.dirname, '../../dist/client/assets');

it('[UI-01] the packed copies of the client hold what the files hold', async () => {
  const signal = new AbortController().signal;
  await ensureClient({ mode: 'development', environment: process.env, signal, onBuild: () => undefined });
  const scripts = readdirSync(folder).filter((file) => /\.(js|css)$/.test(file));
  expect(scripts.length).toBeGreaterThan(10);
  for (const file of scripts) {
    const whole = readFileSync(path.join(folder, file));
    expect(gunzipSync(readFileSync(path.join(folder, `${file}.gz`))).equals(whole), file).toBe(true);
    expect(brotliDecompressSync(readFileSync(path.join(folder, `${file}.br`))).equals(whole), file).toBe(true);
  }
});

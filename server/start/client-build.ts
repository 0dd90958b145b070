import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../config.ts';
import { StartError } from '../embedded/start-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
const output = path.join(root, 'dist/client');
const marker = path.join(root, 'dist/client.hash');

export interface BuildOptions {
  /** In production the client is built beforehand, by `npm run build`. */
  mode: 'development' | 'production';
  environment: Environment;
  signal: AbortSignal;
  onBuild(): void;
}

/** Builds the web client into dist/client when its sources are not those of the last build. */
export async function ensureClient(options: BuildOptions): Promise<void> {
  const built = existsSync(path.join(output, 'index.html'));
  if (options.mode === 'production') {
    if (!built) throw new StartError('Manca il client web: esegui «npm run build» prima di avviare in produzione.');
    return;
  }
  const wanted = sourceHash();
  if (built && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  options.onBuild();
  const draft = `${output}.${process.pid}`;
  try {
    await runTool(['--import', 'tsx', 'codegen.ts'], options);
    await runTool(['node_modules/vite/bin/vite.js', 'build', 'client', '--outDir', draft, '--emptyOutDir'], options);
    putInPlace(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  writeFileSync(marker, wanted);
}

/** By renaming: a server that is already running finds one build or the other, and so do two that build at once. */
function putInPlace(draft: string): void {
  const old = `${draft}.old`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (existsSync(output)) renameSync(output, old);
      rmSync(old, { recursive: true, force: true });
      renameSync(draft, output);
      return;
    } catch (error) {
      // Another process took away the old build, or put its own there, in between.
      const code = String((error as NodeJS.ErrnoException).code);
      if (attempt === 5 || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
    }
  }
}

function sourceHash(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(path.join(root, 'client'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(path.join('client', 'src', 'gql')))
    .sort();
  for (const file of [...sources, 'package-lock.json', 'schema.graphql']) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function runTool(args: string[], { environment, signal }: BuildOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, args, {
      cwd: root,
      env: { ...environment, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new StartError(`La costruzione del client web non è riuscita:\n${said.trim()}`));
    });
  });
}

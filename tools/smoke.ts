// tools/smoke.ts <folder> <node's bin folder> [uid]
// What a newcomer does, in a clean clone with an empty environment: npm ci, npm start, Ctrl-C, npm start again.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { commandLine, ended } from '../server/embedded/processes.ts';

const SITE = 'http://localhost:4000';
const START_LIMIT_MS = 180_000;
const SECOND_START_LIMIT_MS = 20_000;

interface Newcomer {
  folder: string;
  environment: NodeJS.ProcessEnv;
  uid: number | null;
}

function npm(args: string[], { folder, environment, uid }: Newcomer): ChildProcess {
  const identity = uid === null ? {} : { uid, gid: uid };
  return spawn('npm', args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity,
  });
}

function ending(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** With the caller's environment: the way to the package registry is the machine's affair (proxies, certificates). */
async function install(newcomer: Newcomer): Promise<void> {
  const environment = { ...process.env, ...newcomer.environment };
  const child = npm(['ci', '--no-audit', '--no-fund'], { ...newcomer, environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await ending(child);
  if (code !== 0) throw new Error(`npm ci ended with ${code}:\n${said}`);
}

/** Starts, visits, stops as Ctrl-C does, and returns how long the start took. */
async function startAndStop(newcomer: Newcomer): Promise<number> {
  const began = performance.now();
  const child = npm(['start'], newcomer);
  const ended = ending(child);
  const output = await untilReady(child);
  const tookMs = performance.now() - began;
  try {
    await visit(output);
  } finally {
    // The terminal sends Ctrl-C to the whole group.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await ended;
  }
  await nothingLeft(newcomer.folder);
  return tookMs;
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const give = (why: string) => reject(new Error(`${why}:\n${said}`));
    const timer = setTimeout(() => give('npm start took too long'), START_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (!said.includes('Ctrl-C per fermare')) return;
        clearTimeout(timer);
        resolve(said);
      });
    }
    child.on('close', (code) => give(`npm start ended with ${code}`));
  });
}

async function visit(output: string): Promise<void> {
  for (const page of ['/', '/tabellone', '/graphql', '/posta']) {
    if (page !== '/' && !output.includes(`${SITE}${page}`))
      throw new Error(`the banner does not name ${page}:\n${output}`);
    const response = await fetch(`${SITE}${page}`, { headers: { accept: 'text/html' } });
    if (response.status !== 200) throw new Error(`${page} answers ${response.status}`);
  }
  const answer = await fetch(`${SITE}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  const text = await answer.text();
  if (!text.includes('"__typename":"Query"')) throw new Error(`/graphql answers ${text}`);
}

/** No process works in the clone, nor names it or the place where its database went. */
async function nothingLeft(folder: string): Promise<void> {
  const marker = path.join(folder, 'data/postgres-altrove');
  const places = existsSync(marker) ? [folder, readFileSync(marker, 'utf8').trim()] : [folder];
  const mine = [process.pid, process.ppid];
  const left = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && !mine.includes(pid) && isAt(pid, places));
  for (const pid of left) {
    if (!(await ended(pid, 3_000))) throw new Error(`left running: ${pid} ${commandLine(pid)}`);
  }
}

function isAt(pid: number, places: string[]): boolean {
  try {
    const words = `${readlinkSync(`/proc/${pid}/cwd`)} ${commandLine(pid)}`;
    return places.some((place) => words.includes(place));
  } catch {
    return false;
  }
}

async function main([folder = '', nodeBin = '', uid]: string[]): Promise<void> {
  const environment = {
    PATH: `${nodeBin}${path.delimiter}${process.env.PATH}`,
    HOME: uid ? path.dirname(folder) : process.env.HOME,
  };
  const newcomer: Newcomer = { folder, environment, uid: uid ? Number(uid) : null };
  await install(newcomer);
  const firstMs = await startAndStop(newcomer);
  const secondMs = await startAndStop(newcomer);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(`first start ${seconds(firstMs)}, second ${seconds(secondMs)}, nothing left running`);
  if (secondMs > SECOND_START_LIMIT_MS) throw new Error('the second start is too slow');
}

await main(process.argv.slice(2));
process.exit(0);

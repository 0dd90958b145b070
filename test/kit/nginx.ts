// nginx with the configuration of docs/nginx.conf, on ports of its own and without TLS.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './redis.ts';

export interface TestNginx {
  url: string;
  stop(): Promise<void>;
}

export async function startNginx(program: string, servers: readonly [number, number]): Promise<TestNginx> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sportello-nginx-'));
  mkdirSync(path.join(folder, 'logs'));
  const [plain, port] = [await freePort(), await freePort()];
  writeFileSync(path.join(folder, 'site.conf'), siteFor({ servers, plain, port }));
  writeFileSync(path.join(folder, 'nginx.conf'), mainFor(folder));
  const child = spawn(
    program,
    ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', path.join(folder, 'error.log')],
    {
      stdio: 'ignore',
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await answering(child, url, folder);
  return {
    url,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Places {
  servers: readonly [number, number];
  plain: number;
  port: number;
}

/** The documented site; every replacement must find its place, or the test would not be about that file. */
function siteFor({ servers, plain, port }: Places): string {
  const replacements: [string | RegExp, string][] = [
    ['server 127.0.0.1:4001 ', `server 127.0.0.1:${servers[0]} `],
    ['server 127.0.0.1:4002 ', `server 127.0.0.1:${servers[1]} `],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${port};`],
    [/^ *ssl_\w+ .*;$/m, ''],
    [/^ *ssl_\w+ .*;$/m, ''],
    [/^ *ssl_\w+ .*;$/m, ''],
  ];
  const documented = readFileSync(new URL('../../docs/nginx.conf', import.meta.url), 'utf8');
  return replacements.reduce((text, [from, to]) => {
    const replaced = text.replace(from, to);
    if (replaced === text) throw new Error(`docs/nginx.conf has no ${from}`);
    return replaced;
  }, documented);
}

function mainFor(folder: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  // Workers of a root master would have no right to the temporary folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http { access_log off; ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')} include ${folder}/site.conf; }`;
}

async function answering(child: ChildProcess, url: string, folder: string): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (child.exitCode !== null)
      throw new Error(`nginx ended: ${readFileSync(path.join(folder, 'error.log'), 'utf8')}`);
    const answered = await fetch(`${url}/health/live`).catch(() => null);
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx does not answer');
}

// What some tests need from the machine. Where it is missing they are reported as skipped, with the reason in their
// title; SPORTELLO_REQUIRE_ALL=1 makes them fail instead.
import { execFileSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { findProgram, findRedis, type RedisSource } from './programs.ts';

export type { RedisSource };

/** A Chromium or Chrome that answers, or null. */
export function findChromium(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const file = findProgram(name);
    if (file && answers(file)) return file;
  }
  return null;
}

type Body<T> = (found: T) => void;

/** nginx, which Debian keeps where only root looks for programs. */
export function findNginx(): string | null {
  return findProgram('nginx', '/usr/sbin');
}

/** describe() for tests behind a real proxy; the body gets the program's path. */
export function nginxOrSkip(title: string, body: Body<string>): void {
  describeWith(title, findNginx(), 'nginx non trovato: installalo (Debian: apt install nginx-light)', body);
}

/** describe() for tests with sqlmap, which looks for SQL injection from outside; the body gets the program's path. */
export function sqlmapOrSkip(title: string, body: Body<string>): void {
  describeWith(title, findProgram('sqlmap'), 'sqlmap non trovato: installalo (Debian: apt install sqlmap)', body);
}

/** describe() for tests on a real Redis; the body gets what was found. */
export function redisOrSkip(title: string, body: Body<RedisSource>): void {
  describeWith(title, findRedis(), 'redis-server non trovato: installalo o indica REDIS_URL', body);
}

/** describe() for tests in a real browser; the body gets the program's path. */
export function chromiumOrSkip(title: string, body: Body<string>): void {
  describeWith(title, findChromium(), 'Chromium non trovato: installalo o indica CHROMIUM_PATH', body);
}

function describeWith<T>(title: string, found: T | null, reason: string, body: Body<T>): void {
  if (found !== null) return void describe(title, () => body(found));
  if (process.env.SPORTELLO_REQUIRE_ALL === '1') {
    it(title, () => {
      throw new Error(reason);
    });
  } else {
    it.skip(`${title} (saltato: ${reason})`, () => undefined);
  }
}

function answers(file: string): boolean {
  try {
    execFileSync(file, ['--version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

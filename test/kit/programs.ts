// Programs of the machine.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export type RedisSource = { kind: 'url'; url: string } | { kind: 'binary'; file: string };

/** A Redis to use: a running one, or the program to start one with. null when there is neither. */
export function findRedis(): RedisSource | null {
  const url = process.env.REDIS_URL;
  if (url) return { kind: 'url', url };
  const file = findProgram('redis-server') ?? findProgram('valkey-server');
  return file ? { kind: 'binary', file } : null;
}

/** The file of a program on PATH, or in other folders where some systems keep it; null when there is none. */
export function findProgram(name: string, ...besides: string[]): string | null {
  for (const folder of [...(process.env.PATH ?? '').split(path.delimiter), ...besides]) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

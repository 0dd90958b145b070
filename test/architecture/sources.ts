// The project's own text as the structural tests read it: what a tool made, fetched or built is left out.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const projectDir = path.resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the project's folder, with slashes. */
  path: string;
  text: string;
}

const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'generated', 'gql', '.git', 'tmp', 'images', 'test-results']);

/** Files under a folder of the project whose name matches, in order of their paths. */
export function readSources(folder: string, name: RegExp = /\.tsx?$/): SourceFile[] {
  const entries = readdirSync(path.join(projectDir, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : readSources(file, name);
      return name.test(entry.name) ? [readSource(file)] : [];
    });
}

export function readSource(file: string): SourceFile {
  return { path: file, text: readFileSync(path.join(projectDir, file), 'utf8') };
}

import type { Settings } from '../config.ts';
import type { Terminal } from './terminal.ts';
import type { Workplace, WorkplaceOptions } from './workplace.ts';

export interface Values {
  [name: string]: string | boolean | undefined;
}

export interface Run {
  terminal: Terminal;
  values: Values;
  positionals: string[];
  settings: Settings;
  /** Opened at the first call and closed after the command. */
  open(options?: WorkplaceOptions): Promise<Workplace>;
}

/** One thing the operator may ask for: `sportello import schools FILE…`. */
export interface Command {
  /** One or two words. */
  name: string;
  usage: string;
  summary: string;
  options: Record<string, { type: 'string' | 'boolean' }>;
  required: readonly string[];
  /** How many files or other names follow. */
  positionals: { least: number; most: number };
  /** The exit code. */
  run(run: Run): Promise<number>;
}

/** Something the operator must put right; the message is all there is to say. */
export class CommandError extends Error {}

export function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

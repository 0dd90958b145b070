// Silence is the default: a test that writes to the console fails, so noise is never learned to be overlooked.
import { afterEach, beforeEach } from 'vitest';

const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
const { console: spoken } = globalThis;
const original = Object.fromEntries(methods.map((method) => [method, spoken[method]]));
let heard: string[] = [];

beforeEach(() => {
  for (const method of methods) {
    spoken[method] = (...parts: unknown[]) => {
      heard.push(`console.${method}: ${parts.map(String).join(' ')}`);
    };
  }
});

afterEach(() => {
  Object.assign(spoken, original);
  const noise = heard;
  heard = [];
  if (noise.length > 0) throw new Error(`the test wrote to the console:\n${noise.join('\n')}`);
});

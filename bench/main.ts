// npm run bench [-- ROW…] [-- --quick] [-- --json]: the project against its floors, in one run, on a database of its
// own. docs/performance.md says what the rows are and what was found.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { openGround } from './ground.ts';
import { check, type Result } from './result.ts';
import { ROW_NAMES, runRow } from './rows.ts';
import { FULL, QUICK } from './sizes.ts';
import { machineOf, printTable } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const wanted = positionals.length > 0 ? positionals.map((name) => name.toUpperCase()) : ROW_NAMES;
const unknown = wanted.filter((name) => !ROW_NAMES.includes(name));
if (unknown.length > 0) {
  console.error(`No row is called ${unknown.join(', ')}. There are ${ROW_NAMES.join(', ')}.`);
  process.exit(2);
}

const say = (text: string) => console.error(text);
const sizes = values.quick ? QUICK : FULL;
const loadBefore = os.loadavg()[0] ?? 0;
const begun = performance.now();
const ground = await openGround(sizes);
let closing: Promise<void> | null = null;
const close = () => {
  closing ??= ground.close();
  return closing;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void close().then(() => process.exit(130)));
say(`${sizes.people} people and the rest stand after ${seconds(begun)}`);

try {
  const results: Result[] = [];
  for (const name of wanted) {
    const from = performance.now();
    results.push(await runRow(name, ground, sizes).catch((error: unknown) => failed(name, error)));
    say(`${name} took ${seconds(from)}`);
  }
  const machine = machineOf(ground, loadBefore);
  console.log(values.json ? JSON.stringify({ machine, sizes, results }, null, 2) : printTable(results, machine));
  const holds = machine.durable && results.every(({ checks }) => checks.every(({ ok }) => ok));
  process.exitCode = holds ? 0 : 1;
} finally {
  await close();
}

/** The other rows still have something to tell. */
function failed(name: string, error: unknown): Result {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { lines: [], checks: [check(`${name} runs to its end`, false, told)], notes: [] };
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1_000).toFixed(1)} s`;
}

import os from 'node:os';
import type { Line, Result } from './result.ts';

export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  postgresql: string;
  durable: boolean;
  /** One small durable commit. */
  commitMs: number;
  /** Of the last minute, when the run began and when it ended. */
  load: [number, number];
}

export function machineOf(
  ground: { version: string; durable: boolean; commitMs: number },
  loadBefore: number,
): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    node: process.version,
    postgresql: ground.version,
    durable: ground.durable,
    commitMs: ground.commitMs,
    load: [loadBefore, os.loadavg()[0] ?? 0],
  };
}

/** As Markdown, so that it can be pasted where it is told. */
export function printTable(results: readonly Result[], machine: Machine): string {
  const rows = results.flatMap(({ lines }) => lines).map(cells);
  const head = ['row', 'what', 'floor', 'ours', 'ratio', 'goal', 'CPU µs (floor)'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const say = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const checks = results.flatMap(({ checks: all }) => all);
  const failed = checks.filter(({ ok }) => !ok);
  return [
    machineLine(machine),
    '',
    say(head),
    say(widths.map((width) => '-'.repeat(width))),
    ...rows.map(say),
    '',
    `Checks: ${checks.length - failed.length} of ${checks.length} hold.`,
    ...checks.map(({ what, ok, found }) => `${ok ? '  holds' : '  FAILS'}  ${what}: ${found}`),
    ...results.flatMap(({ notes }) => notes).map((note) => `  note   ${note}`),
    '',
  ].join('\n');
}

function machineLine({ cpu, cores, node, postgresql, durable, commitMs, load }: Machine): string {
  const durability = durable ? 'durable writes' : 'WRITES NOT DURABLE';
  return (
    `${cpu}, ${cores} cores, Node.js ${node}, PostgreSQL ${postgresql}, ${durability}, ` +
    `a small commit ${commitMs.toFixed(2)} ms, load ${load.map((one) => one.toFixed(1)).join(' → ')}`
  );
}

function cells(line: Line): string[] {
  const { row, what, floor, ours, unit, ratio, goal, cpuMicros, floorCpuMicros } = line;
  const cpu =
    cpuMicros === null
      ? ''
      : `${Math.round(cpuMicros)}${floorCpuMicros === null ? '' : ` (${Math.round(floorCpuMicros)})`}`;
  const measure = (value: number | null) => (value === null ? '' : `${amount(value)} ${unit}`.replace(' /', '/'));
  const judged = goal === null ? '' : `${goal.text} ${goal.met ? 'yes' : 'no'}`;
  return [row, what, measure(floor), measure(ours), ratio === null ? '' : ratio.toFixed(2), judged, cpu];
}

function amount(value: number): string {
  if (value >= 1_000) return String(Math.round(value));
  return value.toPrecision(3);
}

import type { RowIssue } from '../../platform/csv/csv.ts';

/** The same oddity in one column: how often, and where it was first seen. */
export interface WarningCount {
  column: string | null;
  key: string;
  count: number;
  examples: RowIssue[];
}

const EXAMPLES = 3;

/** Many rows are odd in the same way: told once, the commonest first. */
export function countWarnings(warnings: readonly RowIssue[]): WarningCount[] {
  const counts = new Map<string, WarningCount>();
  for (const warning of warnings) {
    const id = `${warning.key} ${warning.column}`;
    const count = counts.get(id) ?? { column: warning.column, key: warning.key, count: 0, examples: [] };
    count.count++;
    if (count.examples.length < EXAMPLES) count.examples.push(warning);
    counts.set(id, count);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** One fact that must be so, whatever the speed. */
export interface Check {
  what: string;
  ok: boolean;
  /** What was found. */
  found: string;
}

export interface Line {
  row: string;
  what: string;
  unit: string;
  floor: number | null;
  ours: number;
  /** Ours against the floor so that more is better, unless the unit is a time or a size. */
  ratio: number | null;
  goal: { text: string; met: boolean } | null;
  /** Of the server's process, a request or message. */
  cpuMicros: number | null;
  floorCpuMicros: number | null;
}

export interface Result {
  lines: Line[];
  checks: Check[];
  /** What else was seen. */
  notes: string[];
}

export const check = (what: string, ok: boolean, found: unknown): Check => ({ what, ok, found: String(found) });

/** A line with its ratio and its goal judged. */
export function line(
  facts: Omit<Line, 'ratio' | 'goal' | 'cpuMicros' | 'floorCpuMicros'> &
    Partial<Pick<Line, 'cpuMicros' | 'floorCpuMicros'>> & { goal?: { atLeast: number } | { atMost: number } },
): Line {
  const { goal, floor, ours } = facts;
  const ratio = floor === null ? null : ours / floor;
  const judged = ratio ?? ours;
  const text = goal && ('atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`);
  const met = goal !== undefined && ('atLeast' in goal ? judged >= goal.atLeast : judged <= goal.atMost);
  return { cpuMicros: null, floorCpuMicros: null, ...facts, ratio, goal: text ? { text, met } : null };
}

/** Answers other than those wanted, as a check: they are never counted as work done. */
export function noWrongAnswers(who: string, wrong: ReadonlyMap<string, number>): Check {
  const found = [...wrong].map(([fault, count]) => `${count} × ${fault}`);
  return check(`${who}: every answer is the one wanted`, found.length === 0, found.slice(0, 3).join('; ') || 'all');
}

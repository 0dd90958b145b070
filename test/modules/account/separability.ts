/**
 * How well one measure tells two kinds apart: the chance that one of `a` is above one of `b` (AUC). 0.5 when it
 * tells nothing, 1 or 0 when it tells all.
 */
export function separability(a: readonly number[], b: readonly number[]): number {
  let above = 0;
  for (const x of a) for (const y of b) above += x > y ? 1 : x === y ? 0.5 : 0;
  return above / (a.length * b.length);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

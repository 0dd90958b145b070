/** What a resolver asks of Prisma; a relation's own part has the same shape. */
interface Selection {
  select?: object | null | undefined;
  include?: object | null | undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * True when a selection asks for nothing beyond what an act has at hand, so that its answer needs no reading. A row at
 * hand holds every column of its model; a list is whole, of one row at most, and holds the columns it holds.
 */
export function isKnown(known: unknown, selection: object): boolean {
  const { select, include, ...rest } = selection as Selection;
  if (Array.isArray(known)) {
    const ordered = Object.keys(rest).every((name) => name === 'take' || name === 'orderBy');
    return ordered && isObject(select) && known.length <= 1 && known.every((row) => isKnown(row, { select }));
  }
  if (Object.keys(rest).length > 0) return false;
  if (known === null) return true;
  const parts = Object.entries(select ?? include ?? {});
  return isObject(known) && parts.every(([name, part]) => isPartKnown(known, name, part));
}

function isPartKnown(known: object, name: string, part: unknown): boolean {
  if (part === undefined || part === false) return true;
  if (!(name in known)) return false;
  const value = known[name as keyof typeof known];
  return isObject(part) ? isKnown(value, part) : !Array.isArray(value);
}

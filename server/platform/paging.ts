import { InvalidInputError } from './errors.ts';

const DEFAULT_SIZE = 20;
const MOST = 100;

/** What a client asks of a list that can grow. */
export interface PageWish {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

export interface Page<Row> {
  edges: { cursor: string; node: Row }[];
  hasNextPage: boolean;
}

/** A list read in the order of one key: how many rows, and after which key. Throws InvalidInputError. */
export function pageOf(
  { first, after }: PageWish,
  isKey: (key: string) => boolean,
): { size: number; after: string | null } {
  const size = first ?? DEFAULT_SIZE;
  if (size < 1 || size > MOST) {
    throw new InvalidInputError([{ path: 'first', key: 'error.pageSize', params: { minimum: 1, maximum: MOST } }]);
  }
  if (after === null || after === undefined) return { size, after: null };
  const key = Buffer.from(after, 'base64url').toString('utf8');
  if (!isKey(key)) throw new InvalidInputError([{ path: 'after', key: 'error.cursor' }]);
  return { size, after: key };
}

/** A page of `rows`, of which one more than `size` was read. */
export function asPage<Row>(rows: readonly Row[], size: number, keyOf: (row: Row) => string): Page<Row> {
  const edges = rows.slice(0, size).map((node) => ({ node, cursor: Buffer.from(keyOf(node)).toString('base64url') }));
  return { edges, hasNextPage: rows.length > size };
}

import { rawSql, type Sql, type SqlRunner, sql } from './db/db.ts';

/** Whose data it is. */
export interface DataOwner {
  accountId: string;
  /** null for institutions. */
  personId: string | null;
  fiscalCode: string | null;
}

/** A table with rows about people, and how to find those of one; or one without, and why (ACC-08, SEC-108). */
export type OwnTable =
  | {
      table: string;
      /** Condition on the row `t`. */
      where: (owner: DataOwner) => Sql;
      /** Columns that are left out: hashes and keys, which tell the person nothing and others too much. */
      hidden?: readonly string[];
    }
  | { table: string; notOwn: string };

/** Every row of one owner, by table; tables without any are there, empty. */
export async function readOwnRows(
  db: SqlRunner,
  tables: readonly OwnTable[],
  owner: DataOwner,
): Promise<Record<string, unknown[]>> {
  const own: Record<string, unknown[]> = {};
  for (const one of tables) {
    if ('notOwn' in one) continue;
    const rows = await db.query<{ row: unknown }>(sql`
      select to_jsonb(t) - ${[...(one.hidden ?? [])]}::text[] as row from ${rawSql(`"${one.table}"`)} t
      where ${one.where(owner)}`);
    own[one.table] = rows.map(({ row }) => row);
  }
  return own;
}

import { rawSql, type Sql, type SqlRunner, sql } from './db/db.ts';

/** Whose data it is. */
export interface DataOwner {
  accountId: string;
  /** null for institutions. */
  personId: string | null;
  fiscalCode: string | null;
}

export type Erasure =
  | 'DELETED'
  /** Deleted where this too holds of the row `t`; the others are kept. */
  | { deletedIf: Sql }
  /** Why the law obliges to keep them, or why nothing of them names the person any more. */
  | { kept: string }
  /** The row stays, without what names the person: the assignments of an update. */
  | { blanked: (owner: DataOwner) => Sql };

/** A table with rows about people, and how to find those of one; or one without, and why (ACC-08, SEC-108). */
export type OwnTable =
  | {
      table: string;
      /** Condition on the row `t`. */
      where: (owner: DataOwner) => Sql;
      /** Columns that are left out: hashes and keys, which tell the person nothing and others too much. */
      hidden?: readonly string[];
      /** What becomes of the rows when the person's data are erased (ACC-08, SEC-109). */
      erasure: Erasure;
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

/**
 * Erases what is kept of one owner. Tables come in the order of their modules, those that others refer to first: their
 * rows go the other way round.
 */
export async function eraseOwnRows(tx: SqlRunner, tables: readonly OwnTable[], owner: DataOwner): Promise<void> {
  for (const one of [...tables].reverse()) {
    if ('notOwn' in one) continue;
    const table = rawSql(`"${one.table}"`);
    if (one.erasure === 'DELETED') await tx.query(sql`delete from ${table} t where ${one.where(owner)}`);
    else if ('deletedIf' in one.erasure)
      await tx.query(sql`delete from ${table} t where (${one.where(owner)}) and ${one.erasure.deletedIf}`);
    else if ('blanked' in one.erasure)
      await tx.query(sql`update ${table} t set ${one.erasure.blanked(owner)} where ${one.where(owner)}`);
  }
}

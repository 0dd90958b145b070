import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { DataOwner } from '../../platform/own-rows.ts';

/** What the administration knows of a person. */
export interface PersonFacts {
  firstName: string;
  lastName: string;
  fiscalCode: string;
  /** YYYY-MM-DD */
  bornOn: string | null;
  birthplaceCode: string | null;
}

export async function findPersonFacts(db: SqlRunner, accountId: string): Promise<PersonFacts | null> {
  const [row] = await db.query<PersonFacts>(sql`
    select p.first_name as "firstName", p.last_name as "lastName", p.fiscal_code as "fiscalCode",
      p.born_on::text as "bornOn", p.birthplace_code as "birthplaceCode"
    from person p join account a on a.person_id = p.id where a.id = ${accountId}::uuid`);
  return row ?? null;
}

export async function findDataOwner(db: SqlRunner, accountId: string): Promise<DataOwner> {
  const [row] = await db.query<Omit<DataOwner, 'accountId'>>(sql`
    select a.person_id as "personId", p.fiscal_code as "fiscalCode"
    from account a left join person p on p.id = a.person_id where a.id = ${accountId}::uuid`);
  return { accountId, personId: row?.personId ?? null, fiscalCode: row?.fiscalCode ?? null };
}

export interface ErasureRow {
  id: string;
  number: number;
  createdAt: Date;
}

/** The request that was neither withdrawn nor decided. */
export async function findErasure(db: SqlRunner, accountId: string): Promise<ErasureRow | null> {
  const [row] = await db.query<ErasureRow>(sql`
    select id, number, created_at as "createdAt" from erasure_request
    where account_id = ${accountId}::uuid and withdrawn_at is null and handled_at is null`);
  return row ?? null;
}

/** null when one stands already. */
export async function insertErasure(
  tx: SqlRunner,
  request: { id: string; accountId: string; at: Date },
): Promise<ErasureRow | null> {
  const [row] = await tx.query<ErasureRow>(sql`
    insert into erasure_request (id, account_id, created_at)
    values (${request.id}::uuid, ${request.accountId}::uuid, ${request.at})
    on conflict (account_id) where withdrawn_at is null and handled_at is null do nothing
    returning id, number, created_at as "createdAt"`);
  return row ?? null;
}

export async function withdrawErasure(tx: SqlRunner, accountId: string, at: Date): Promise<number | null> {
  const [row] = await tx.query<{ number: number }>(sql`
    update erasure_request set withdrawn_at = ${at}
    where account_id = ${accountId}::uuid and withdrawn_at is null and handled_at is null returning number`);
  return row?.number ?? null;
}

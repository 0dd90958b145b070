import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { BirthFacts } from './fiscal-code.ts';
import { omocodesOf } from './fiscal-code.ts';

/** Somebody the administration knows; of the birth it may know nothing. */
export interface KnownPerson {
  personId: string;
  fiscalCode: string;
  firstName: string;
  lastName: string;
  /** YYYY-MM-DD */
  bornOn: string | null;
  sex: 'F' | 'M' | null;
  birthplaceCode: string | null;
}

/** The person of a codice fiscale, whichever of its 128 forms is known (ACC-09); the very same form wins. */
export async function findKnownPerson(db: SqlRunner, fiscalCode: string): Promise<KnownPerson | null> {
  const [row] = await db.query<{
    id: string;
    fiscal_code: string;
    first_name: string;
    last_name: string;
    born_on: string | null;
    sex: 'F' | 'M' | null;
    birthplace_code: string | null;
  }>(sql`
    select id, fiscal_code, first_name, last_name, born_on::text as born_on, sex, birthplace_code
    from person where fiscal_code = any(${omocodesOf(fiscalCode)}::char(16)[])
    order by fiscal_code = ${fiscalCode} desc, id
    limit 1`);
  if (!row) return null;
  return {
    personId: row.id,
    fiscalCode: row.fiscal_code,
    firstName: row.first_name,
    lastName: row.last_name,
    bornOn: row.born_on,
    sex: row.sex,
    birthplaceCode: row.birthplace_code,
  };
}

export interface NewPerson extends BirthFacts {
  id: string;
  fiscalCode: string;
}

export async function insertPerson(tx: SqlRunner, person: NewPerson): Promise<void> {
  await tx.query(sql`
    insert into person (id, fiscal_code, first_name, last_name, born_on, sex, birthplace_code)
    values (${person.id}::uuid, ${person.fiscalCode}, ${person.firstName}, ${person.lastName}, ${person.bornOn}::date,
      ${person.sex}::sex, ${person.birthplaceCode})`);
}

import { type SqlRunner, sql } from '../../platform/db/db.ts';
import { baseOf } from './fiscal-code.ts';

/** A person as the administration's file names them; null: the file says nothing of it, what is known stays. */
export interface NamedPerson {
  fiscalCode: string;
  firstName: string;
  lastName: string;
  bornOn: string | null;
  sex: 'F' | 'M' | null;
  birthplaceCode: string | null;
  institutionalEmail: string | null;
}

export interface WrittenPeople {
  added: number;
  updated: number;
  unchanged: number;
  /** In the order of the people that were given. */
  ids: string[];
}

/** The ids of those who are known, by the form of their code without omocodes (ACC-09). */
export async function findPeopleByBase(db: SqlRunner, bases: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; code: string }>(sql`
    select id, fiscal_code as code from person where fiscal_code = any(${[...bases]}::char(16)[])
    union all
    select id, fiscal_code from person where fiscal_code !~ '^.{6}\\d\\d.\\d\\d.\\d{3}.$'`);
  return new Map(rows.map(({ id, code }) => [baseOf(code), id]));
}

/** Adds whom nobody knew, updates what differs, leaves alone what is the same. `ids` are those of the people, in order. */
export async function writePeople(
  tx: SqlRunner,
  people: readonly NamedPerson[],
  ids: readonly string[],
  at: Date,
): Promise<Omit<WrittenPeople, 'ids'>> {
  const column = <K extends keyof NamedPerson>(key: K): NamedPerson[K][] => people.map((person) => person[key]);
  const [counts] = await tx.query<Omit<WrittenPeople, 'ids'>>(sql`
    with incoming as (
      select * from unnest(${[...ids]}::uuid[], ${column('fiscalCode')}::char(16)[], ${column('firstName')}::text[],
        ${column('lastName')}::text[], ${column('bornOn')}::date[], ${column('sex')}::sex[],
        ${column('birthplaceCode')}::char(4)[], ${column('institutionalEmail')}::text[])
      as t (id, fiscal_code, first_name, last_name, born_on, sex, birthplace_code, institutional_email)
    ), compared as materialized (
      select i.*,
        case when p.id is null then 'added'
          when (p.first_name, p.last_name, p.born_on, p.sex, p.birthplace_code, p.institutional_email)
            is distinct from (i.first_name, i.last_name, coalesce(i.born_on, p.born_on), coalesce(i.sex, p.sex),
              coalesce(i.birthplace_code, p.birthplace_code), coalesce(i.institutional_email, p.institutional_email))
            or p.known_since is null then 'updated'
          else 'unchanged' end as fate
      from incoming i left join person p on p.id = i.id
    ), written as (
      insert into person as p
        (id, fiscal_code, first_name, last_name, born_on, sex, birthplace_code, institutional_email, known_since)
      select id, fiscal_code, first_name, last_name, born_on, sex, birthplace_code, institutional_email,
        ${at}::timestamptz
      from compared where fate <> 'unchanged'
      on conflict (id) do update set first_name = excluded.first_name, last_name = excluded.last_name,
        born_on = coalesce(excluded.born_on, p.born_on), sex = coalesce(excluded.sex, p.sex),
        birthplace_code = coalesce(excluded.birthplace_code, p.birthplace_code),
        institutional_email = coalesce(excluded.institutional_email, p.institutional_email),
        known_since = coalesce(p.known_since, excluded.known_since)
    )
    select count(*) filter (where fate = 'added')::int as added, count(*) filter (where fate = 'updated')::int as updated,
      count(*) filter (where fate = 'unchanged')::int as unchanged
    from compared`);
  return counts ?? { added: 0, updated: 0, unchanged: 0 };
}

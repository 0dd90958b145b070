import { type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { SchoolRow } from './input.ts';
import type { Registry } from './rules.ts';

export interface SchoolFacts {
  code: string;
  name: string;
  municipality: string;
  provinceCode: string;
  isOpen: boolean;
}

export interface WrittenSchools {
  added: number;
  updated: number;
  reopened: number;
  /** Nothing differs but the school year that confirms them. */
  confirmed: number;
  unchanged: number;
}

/** False while another import of schools runs. Held until the transaction ends. */
export async function tryLockSchools(db: SqlRunner): Promise<boolean> {
  const rows = await db.query<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('registry.schools', 0)) as locked`,
  );
  return rows[0]?.locked ?? false;
}

export async function findLatestYear(db: SqlRunner, registry: Registry): Promise<string | null> {
  const rows = await db.query<{ year: string | null }>(
    sql`select max(school_year) as year from school where registry = ${registry}`,
  );
  return rows[0]?.year ?? null;
}

// Neither is in a value (input.ts). The driver takes several times as long to write arrays, quote by quote.
const BETWEEN = '\x1f';
const NOTHING = '\x1e';

/** A column of many rows as one text, read back as an array. */
function textArray(values: readonly (string | boolean | null)[]): Sql {
  const text = values.map((value) => value ?? NOTHING).join(BETWEEN);
  return sql`string_to_array(${text}, ${BETWEEN}, ${NOTHING})`;
}

/** Adds what is new, updates what differs, leaves alone what is the same. */
export async function writeSchools(
  db: SqlRunner,
  schools: readonly SchoolRow[],
  of: { registry: Registry; schoolYear: string; at: Date },
): Promise<WrittenSchools> {
  const column = (key: keyof SchoolRow): Sql => textArray(schools.map((school) => school[key]));
  const [counts] = await db.query<WrittenSchools>(sql`
    with incoming as (
      select * from unnest(
        ${column('code')}::char(10)[], ${column('name')}::text[], ${column('kind')}::text[],
        ${column('instituteCode')}::char(10)[], ${column('instituteName')}::text[], ${column('address')}::text[],
        ${column('postalCode')}::text[], ${column('municipality')}::text[], ${column('municipalityCode')}::char(4)[],
        ${column('provinceCode')}::char(2)[], ${column('provinceName')}::text[], ${column('region')}::text[],
        ${column('email')}::text[], ${column('certifiedEmail')}::text[], ${column('website')}::text[],
        ${column('isSeat')}::boolean[])
      as t (code, name, kind, institute_code, institute_name, address, postal_code, municipality, municipality_code,
        province_code, province_name, region, email, certified_email, website, is_seat)
    ), compared as materialized (
      select i.*,
        case when s.code is null then 'added'
          when s.state = 'CLOSED' then 'reopened'
          when (s.name, s.kind, s.institute_code, s.institute_name, s.address, s.postal_code, s.municipality,
              s.municipality_code, s.province_code, s.province_name, s.region, s.email, s.certified_email, s.website,
              s.is_seat, s.registry)
            is distinct from (i.name, i.kind, i.institute_code, i.institute_name, i.address, i.postal_code,
              i.municipality, i.municipality_code, i.province_code, i.province_name, i.region, i.email,
              i.certified_email, i.website, i.is_seat, ${of.registry}::text) then 'updated'
          when s.school_year <> ${of.schoolYear} then 'confirmed'
          else 'unchanged' end as fate
      from incoming i left join school s on s.code = i.code
    ), written as (
      insert into school (code, name, kind, institute_code, institute_name, address, postal_code, municipality,
        municipality_code, province_code, province_name, region, email, certified_email, website, is_seat,
        registry, school_year, state, updated_at)
      select code, name, kind, institute_code, institute_name, address, postal_code, municipality,
        municipality_code, province_code, province_name, region, email, certified_email, website, is_seat,
        ${of.registry}::text, ${of.schoolYear}::text, 'OPEN'::school_state, ${of.at}::timestamptz
      from compared where fate <> 'unchanged'
      on conflict (code) do update set name = excluded.name, kind = excluded.kind,
        institute_code = excluded.institute_code, institute_name = excluded.institute_name, address = excluded.address,
        postal_code = excluded.postal_code, municipality = excluded.municipality,
        municipality_code = excluded.municipality_code, province_code = excluded.province_code,
        province_name = excluded.province_name, region = excluded.region, email = excluded.email,
        certified_email = excluded.certified_email, website = excluded.website, is_seat = excluded.is_seat,
        registry = excluded.registry, school_year = excluded.school_year, state = 'OPEN',
        updated_at = excluded.updated_at
    )
    select count(*) filter (where fate = 'added')::int as added, count(*) filter (where fate = 'updated')::int as updated,
      count(*) filter (where fate = 'reopened')::int as reopened,
      count(*) filter (where fate = 'confirmed')::int as confirmed,
      count(*) filter (where fate = 'unchanged')::int as unchanged
    from compared`);
  return counts ?? { added: 0, updated: 0, reopened: 0, confirmed: 0, unchanged: 0 };
}

export async function countClosures(
  db: SqlRunner,
  registry: Registry,
  codes: readonly string[],
): Promise<{ closing: number; open: number }> {
  const [row] = await db.query<{ closing: number; open: number }>(sql`
    select count(*)::int as open, count(*) filter (where code <> all(${codes}::char(10)[]))::int as closing
    from school where registry = ${registry} and state = 'OPEN'`);
  return row ?? { closing: 0, open: 0 };
}

// «<> all(array)» is hashed by PostgreSQL; an anti-join on unnest() was planned as 140 million comparisons.

/** Closes the open schools of a registry that its file no longer lists; their rows stay. */
export async function closeOthers(
  db: SqlRunner,
  codes: readonly string[],
  of: { registry: Registry; at: Date },
): Promise<number> {
  const rows = await db.query<{ code: string }>(sql`
    update school set state = 'CLOSED', updated_at = ${of.at}
    where registry = ${of.registry} and state = 'OPEN' and code <> all(${codes}::char(10)[])
    returning code`);
  return rows.length;
}

export async function listSchools(db: SqlRunner, codes: readonly string[]): Promise<SchoolFacts[]> {
  return db.query<SchoolFacts>(sql`
    select code, name, municipality, province_code as "provinceCode", state = 'OPEN' as "isOpen"
    from school where code = any(${codes}::char(10)[])`);
}

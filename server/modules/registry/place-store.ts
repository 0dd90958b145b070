import { type SqlRunner, sql } from '../../platform/db/db.ts';

/** A municipality of the ANPR archive. */
export interface PlaceRow {
  /** Codice catastale. */
  code: string;
  name: string;
  province: string;
  /** First and last day, YYYY-MM-DD. */
  since: string | null;
  until: string | null;
}

/** Adds what is new, updates what differs. What the archive no longer names stays: people were born there. */
export async function writePlaces(
  tx: SqlRunner,
  places: readonly PlaceRow[],
): Promise<{ added: number; updated: number; unchanged: number }> {
  const column = <K extends keyof PlaceRow>(key: K): PlaceRow[K][] => places.map((place) => place[key]);
  const [counts] = await tx.query<{ added: number; updated: number; unchanged: number }>(sql`
    with incoming as (
      select * from unnest(${column('code')}::char(4)[], ${column('name')}::text[], ${column('province')}::char(2)[],
        ${column('since')}::date[], ${column('until')}::date[]) as t (code, name, province, since, until)
    ), compared as materialized (
      select i.*, case when p.code is null then 'added'
        when (p.name, p.province, p.since, p.until) is distinct from (i.name, i.province, i.since, i.until) then 'updated'
        else 'unchanged' end as fate
      from incoming i left join place p on p.code = i.code
    ), written as (
      insert into place (code, name, province, since, until)
      select code, name, province, since, until from compared where fate <> 'unchanged'
      on conflict (code) do update set name = excluded.name, province = excluded.province, since = excluded.since,
        until = excluded.until
    )
    select count(*) filter (where fate = 'added')::int as added, count(*) filter (where fate = 'updated')::int as updated,
      count(*) filter (where fate = 'unchanged')::int as unchanged
    from compared`);
  return counts ?? { added: 0, updated: 0, unchanged: 0 };
}

export async function listImportedPlaces(db: SqlRunner): Promise<PlaceRow[]> {
  return await db.query<PlaceRow>(sql`
    select code, name, province, since::text as since, until::text as until from place`);
}

const VERSION_KEY = 'registry.places';

/** Another one whenever a file changed the table; empty before the first. */
export async function placesVersion(db: SqlRunner): Promise<string> {
  const [row] = await db.query<{ version: string }>(sql`
    select value ->> 'version' as version from installation where key = ${VERSION_KEY}`);
  return row?.version ?? '';
}

export async function setPlacesVersion(tx: SqlRunner, version: string): Promise<void> {
  const value = JSON.stringify({ version });
  await tx.query(sql`
    insert into installation (key, value) values (${VERSION_KEY}, ${value}::jsonb)
    on conflict (key) do update set value = excluded.value`);
}

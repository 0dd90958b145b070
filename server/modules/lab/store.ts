import { joinSql, type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { SchoolOrder } from '../../platform/db/generated/client.ts';
import type { WatchedRow } from '../../platform/watch.ts';

/** Seats of one session as everybody may see them. */
export interface SeatsRow extends WatchedRow {
  capacity: number;
  free: number;
  waiting: number;
  state: 'SCHEDULED' | 'CANCELLED';
}

/** Seats the public may claim: none while anybody waits, for who waits comes first. */
export const FREE_SEATS = sql`
  case when s.state = 'CANCELLED' or s.waiting + l.waiting > 0 then 0 else s.capacity - s.booked - s.offered end`;

/** Sessions watched by id, and all those of watched campaigns; campaigns that the public may see. */
export async function readSeats(
  db: SqlRunner,
  what: { keys: readonly string[]; groups: readonly string[] },
): Promise<SeatsRow[]> {
  return await db.query<SeatsRow>(sql`
    select s.id as key, s.campaign_id as group, s.version, s.capacity, s.state, s.waiting + l.waiting as waiting,
      ${FREE_SEATS} as free
    from lab_session s join lab l on l.id = s.lab_id join campaign k on k.id = s.campaign_id
    where (s.id = any(${[...what.keys]}::uuid[]) or s.campaign_id = any(${[...what.groups]}::uuid[])) and k.state <> 'DRAFT'`);
}

/** One row an account, whose version grows with every change of its bookings or of their mails. */
export async function readBookingVersions(db: SqlRunner, accountIds: readonly string[]): Promise<WatchedRow[]> {
  return await db.query<WatchedRow>(sql`
    select a.id as key, null as "group", 1 + coalesce(b.n, 0) + coalesce(m.n, 0) as version
    from unnest(${[...accountIds]}::uuid[]) as a(id)
    left join lateral (select sum(1 + sequence)::int as n from booking where account_id = a.id) as b on true
    left join lateral (select count(*)::int as n from mail where account_id = a.id and state <> 'WAITING') as m on true`);
}

/** Seats that can be booked in the sessions to come of each campaign, in the order asked. */
export async function countFreeSeats(db: SqlRunner, campaignIds: readonly string[], now: Date): Promise<number[]> {
  const rows = await db.query<{ id: string; free: number }>(sql`
    select s.campaign_id as id, sum(${FREE_SEATS})::int as free from lab_session s join lab l on l.id = s.lab_id
    where s.campaign_id = any(${[...campaignIds]}::uuid[]) and s.starts_at > ${now}::timestamptz group by s.campaign_id`);
  const free = new Map(rows.map((row) => [row.id, row.free]));
  return campaignIds.map((id) => free.get(id) ?? 0);
}

/** What a reader of the catalogue asks for; dates are days in Europe/Rome. */
export interface CatalogueFilter {
  campaign?: string | null | undefined;
  lab?: string | null | undefined;
  text?: string | null | undefined;
  provinces?: readonly string[] | null | undefined;
  topics?: readonly string[] | null | undefined;
  audience?: readonly SchoolOrder[] | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  onlyFree?: boolean | null | undefined;
}

export type CatalogueOrder = 'DATE' | 'FREE_SEATS' | 'TITLE';

const CATALOGUE = sql`
  lab_session s join lab l on l.id = s.lab_id join campaign k on k.id = s.campaign_id left join school v on v.code = s.school_code`;
const PROVINCE = sql`coalesce(v.province_code, s.venue_province)`;
const ROME = sql`'Europe/Rome'`;

const every = (conditions: readonly Sql[]): Sql => joinSql([sql`true`, ...conditions], ' and ');

/** What the campaign, the words and the days leave; the facets narrow it further. */
function inScope(filter: CatalogueFilter, now: Date): Sql {
  const conditions = [sql`k.state in ('PUBLISHED', 'CLOSED')`];
  if (filter.campaign) conditions.push(sql`k.slug = ${filter.campaign}`);
  if (filter.lab) conditions.push(sql`l.code = ${filter.lab}`);
  if (filter.from) conditions.push(sql`(s.starts_at at time zone ${ROME})::date >= ${filter.from}::date`);
  else conditions.push(sql`s.ends_at > ${now}::timestamptz`);
  if (filter.to) conditions.push(sql`(s.starts_at at time zone ${ROME})::date <= ${filter.to}::date`);
  for (const word of (filter.text ?? '').split(/\s+/).filter(Boolean)) {
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql`unaccent(concat_ws(' ', l.title, l.code, array_to_string(l.trainers, ' '), coalesce(v.name, s.venue_name),
      coalesce(v.municipality, s.venue_municipality))) ilike unaccent(${like})`);
  }
  return every(conditions);
}

function facets(filter: CatalogueFilter): { province: Sql; topic: Sql; audience: Sql; free: Sql } {
  const { provinces, topics, audience, onlyFree } = filter;
  return {
    province: provinces?.length ? sql`${PROVINCE} = any(${[...provinces]}::text[])` : sql`true`,
    topic: topics?.length ? sql`l.topic = any(${[...topics]}::text[])` : sql`true`,
    audience: audience?.length ? sql`l.audience && ${[...audience]}::school_order[]` : sql`true`,
    free: onlyFree ? sql`${FREE_SEATS} > 0` : sql`true`,
  };
}

function matching(filter: CatalogueFilter, now: Date): Sql {
  return every([inScope(filter, now), ...Object.values(facets(filter))]);
}

/** A place in an ordered catalogue: what it is ordered by, then the id. */
export type CataloguePlace = [string | number, string];

interface CatalogueOrdering {
  value: Sql;
  orderBy: Sql;
  after(place: CataloguePlace): Sql;
}

function ordering(order: CatalogueOrder): CatalogueOrdering {
  if (order === 'FREE_SEATS') {
    return {
      value: FREE_SEATS,
      orderBy: sql`${FREE_SEATS} desc, s.id`,
      after: ([free, id]) =>
        sql`(${FREE_SEATS} < ${Number(free)} or (${FREE_SEATS} = ${Number(free)} and s.id > ${id}::uuid))`,
    };
  }
  if (order === 'TITLE') {
    const title = sql`l.title collate "it-x-icu"`;
    return {
      value: sql`l.title`,
      orderBy: sql`${title}, s.id`,
      after: ([after, id]) => sql`(${title}, s.id) > (${String(after)}, ${id}::uuid)`,
    };
  }
  return {
    // Milliseconds, as the column keeps them: a rounded cursor would repeat or skip a row.
    value: sql`(extract(epoch from s.starts_at) * 1000)::float8`,
    orderBy: sql`s.starts_at, s.id`,
    after: ([ms, id]) => sql`(s.starts_at, s.id) > (${new Date(Number(ms))}::timestamptz, ${id}::uuid)`,
  };
}

export interface CataloguePage {
  order: CatalogueOrder;
  first: number;
  after: CataloguePlace | null;
}

/** Ids of one page of the catalogue in order, one more than asked when there is a next page. */
export async function listCataloguePage(
  db: SqlRunner,
  filter: CatalogueFilter,
  page: CataloguePage,
  now: Date,
): Promise<{ id: string; value: string | number }[]> {
  const { value, orderBy, after } = ordering(page.order);
  return await db.query(sql`
    select s.id, ${value} as value from ${CATALOGUE}
    where ${matching(filter, now)} and ${page.after ? after(page.after) : sql`true`}
    order by ${orderBy} limit ${page.first + 1}`);
}

export async function countCatalogue(
  db: SqlRunner,
  filter: CatalogueFilter,
  now: Date,
): Promise<{ sessions: number; labs: number }> {
  const [row] = await db.query<{ sessions: number; labs: number }>(sql`
    select count(*)::int as sessions, count(distinct s.lab_id)::int as labs from ${CATALOGUE} where ${matching(filter, now)}`);
  return row ?? { sessions: 0, labs: 0 };
}

export interface FacetRow {
  facet: 'province' | 'topic' | 'audience' | 'free';
  value: string;
  count: number;
}

/** How many sessions each choice would leave, its own kind of choice left out; choices of zero stay. */
export async function countFacets(db: SqlRunner, filter: CatalogueFilter, now: Date): Promise<FacetRow[]> {
  const f = facets(filter);
  return await db.query<FacetRow>(sql`
    with scope as (
      select ${PROVINCE} as province, l.topic, l.audience, ${FREE_SEATS} > 0 as has_free,
        ${f.province} as p, ${f.topic} as t, ${f.audience} as a, ${f.free} as f
      from ${CATALOGUE} where ${inScope(filter, now)}
    )
    select 'province' as facet, province::text as value, (count(*) filter (where t and a and f))::int as count from scope group by province
    union all select 'topic', topic, (count(*) filter (where p and a and f))::int from scope group by topic
    union all select 'audience', o::text, (count(*) filter (where p and t and f))::int from scope, unnest(audience) as o group by o
    union all select 'free', 'true', (count(*) filter (where p and t and a and has_free))::int from scope
    order by facet, value`);
}

/** What the mails and calendar entries about these bookings tell. */
export interface BookingFacts {
  bookingId: string;
  code: string;
  accountId: string;
  email: string | null;
  locale: 'IT' | 'EN';
  sequence: number;
  title: string;
  startsAt: Date;
  endsAt: Date;
  venueName: string;
  venueAddress: string | null;
  venueMunicipality: string;
  room: string | null;
  cancelHoursBefore: number;
  /** Booked or offered, not ended. */
  live: boolean;
}

/** Seats held in sessions to come, and places in lines for them: what others count on. */
export async function countSeatsAhead(db: SqlRunner, accountId: string, now: Date): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select (select count(*) from booking
        where account_id = ${accountId}::uuid and state in ('BOOKED', 'OFFERED') and starts_at > ${now})::int
      + (select count(*) from lab_waiting where account_id = ${accountId}::uuid and state = 'WAITING')::int as count`);
  return row?.count ?? 0;
}

export async function listBookingFacts(db: SqlRunner, bookingIds: readonly string[]): Promise<BookingFacts[]> {
  return await db.query<BookingFacts>(sql`
    select b.id as "bookingId", b.code, b.account_id as "accountId", a.email, a.locale, b.sequence,
      l.title, s.starts_at as "startsAt", s.ends_at as "endsAt",
      coalesce(v.name, s.venue_name) as "venueName", coalesce(v.address, s.venue_address) as "venueAddress",
      coalesce(v.municipality, s.venue_municipality) as "venueMunicipality", s.room, k.cancel_hours_before as "cancelHoursBefore",
      b.state in ('BOOKED', 'OFFERED') as live
    from booking b join account a on a.id = b.account_id join lab_session s on s.id = b.session_id
    join lab l on l.id = s.lab_id join campaign k on k.id = s.campaign_id left join school v on v.code = s.school_code
    where b.id = any(${[...bookingIds]}::uuid[])`);
}

/** Sessions whose counters disagree with their rows: there must never be one. */
export async function listWrongCounters(db: SqlRunner): Promise<{ sessionId: string }[]> {
  return await db.query(sql`
    select s.id as "sessionId" from lab_session s
    left join lateral (
      select count(*) filter (where state = 'BOOKED') as booked, count(*) filter (where state = 'OFFERED') as offered
      from booking where session_id = s.id) as b on true
    left join lateral (select count(*) as n from lab_waiting where session_id = s.id and state = 'WAITING') as w on true
    where s.booked <> b.booked or s.offered <> b.offered or s.waiting <> w.n`);
}

import { ADVISORY_SPACES } from '../../platform/db/advisory-locks.ts';
import { joinSql, type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';

/** One person's wish for one seat, as it goes to the database. */
export interface Claim {
  bookingId: string;
  code: string;
  accountId: string;
  fiscalCode: string | null;
  sessionId: string;
  key: string;
  inputHash: Buffer;
}

export interface ClaimOutcome {
  verdict:
    | 'BOOKED'
    | 'REPLAYED'
    | 'KEY_REUSED'
    | 'NOT_FOUND'
    | 'NOT_ALLOWED'
    | 'CANCELLED'
    | 'ALREADY'
    | 'CLOSED'
    | 'NOT_OPEN'
    | 'NOT_ELIGIBLE'
    | 'OVERLAP'
    | 'LIMIT'
    | 'FULL';
  bookingId: string;
  campaignId: string | null;
  opensAt: Date | null;
  closedAt: Date | null;
  personalLimit: number | null;
  waiting: number | null;
  cancelReason: string | null;
  /** The booking that stands in the way: of the same session, or overlapping. */
  otherId: string | null;
  /** What an earlier request with the same key was answered. */
  outcome: { bookingId: string } | null;
  /** Where and in which language the person is written to. */
  email: string | null;
  locale: 'IT' | 'EN';
}

/** Waits for these people in a fixed order; nobody else books, changes or cancels for them until the end of the transaction. */
export async function lockPeople(tx: SqlRunner, accountIds: readonly string[]): Promise<void> {
  await tx.query(sql`
    select pg_advisory_xact_lock(${ADVISORY_SPACES.labPeople}, h)::text
    from (select distinct hashtext(a::text) as h from unnest(${[...accountIds]}::uuid[]) as a order by h) as people`);
}

/** True when the person could be locked without waiting; a wait here could deadlock with one who waits for a session we hold. */
export async function tryLockPerson(tx: SqlRunner, accountId: string): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(${ADVISORY_SPACES.labPeople}, hashtext(${accountId}::uuid::text)) as locked`,
  );
  return row?.locked ?? false;
}

/** Waits for these sessions in the order of their ids, after the people. */
export async function lockSessions(tx: SqlRunner, sessionIds: readonly string[]): Promise<void> {
  await tx.query(sql`
    select id from lab_session where id = any(${[...sessionIds]}::uuid[]) order by id for no key update`);
}

/**
 * Judges a group of claims and writes those that get a seat, in one statement: bookings, counters, the personal
 * limit's rows and the kept outcomes. People and sessions must be locked, and no person may stand in it twice.
 * First come first served in the order of the array.
 */
export async function claimSeats(
  tx: SqlRunner,
  act: string,
  claims: readonly Claim[],
  now: Date,
): Promise<ClaimOutcome[]> {
  const rows = await tx.query<ClaimOutcome & { n: number }>(sql`
    with claim as (${claimRows(claims)}), judged as (${judgement(act, now)}),
    placed as (
      select *, row_number() over (partition by session_id, verdict order by n) as place from judged
    ), decided as (
      select *, case when verdict = 'ADMITTED' then case when place <= free then 'BOOKED' else 'FULL' end else verdict end as decision
      from placed
    ), taken as (
      insert into booking (id, code, session_id, campaign_id, account_id, state, starts_at, ends_at, booked_at)
      select booking_id, code, session_id, campaign_id, account_id, 'BOOKED', starts_at, ends_at, ${now}::timestamptz
      from decided where decision = 'BOOKED' order by account_id
    ), counted as (
      update lab_session s set booked = s.booked + t.seats, version = s.version + 1
      from (select session_id, count(*)::int as seats from decided where decision = 'BOOKED' group by session_id) as t
      where s.id = t.session_id
    ), holding as (
      insert into lab_holding as h (campaign_id, account_id, held, max_held)
      select campaign_id, account_id, 1, personal_limit from decided where decision = 'BOOKED' order by account_id
      on conflict (campaign_id, account_id) do update set held = h.held + 1, max_held = excluded.max_held
    ), kept as (
      insert into accepted_act (account_id, key, act, input_hash, outcome, at)
      select account_id, key, ${act}, input_hash, jsonb_build_object('bookingId', booking_id), ${now}::timestamptz
      from decided where decision = 'BOOKED' order by account_id
    )
    select n, decision as verdict, booking_id as "bookingId", campaign_id as "campaignId", opens_at as "opensAt",
      least(closes_at, starts_at) as "closedAt", personal_limit as "personalLimit", waiting,
      cancel_reason as "cancelReason", coalesce(mine_id, other_id) as "otherId", outcome, email, locale
    from decided order by n`);
  return rows;
}

function claimRows(claims: readonly Claim[]): Sql {
  const column = <K extends keyof Claim>(name: K) => claims.map((claim) => claim[name]);
  return sql`
    select * from unnest(${column('bookingId')}::uuid[], ${column('code')}::text[], ${column('accountId')}::uuid[],
      ${column('fiscalCode')}::text[], ${column('sessionId')}::uuid[], ${column('key')}::uuid[], ${column('inputHash')}::bytea[])
      with ordinality as c(booking_id, code, account_id, fiscal_code, session_id, key, input_hash, n)`;
}

const LIVE = joinSql([sql`'BOOKED'`, sql`'OFFERED'`]);

/**
 * Every fact a claim depends on, and the first reason against it. Existence is asked by lateral joins of one row:
 * with NOT EXISTS the planner was seen reading every booking of the session.
 */
function judgement(act: string, now: Date): Sql {
  return sql`
    select c.*, s.campaign_id, s.starts_at, s.ends_at, s.capacity - s.booked - s.offered as free,
      s.waiting + l.waiting as waiting, s.cancel_reason, k.opens_at, k.closes_at, k.personal_limit,
      a.email, a.locale, mine.id as mine_id, other.id as other_id, kept.outcome,
      case
        when kept.same then 'REPLAYED'
        when kept.outcome is not null then 'KEY_REUSED'
        when k.id is null then 'NOT_FOUND'
        when a.state <> 'ACTIVE' or a.kind <> 'PERSON' then 'NOT_ALLOWED'
        when s.state = 'CANCELLED' then 'CANCELLED'
        when mine.id is not null then 'ALREADY'
        when k.state <> 'PUBLISHED' or least(k.closes_at, s.starts_at) <= ${now}::timestamptz then 'CLOSED'
        when k.opens_at > ${now}::timestamptz then 'NOT_OPEN'
        when k.audience = 'LISTED' and listed.fiscal_code is null then 'NOT_ELIGIBLE'
        when other.id is not null then 'OVERLAP'
        when held.held >= k.personal_limit then 'LIMIT'
        when s.waiting + l.waiting > 0 then 'FULL'
        else 'ADMITTED'
      end as verdict
    from claim c
    join account a on a.id = c.account_id
    left join lab_session s on s.id = c.session_id
    left join lab l on l.id = s.lab_id
    left join campaign k on k.id = s.campaign_id and k.state <> 'DRAFT'
    left join lab_holding held on held.campaign_id = s.campaign_id and held.account_id = c.account_id
    left join campaign_eligible listed on listed.campaign_id = s.campaign_id and listed.fiscal_code = c.fiscal_code
    left join lateral (
      select outcome, act = ${act} and input_hash = c.input_hash as same from accepted_act
      where account_id = c.account_id and key = c.key limit 1) as kept on true
    left join lateral (
      select b.id from booking b
      where b.account_id = c.account_id and b.session_id = s.id and b.state in (${LIVE}) limit 1) as mine on true
    left join lateral (
      select b.id from booking b
      where b.account_id = c.account_id and b.state in (${LIVE})
        and tstzrange(b.starts_at, b.ends_at) && tstzrange(s.starts_at, s.ends_at)
      order by b.starts_at limit 1) as other on true`;
}

import { type SqlRunner, sql } from '../../platform/db/db.ts';

/** A live booking of one person with what a decision about it needs. */
export interface HeldSeat {
  id: string;
  sessionId: string;
  campaignId: string;
  labId: string;
  state: 'BOOKED' | 'OFFERED' | 'CANCELLED' | 'DECLINED' | 'EXPIRED';
  startsAt: Date;
  endsAt: Date;
  cancelHoursBefore: number;
  offerHours: number;
}

/** Own booking by id; null for somebody else's. */
export async function findHeldSeat(tx: SqlRunner, accountId: string, bookingId: string): Promise<HeldSeat | null> {
  const [row] = await tx.query<HeldSeat>(sql`
    select b.id, b.session_id as "sessionId", b.campaign_id as "campaignId", s.lab_id as "labId", b.state,
      b.starts_at as "startsAt", b.ends_at as "endsAt",
      k.cancel_hours_before as "cancelHoursBefore", k.offer_hours as "offerHours"
    from booking b join lab_session s on s.id = b.session_id join campaign k on k.id = b.campaign_id
    where b.id = ${bookingId}::uuid and b.account_id = ${accountId}::uuid`);
  return row ?? null;
}

/** Sessions that a release of one touches: also its sisters when people wait for any session of the lab. */
export async function sessionsToLock(tx: SqlRunner, seat: HeldSeat): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    select s.id from lab_session s join lab l on l.id = s.lab_id
    where s.id = ${seat.sessionId}::uuid or (l.id = ${seat.labId}::uuid and l.waiting > 0)`);
  return rows.map((row) => row.id);
}

export interface NextInLine {
  waitingId: string;
  accountId: string;
  /** Waits for any session of the lab, not for this one alone. */
  forLab: boolean;
}

/**
 * Who waits longest and can take a seat of this session now; those who cannot, by overlap or limit, are passed over
 * and keep their place (LAB-12). The person who gives the seat back is not asked.
 */
export async function listNextInLine(tx: SqlRunner, seat: HeldSeat): Promise<NextInLine[]> {
  return await tx.query<NextInLine>(sql`
    select w.id as "waitingId", w.account_id as "accountId", w.session_id is null as "forLab"
    from lab_waiting w
    join account a on a.id = w.account_id and a.state = 'ACTIVE'
    join campaign k on k.id = ${seat.campaignId}::uuid
    left join lab_holding h on h.campaign_id = k.id and h.account_id = w.account_id
    left join lateral (
      select 1 as one from booking b
      where b.account_id = w.account_id and b.state in ('BOOKED', 'OFFERED')
        and tstzrange(b.starts_at, b.ends_at) && tstzrange(${seat.startsAt}::timestamptz, ${seat.endsAt}::timestamptz)
      limit 1) as clash on true
    where w.state = 'WAITING' and w.lab_id = ${seat.labId}::uuid
      and (w.session_id = ${seat.sessionId}::uuid or w.session_id is null)
      and clash.one is null and coalesce(h.held, 0) < k.personal_limit
    order by w.joined_at, w.id limit 5`);
}

/** Gives a seat back: the booking ends, the session's and the person's counters follow. */
export async function releaseSeat(tx: SqlRunner, accountId: string, seat: HeldSeat, now: Date): Promise<void> {
  await tx.query(sql`
    with ended as (
      update booking set state = 'CANCELLED', ended_at = ${now}::timestamptz, sequence = sequence + 1
      where id = ${seat.id}::uuid
    ), counted as (
      update lab_session set version = version + 1,
        booked = booked - case when ${seat.state} = 'BOOKED' then 1 else 0 end,
        offered = offered - case when ${seat.state} = 'OFFERED' then 1 else 0 end
      where id = ${seat.sessionId}::uuid
    )
    update lab_holding set held = held - 1
    where campaign_id = ${seat.campaignId}::uuid and account_id = ${accountId}::uuid`);
}

/** Holds the freed seat for the next in line, in the same transaction that freed it (LAB-10). */
export async function offerSeat(
  tx: SqlRunner,
  seat: HeldSeat,
  next: NextInLine,
  offer: { bookingId: string; code: string; until: Date; now: Date },
): Promise<void> {
  await tx.query(sql`
    with offered as (
      insert into booking (id, code, session_id, campaign_id, account_id, state, starts_at, ends_at, booked_at, offered_until)
      values (${offer.bookingId}::uuid, ${offer.code}, ${seat.sessionId}::uuid, ${seat.campaignId}::uuid,
        ${next.accountId}::uuid, 'OFFERED', ${seat.startsAt}::timestamptz, ${seat.endsAt}::timestamptz,
        ${offer.now}::timestamptz, ${offer.until}::timestamptz)
    ), held as (
      insert into lab_holding as h (campaign_id, account_id, held, max_held)
      select id, ${next.accountId}::uuid, 1, personal_limit from campaign where id = ${seat.campaignId}::uuid
      on conflict (campaign_id, account_id) do update set held = h.held + 1, max_held = excluded.max_held
    ), served as (
      update lab_waiting set state = 'SERVED', ended_at = ${offer.now}::timestamptz where id = ${next.waitingId}::uuid
    ), line as (
      update lab set waiting = waiting - 1 where id = ${seat.labId}::uuid and ${next.forLab}::boolean
    )
    update lab_session set version = version + 1,
      offered = offered + case when id = ${seat.sessionId}::uuid then 1 else 0 end,
      waiting = waiting - case when id = ${seat.sessionId}::uuid and not ${next.forLab}::boolean then 1 else 0 end
    where id = ${seat.sessionId}::uuid or (lab_id = ${seat.labId}::uuid and ${next.forLab}::boolean)`);
}

export interface KeptAct {
  same: boolean;
  outcome: { bookingId: string; releasedId?: string };
}

/** What an earlier request with this key was answered (LAB-08). */
export async function findKeptAct(
  tx: SqlRunner,
  what: { accountId: string; key: string; act: string; inputHash: Buffer },
): Promise<KeptAct | null> {
  const [row] = await tx.query<KeptAct>(sql`
    select act = ${what.act} and input_hash = ${what.inputHash} as same, outcome from accepted_act
    where account_id = ${what.accountId}::uuid and key = ${what.key}::uuid`);
  return row ?? null;
}

export async function keepAct(
  tx: SqlRunner,
  what: { accountId: string; key: string; act: string; inputHash: Buffer; outcome: KeptAct['outcome']; now: Date },
): Promise<void> {
  await tx.query(sql`
    insert into accepted_act (account_id, key, act, input_hash, outcome, at)
    values (${what.accountId}::uuid, ${what.key}::uuid, ${what.act}, ${what.inputHash}, ${JSON.stringify(what.outcome)}::jsonb,
      ${what.now}::timestamptz)
    on conflict (account_id, key) do update set outcome = excluded.outcome`);
}

/** Their keys may then be used anew (LAB-08). */
export async function deleteKeptActs(db: SqlRunner, before: Date): Promise<void> {
  await db.query(sql`delete from accepted_act where at < ${before}`);
}

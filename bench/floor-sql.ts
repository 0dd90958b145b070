// The statements of the floor. The first kind of booking is the bare act on tables of its own; the second writes in
// one statement the rows that the server writes, on the server's tables.

export interface Named {
  name: string;
  text: string;
}

export const FLOOR_TABLES = `
  create schema floor;
  create table floor.session (id uuid primary key, capacity int not null, booked int not null default 0);
  create table floor.booking (
    id uuid primary key, session_id uuid not null references floor.session, account_id uuid not null,
    at timestamptz not null, unique (session_id, account_id));
  insert into floor.session (id, capacity) select id, capacity from lab_session`;

const FREE = `case when s.state = 'CANCELLED' or s.waiting + l.waiting > 0 then 0 else s.capacity - s.booked - s.offered end`;

export const CATALOGUE_LABS: Named = {
  name: 'labs',
  text: `select l.id, l.code, l.title from lab l join campaign k on k.id = l.campaign_id
    where k.slug = $1 and k.state in ('PUBLISHED', 'CLOSED') order by l.code`,
};

export const CATALOGUE_SESSIONS: Named = {
  name: 'sessions',
  text: `select s.id, s.lab_id, s.starts_at, ${FREE} as free
    from lab_session s join lab l on l.id = s.lab_id join campaign k on k.id = s.campaign_id
    where k.slug = $1 and k.state in ('PUBLISHED', 'CLOSED') order by s.starts_at`,
};

export const ONE_SESSION: Named = {
  name: 'session',
  text: `select s.number, s.starts_at, s.capacity, l.title, ${FREE} as free
    from lab_session s join lab l on l.id = s.lab_id join campaign k on k.id = s.campaign_id
    where s.id = $1 and k.state in ('PUBLISHED', 'CLOSED')`,
};

export const BOOK_BARE: Named = {
  name: 'book',
  text: `with seat as (
      update floor.session set booked = booked + 1 where id = $1 and booked < capacity returning id)
    insert into floor.booking (id, session_id, account_id, at)
    select $2, id, $3, clock_timestamp() from seat returning id`,
};

export const BOOK_SAME_ROWS: Named = {
  name: 'book_same_rows',
  text: `with seat as (
      update lab_session set booked = booked + 1, version = version + 1
      where id = $1 and booked + offered < capacity returning id, campaign_id, starts_at, ends_at
    ), taken as (
      insert into booking (id, code, session_id, campaign_id, account_id, state, starts_at, ends_at, booked_at)
      select $2::uuid, left($2::text, 18), id, campaign_id, $3::uuid, 'BOOKED', starts_at, ends_at, clock_timestamp()
      from seat returning id, session_id, campaign_id, account_id
    ), holding as (
      insert into lab_holding as h (campaign_id, account_id, held, max_held)
      select campaign_id, account_id, 1, 5 from taken
      on conflict (campaign_id, account_id) do update set held = h.held + 1
    ), kept as (
      insert into accepted_act (account_id, key, act, input_hash, outcome, at)
      select account_id, id, 'lab.bookSeat', sha256(id::text::bytea), jsonb_build_object('bookingId', id), now() from taken
    ), audited as (
      insert into audit_event (at, event, actor_id, subject_id, data)
      select now(), 'lab.seatBooked', account_id, id, jsonb_build_object('sessionId', session_id) from taken
    ), mailed as (
      insert into mail (id, template, account_id, booking_id, params, locale, recipient, created_at)
      select gen_random_uuid(), 'lab.bookingConfirmed', account_id, id, jsonb_build_object('bookingId', id), 'IT',
        'persona@sportello.example', now()
      from taken returning id
    )
    select taken.id, (graphile_worker.add_job('mail.send', json_build_object('mailIds', json_build_array(mailed.id)))).id
    from taken, mailed`,
};

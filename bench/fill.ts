import { createHash } from 'node:crypto';
import type pg from 'pg';
import { SESSION_COOKIE } from '#server/modules/account/rules.ts';

/** How many rows there are of what. */
export interface Shape {
  people: number;
  campaigns: number;
  labsPerCampaign: number;
  sessionsPerLab: number;
}

export const PASSWORD = 'Cavallo corretto, pila 9';
export const PERSONAL_LIMIT = 5;
const SEATS = 1_000;

// Ids follow from numbers, on both sides, and are as scattered as random ones.
const idOf = (what: string, n: number): string => {
  const hex = createHash('md5').update(`${what} ${n}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
const sqlId = (what: string, n: string): string => `md5('${what} ' || ${n})::uuid`;

export const accountId = (n: number): string => idOf('account', n);
export const sessionId = (n: number): string => idOf('session', n);
export const campaignSlug = (n: number): string => `campagna-${n}`;
export const username = (n: number): string => `persona.${n}`;
/** Whoever has the number has the cookie: these sign-ins exist in the bench's database alone. */
export const cookieOf = (n: number): string => `${SESSION_COOKIE}=b${String(n).padStart(42, '0')}`;
/** As a proxy would tell it: every person comes from an address of their own. */
export const addressOf = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

export function countSessions(shape: Shape): number {
  return shape.campaigns * shape.labsPerCampaign * shape.sessionsPerLab;
}

/** Fills an empty, migrated database; as its owner. Everybody has a session used a moment ago and is yet to book. */
export async function fill(client: pg.Client, shape: Shape): Promise<void> {
  const { people, campaigns, labsPerCampaign, sessionsPerLab } = shape;
  const labs = campaigns * labsPerCampaign;
  await client.query('begin');
  await client.query(`
    insert into campaign (id, slug, title, description, school_year, opens_at, closes_at, audience, personal_limit,
      cancel_hours_before, state, created_at)
    select ${sqlId('campaign', 'n')}, 'campagna-' || n, 'Campagna ' || n, 'Una campagna di prova.', '2026/27',
      now() - interval '1 day', now() + interval '300 days', 'EVERYONE', ${PERSONAL_LIMIT}, 48, 'PUBLISHED', now()
    from generate_series(1, ${campaigns}) as n`);
  await client.query(`
    insert into lab (id, campaign_id, code, title, description, topic, trainers, audience, credited_hours)
    select ${sqlId('lab', 'n')}, ${sqlId('campaign', `1 + (n - 1) / ${labsPerCampaign}`)}, 'LAB-' || lpad(n::text, 4, '0'),
      'Laboratorio di prova numero ' || n, 'Un laboratorio di prova.', 'Robotica', array['Formatrice Prova'],
      array['PRIMARIA']::school_order[], 3
    from generate_series(1, ${labs}) as n`);
  await client.query(`
    insert into lab_session (id, lab_id, campaign_id, number, venue_name, venue_address, venue_municipality,
      venue_province, room, starts_at, ends_at, capacity)
    select ${sqlId('session', 'n')}, l.id, l.campaign_id, 1 + (n - 1) % ${sessionsPerLab}, 'Sede di prova',
      'via delle Prove 1', 'Ferrara', 'FE', 'aula 12', at, at + interval '3 hours', ${SEATS}
    from generate_series(1, ${countSessions(shape)}) as n
    join lab l on l.id = ${sqlId('lab', `1 + (n - 1) / ${sessionsPerLab}`)},
    lateral (select date_trunc('hour', now()) + interval '7 days' + n * interval '3 hours' as at) as time`);
  await fillPeople(client, people);
  await client.query('commit');
  await client.query('vacuum analyze');
}

async function fillPeople(client: pg.Client, people: number): Promise<void> {
  await client.query(`
    insert into person (id, fiscal_code, first_name, last_name)
    select ${sqlId('person', 'n')}, 'PROVA' || lpad(n::text, 11, '0'), 'Persona', 'Prova ' || n
    from generate_series(1, ${people}) as n`);
  await client.query(`
    insert into account (id, kind, username, person_id, display_name, email, created_at)
    select ${sqlId('account', 'n')}, 'PERSON', 'persona.' || n, ${sqlId('person', 'n')}, 'Persona Prova ' || n,
      'persona.' || n || '@sportello.example', now()
    from generate_series(1, ${people}) as n`);
  // The last use is written at most once a minute; here, as for whoever waits for the opening, it has just been.
  await client.query(`
    insert into login_session (id, token_hash, account_id, remembered, created_at, last_used_at, expires_at)
    select gen_random_uuid(), sha256(convert_to('b' || lpad(n::text, 42, '0'), 'UTF8')), ${sqlId('account', 'n')}, false,
      now(), now() + interval '20 minutes', now() + interval '12 hours'
    from generate_series(1, ${people}) as n`);
}

/** As if nobody had booked yet; no server may be at work on the database. */
export async function forgetBookings(client: pg.Client): Promise<void> {
  await client.query(`
    truncate booking, mail, lab_holding, accepted_act, dev_message, audit_seal, audit_event, sign_in_throttle,
      graphile_worker._private_jobs;
    update lab_session set booked = 0, offered = 0, version = version + 1, capacity = ${SEATS} where booked > 0 or capacity <> ${SEATS}`);
  const { rows } = await client.query<{ floor: string | null }>(`select to_regclass('floor.booking') as floor`);
  if (rows[0]?.floor) {
    await client.query(`truncate floor.booking; update floor.session set booked = 0, capacity = ${SEATS}`);
  }
  await client.query('vacuum lab_session');
}

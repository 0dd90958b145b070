// Every constraint and index that the migrations write by hand: that it exists, and that it bites. Each case begins
// from rows that stand, does what is forbidden, and expects the database to answer with the constraint's own name.
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case } from './constraint-case.ts';
import { accountCases } from './constraint-cases-account.ts';
import { contactCases } from './constraint-cases-contacts.ts';
import { contentCases } from './constraint-cases-content.ts';
import { secondFactorCases } from './constraint-cases-second-factor.ts';
import { timeCases } from './constraint-cases-time.ts';
import { createScratch, type Scratch } from './scratch.ts';

const PERSON = '00000000-0000-4000-8000-00000000000a';
const OTHER = '00000000-0000-4000-8000-00000000000b';
const CAMPAIGN = '00000000-0000-4000-8000-0000000000c1';
const LAB = '00000000-0000-4000-8000-0000000000d1';
const SESSION = '00000000-0000-4000-8000-0000000000e1';
const LATER = '00000000-0000-4000-8000-0000000000e2';
const THIRD = '00000000-0000-4000-8000-0000000000e3';

const school = `insert into school (code, name, municipality, province_code, registry, school_year, updated_at)
  values ('PRVA000001', 'Scuola di prova', 'Provetta', 'PV', 'prova', '2026/27', now())`;
const account = (id: string, more = `'PERSON', 'prova.${id.slice(-1)}', null, null`) =>
  `insert into account (id, kind, username, school_code, person_id, display_name, created_at)
   values ('${id}', ${more}, 'Prova', now())`;
const session = (id: string, number: number, day: number, venue = `null, 'Sede', 'Provetta', 'PV'`) =>
  `insert into lab_session (id, lab_id, campaign_id, number, school_code, venue_name, venue_municipality,
     venue_province, starts_at, ends_at, capacity)
   values ('${id}', '${LAB}', '${CAMPAIGN}', ${number}, ${venue}, '2026-12-0${day} 14:00Z', '2026-12-0${day} 17:00Z', 2)`;
const booking = (of: {
  session?: string;
  account?: string;
  state?: string;
  from?: string;
  to?: string;
  until?: string;
}) =>
  `insert into booking (id, code, session_id, campaign_id, account_id, state, starts_at, ends_at, booked_at, offered_until)
   values (gen_random_uuid(), gen_random_uuid()::text, '${of.session ?? SESSION}', '${CAMPAIGN}', '${of.account ?? PERSON}',
     '${of.state ?? 'BOOKED'}', '2026-12-01 ${of.from ?? '14:00Z'}', '2026-12-01 ${of.to ?? '17:00Z'}', now(), ${of.until ?? 'null'})`;
const grant = (role: string, code: string | null) =>
  `insert into role_grant (account_id, role, school_code, starts_at)
   values ('${PERSON}', '${role}', ${code ? `'${code}'` : 'null'}, now())`;
const waiting = (sessionId: string | null) =>
  `insert into lab_waiting (lab_id, session_id, account_id, joined_at)
   values ('${LAB}', ${sessionId ? `'${sessionId}'` : 'null'}, '${PERSON}', now())`;
const emailChange = (of: {
  account?: string;
  old?: string | null;
  more?: string;
  columns?: string;
  expires?: string;
}) =>
  `insert into email_change (id, account_id, old_email, new_email, link_hash, undo_hash, created_at, expires_at${of.columns ?? ''})
   values (gen_random_uuid(), '${of.account ?? PERSON}', ${of.old === null ? 'null' : "'prima@scuola.example'"}, 'dopo@scuola.example',
     sha256(gen_random_uuid()::text::bytea), sha256(gen_random_uuid()::text::bytea), now(),
     now() + interval '${of.expires ?? '1 day'}'${of.more ?? ''})`;
const confirmed = { columns: ', confirmed_at, undo_until', more: `, now(), now() + interval '3 days'` };
const undone = { columns: `${confirmed.columns}, undone_at`, more: `${confirmed.more}, now()` };
const erasure = (accountId: string) =>
  `insert into erasure_request (id, account_id, created_at) values (gen_random_uuid(), '${accountId}', now())`;
const token = (of: { name?: string; scopes?: string; lives?: string; hash?: string }) =>
  `insert into access_token (id, account_id, name, prefix, token_hash, scopes, created_at, expires_at)
   values (gen_random_uuid(), '${PERSON}', '${of.name ?? 'Prova'}', 'spt_prov', ${of.hash ?? 'sha256(gen_random_uuid()::text::bytea)'},
     ${of.scopes ?? `'{READ_BOOKINGS}'`}, now(), now() + interval '${of.lives ?? '30 days'}')`;
const registration = (columns: string, values: string) =>
  `insert into registration (id, browser_hash, fiscal_code, locale, notice_version, noticed_at, started_at, expires_at,
     last_name, to_verify, ${columns})
   values (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'PRVPRV80A01A944X', 'IT', 'prova', now(), now(),
     now() + interval '7 days', 'Prova', '{}', ${values})`;
const recovery = (of: { attempts?: number; lives?: string; grant?: string }) =>
  `insert into recovery_request (id, account_id, owner_key, network_key, browser_hash, link_hash, code_hash, created_at,
     expires_at, attempts, confirmed_at, grant_hash, grant_until, completed_at)
   values (gen_random_uuid(), '${PERSON}', 'x', 'x', sha256(gen_random_uuid()::text::bytea),
     sha256(gen_random_uuid()::text::bytea), 'x', now(), now() + interval '${of.lives ?? '30 minutes'}',
     ${of.attempts ?? 0}, ${of.grant ?? 'null, null, null, null'})`;
const update = (table: string, change: string, id: string) => `update ${table} set ${change} where id = '${id}'`;

const ground = [
  school,
  account(PERSON),
  account(OTHER),
  `insert into campaign (id, slug, title, description, school_year, opens_at, closes_at, audience, personal_limit,
     cancel_hours_before, created_at)
   values ('${CAMPAIGN}', 'prova', 'Prova', '', '2026/27', '2026-11-01Z', '2026-12-24Z', 'EVERYONE', 2, 48, now())`,
  `insert into lab (id, campaign_id, code, title, description, topic, trainers, audience, credited_hours)
   values ('${LAB}', '${CAMPAIGN}', 'PRV-1', 'Prova', '', 'Robotica', '{}', '{}', 3)`,
  session(SESSION, 1, 1),
  session(LATER, 2, 2),
  session(THIRD, 3, 3),
];

const cases: Case[] = [
  ...accountCases(PERSON),
  ...secondFactorCases(PERSON, OTHER),
  ...timeCases(PERSON),
  ...contentCases,
  {
    name: 'person_fiscal_code_form',
    allowed: [`insert into person (fiscal_code, first_name, last_name) values ('PRVTST80A01X000Y', 'P', 'P')`],
    forbidden: ['prvtst80a01x000z', 'PRVTST80A01X000', 'PRVTST80A01X00-Z'].map(
      (code) => `insert into person (fiscal_code, first_name, last_name) values ('${code}', 'P', 'P')`,
    ),
  },
  {
    name: 'account_username_lower',
    allowed: [update('account', `username = 'prova.nuova'`, PERSON)],
    forbidden: [update('account', `username = 'Prova.nuova'`, PERSON)],
  },
  {
    name: 'account_of_kind',
    allowed: [
      account(SESSION, `'INSTITUTION', 'prva000001', 'PRVA000001', null`),
      `insert into person (id, fiscal_code, first_name, last_name) values ('${PERSON}', 'PRVTST80A01X001Y', 'P', 'P')`,
      update('account', `person_id = '${PERSON}'`, PERSON),
    ],
    forbidden: [
      update('account', `kind = 'INSTITUTION'`, OTHER),
      update('account', `school_code = null`, SESSION),
      update('account', `kind = 'PERSON'`, SESSION),
      update('account', `person_id = '${PERSON}'`, SESSION),
    ],
  },
  {
    name: 'role_grant_place',
    allowed: [grant('HEAD', 'PRVA000001'), grant('DESK', 'PRVA000001'), grant('DESK', null), grant('OFFICE', null)],
    forbidden: [grant('HEAD', null), ...['OFFICE', 'HELPDESK', 'SECURITY'].map((role) => grant(role, 'PRVA000001'))],
  },
  {
    name: 'access_token_name',
    allowed: [token({ name: 'x' }), token({ name: 'x'.repeat(100) })],
    forbidden: ['', ' x', 'x ', 'x'.repeat(101)].map((name) => token({ name })),
  },
  {
    name: 'access_token_scopes',
    allowed: [token({ scopes: `'{READ_BOOKINGS,WRITE_BOOKINGS}'` })],
    forbidden: [token({ scopes: `'{}'` }), token({ scopes: 'null' })],
  },
  {
    name: 'access_token_life',
    allowed: [token({ lives: '1 second' }), token({ lives: '366 days' })],
    forbidden: [token({ lives: '0 days' }), token({ lives: '367 days' })],
  },
  {
    name: 'access_token_hash',
    allowed: [token({})],
    forbidden: [token({ hash: `'spt_in_clear'::bytea` })],
  },
  {
    name: 'recovery_request_attempts',
    allowed: [recovery({ attempts: 5 })],
    forbidden: [recovery({ attempts: 6 }), recovery({ attempts: -1 })],
  },
  {
    name: 'recovery_request_times',
    allowed: [recovery({ lives: '1 second' })],
    forbidden: [recovery({ lives: '0 seconds' })],
  },
  {
    name: 'recovery_request_grant',
    allowed: [recovery({}), recovery({ grant: `now(), 'g', now(), null` })],
    forbidden: [
      recovery({ grant: `null, 'h', now(), null` }),
      recovery({ grant: 'now(), null, null, null' }),
      recovery({ grant: 'null, null, null, now()' }),
      `update recovery_request set account_id = null where grant_hash is not null`,
    ],
  },
  {
    name: 'campaign_window',
    allowed: [update('campaign', `opens_at = '2026-11-01Z', closes_at = '2026-11-01 00:00:01Z'`, CAMPAIGN)],
    forbidden: [update('campaign', 'closes_at = opens_at', CAMPAIGN)],
  },
  {
    name: 'campaign_limits',
    allowed: [update('campaign', 'personal_limit = 1, cancel_hours_before = 0, offer_hours = 1', CAMPAIGN)],
    forbidden: ['personal_limit = 0', 'cancel_hours_before = -1', 'offer_hours = 0'].map((change) =>
      update('campaign', change, CAMPAIGN),
    ),
  },
  {
    name: 'lab_session_seats',
    allowed: [update('lab_session', 'booked = 1, offered = 1', SESSION)],
    forbidden: ['booked = 2', 'offered = 2', 'booked = -1', 'offered = -1', 'capacity = 1'].map((change) =>
      update('lab_session', change, SESSION),
    ),
  },
  {
    name: 'lab_session_waiting',
    allowed: [update('lab_session', 'waiting = 0', SESSION)],
    forbidden: [update('lab_session', 'waiting = -1', SESSION)],
  },
  {
    name: 'lab_session_times',
    allowed: [update('lab_session', `ends_at = starts_at + interval '1 minute'`, SESSION)],
    forbidden: [update('lab_session', 'ends_at = starts_at', SESSION)],
  },
  {
    name: 'lab_session_venue',
    allowed: [session(OTHER, 4, 4, `'PRVA000001', null, null, null`)],
    forbidden: [
      session(PERSON, 5, 5, `'PRVA000001', 'Sede', null, null`),
      session(PERSON, 5, 5, 'null, null, null, null'),
      session(PERSON, 5, 5, `null, 'Sede', null, 'PV'`),
      session(PERSON, 5, 5, `null, 'Sede', 'Provetta', null`),
    ],
  },
  {
    name: 'lab_numbers',
    allowed: [update('lab', 'waiting = 0, credited_hours = 0', LAB)],
    forbidden: [update('lab', 'waiting = -1', LAB), update('lab', 'credited_hours = -1', LAB)],
  },
  {
    name: 'booking_one_live',
    // Ended ones do not count. The instants differ, so that it is not the overlap that refuses.
    allowed: [booking({ state: 'CANCELLED' }), booking({}), booking({ account: OTHER })],
    forbidden: [
      booking({ from: '18:00Z', to: '19:00Z' }),
      booking({ state: 'OFFERED', until: 'now()', from: '18:00Z', to: '19:00Z' }),
    ],
  },
  {
    name: 'email_change_one_open',
    allowed: [
      emailChange({}),
      emailChange({ account: OTHER }),
      emailChange(confirmed),
      emailChange({ columns: ', ended_at', more: ', now()' }),
    ],
    forbidden: [emailChange({})],
  },
  {
    name: 'email_change_times',
    allowed: [emailChange({})],
    forbidden: [emailChange({ account: OTHER, expires: '0' })],
  },
  {
    name: 'email_change_states',
    allowed: [emailChange(undone), emailChange({ ...confirmed, old: null })],
    forbidden: [
      emailChange({ ...undone, old: null }),
      emailChange({ columns: ', confirmed_at', more: ', now()' }),
      emailChange({ columns: ', undone_at', more: ', now()' }),
      emailChange({ columns: `${confirmed.columns}, ended_at`, more: `${confirmed.more}, now()` }),
    ],
  },
  {
    name: 'erasure_request_one_open',
    allowed: [erasure(PERSON), erasure(OTHER), 'update erasure_request set withdrawn_at = now()', erasure(PERSON)],
    forbidden: [erasure(PERSON)],
  },
  {
    name: 'booking_no_overlap',
    // One that begins when the other ends does not overlap.
    allowed: [booking({}), booking({ session: LATER, from: '17:00Z', to: '18:00Z' })],
    forbidden: [
      booking({ session: THIRD, from: '16:59Z', to: '17:30Z' }),
      booking({ session: THIRD, state: 'OFFERED', until: 'now()', from: '13:00Z', to: '14:01Z' }),
    ],
  },
  {
    name: 'booking_offer_until',
    allowed: [booking({ state: 'OFFERED', until: 'now()' })],
    forbidden: [booking({ state: 'OFFERED', account: OTHER })],
  },
  {
    name: 'lab_holding_limit',
    allowed: [`insert into lab_holding values ('${CAMPAIGN}', '${PERSON}', 2, 2)`],
    forbidden: [
      `update lab_holding set held = 3 where account_id = '${PERSON}'`,
      `update lab_holding set held = -1 where account_id = '${PERSON}'`,
      `insert into lab_holding values ('${CAMPAIGN}', '${OTHER}', 1, 0)`,
    ],
  },
  {
    name: 'lab_waiting_one_session',
    allowed: [waiting(SESSION), waiting(LATER), waiting(null)],
    forbidden: [waiting(SESSION)],
  },
  {
    name: 'registration_links',
    allowed: [registration('links, first_link', '2, 2'), registration('links, first_link', '0, null')],
    forbidden: [registration('links, first_link', '2, 3'), registration('links, first_link', '2, 0')],
  },
  {
    name: 'registration_completed',
    allowed: [
      registration(
        'account_id, completed_at, email, consented_at',
        `'${PERSON}', now(), 'prova@scuola.example', now()`,
      ),
    ],
    forbidden: [
      registration('account_id', `'${OTHER}'`),
      registration('completed_at, email, consented_at', `now(), 'prova@scuola.example', now()`),
      registration('account_id, completed_at, email', `'${OTHER}', now(), 'prova@scuola.example'`),
    ],
  },
  {
    name: 'lab_waiting_one_lab',
    allowed: [waiting(null), waiting(SESSION), `update lab_waiting set state = 'LEFT'`, waiting(null)],
    forbidden: [waiting(null)],
  },
  ...contactCases,
];

describe('constraints written by hand', () => {
  let scratch: Scratch;
  let client: pg.PoolClient;
  beforeAll(async () => {
    scratch = await createScratch();
    client = await scratch.db.pool.connect();
  });
  afterAll(async () => {
    client.release();
    await scratch.dispose();
  });

  /** The constraint that refuses the statement, or `done`; whatever it did is taken back. */
  async function answerTo(statement: string): Promise<string> {
    await client.query('savepoint probe');
    try {
      await client.query(statement);
      return 'done';
    } catch (error) {
      return (error as pg.DatabaseError).constraint ?? (error as Error).message;
    } finally {
      await client.query('rollback to savepoint probe');
    }
  }

  it('are these and no others', async () => {
    const { rows } = await client.query<{ name: string }>(`
      select conname as name from pg_constraint
      where connamespace = 'public'::regnamespace and contype in ('c', 'x')
      union all
      select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace and i.indisunique and i.indpred is not null
      union all
      select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`);
    expect(rows.map((row) => row.name).sort()).toEqual(cases.map((one) => one.name).sort());
  });

  it.each(cases)('$name lets through what lies inside it and refuses what does not', async ({ name, ...one }) => {
    await client.query('begin');
    try {
      for (const statement of [...ground, ...one.allowed]) await client.query(statement);
      for (const statement of one.forbidden) expect([statement, await answerTo(statement)]).toEqual([statement, name]);
    } finally {
      await client.query('rollback');
    }
  });

  it('the extensions that they need are there', async () => {
    const { rows } = await client.query<{ extname: string }>('select extname from pg_extension');
    expect(rows.map((row) => row.extname)).toEqual(expect.arrayContaining(['btree_gist', 'unaccent']));
  });
});

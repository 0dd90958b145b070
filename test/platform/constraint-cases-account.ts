import type { Case } from './constraint-case.ts';

/** Of accounts that the ministry mirrors and of passwords that must be changed; `person` is an account of a person. */
export function accountCases(person: string): Case[] {
  const set = (change: string) => `update account set ${change} where id = '${person}'`;
  const appointment = (role: string, school: string | null, ends = 'null') =>
    `insert into appointment (id, person_id, role, school_code, starts_at, ends_at)
     values (gen_random_uuid(), '${person}', '${role}', ${school ? `'${school}'` : 'null'}, clock_timestamp(), ${ends})`;
  const known = `insert into person (id, fiscal_code, first_name, last_name) values ('${person}', 'PRVTST80A01X002Y', 'P', 'P')`;
  const place = (code: string, since = 'null', until = 'null') =>
    `insert into place (code, name, province, since, until) values ('${code}', 'Provetta', 'PV', ${since}, ${until})`;
  const request = `insert into erasure_request (id, account_id, created_at) values (gen_random_uuid(), '${person}', now())`;
  const decided = (more: string) => `update erasure_request set handled_at = now(), ${more}`;
  const school = (change: string) => `update account set ${change} where username = 'prva000001'`;
  return [
    {
      name: 'account_temporary',
      allowed: [
        set('password_must_change = true'),
        set(`password_hash = 'x', password_must_change = true, temporary_until = now()`),
      ],
      forbidden: [set('password_must_change = false'), set('password_hash = null')],
    },
    {
      name: 'account_ministry',
      allowed: [
        set('ministry = true'),
        `insert into account (kind, username, school_code, display_name, created_at)
         values ('INSTITUTION', 'prva000001', 'PRVA000001', 'Prova', now())`,
      ],
      forbidden: [school('ministry = true')],
    },
    {
      name: 'appointment_place',
      allowed: [
        known,
        appointment('HEAD', 'PRVA000001'),
        appointment('DESK', 'PRVA000001'),
        appointment('DESK', null),
        appointment('OFFICE', null),
      ],
      forbidden: [appointment('HEAD', null), appointment('SECURITY', 'PRVA000001')],
    },
    {
      name: 'appointment_period',
      allowed: [known, appointment('OFFICE', null, `clock_timestamp() + interval '1 day'`)],
      forbidden: [appointment('OFFICE', null, `now() - interval '1 day'`)],
    },
    {
      name: 'place_code_form',
      allowed: [place('A944')],
      forbidden: ['a944', 'AA44', '1944'].map((code) => place(code)),
    },
    {
      name: 'place_days',
      allowed: [place('A001', `'2000-01-01'`, `'2000-01-01'`), place('A002', 'null', `'2000-01-01'`)],
      forbidden: [place('A003', `'2000-01-02'`, `'2000-01-01'`)],
    },
    {
      name: 'erasure_request_decision',
      allowed: [request, decided(`outcome = 'ERASED', reason = 'Motivo', handled_by = '${person}'`), request],
      forbidden: [
        decided(`outcome = 'ERASED', reason = 'Motivo', handled_by = null`),
        decided(`outcome = null, reason = 'Motivo', handled_by = '${person}'`),
        decided(`outcome = 'DECLINED', reason = ' ', handled_by = '${person}'`),
        decided(`outcome = 'DECLINED', reason = '${'x'.repeat(1001)}', handled_by = '${person}'`),
        decided(`outcome = 'DECLINED', reason = 'Motivo', handled_by = '${person}', withdrawn_at = now()`),
        `update erasure_request set outcome = 'ERASED' where handled_at is null`,
      ],
    },
  ];
}

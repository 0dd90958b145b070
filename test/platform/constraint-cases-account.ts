import type { Case } from './constraint-case.ts';

/** Of accounts that the ministry mirrors and of passwords that must be changed; `person` is an account of a person. */
export function accountCases(person: string): Case[] {
  const set = (change: string) => `update account set ${change} where id = '${person}'`;
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
  ];
}

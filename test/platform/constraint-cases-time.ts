import type { Case } from './constraint-case.ts';

/** Of policies of time and of notices that were accepted; `person` is an account of a person. */
export function timeCases(person: string): Case[] {
  const set = (change: string) => `update account set ${change} where id = '${person}'`;
  const notice = (policy: string, step: number) =>
    `insert into policy_notice (id, account_id, policy, about, step, created_at)
     values (gen_random_uuid(), '${person}', '${policy}', now(), ${step}, now())`;
  return [
    {
      name: 'account_revoked',
      allowed: [set(`state = 'REVOKED', revoked_at = now()`), set(`state = 'ACTIVE', revoked_at = null`)],
      forbidden: [set(`state = 'REVOKED'`), set('revoked_at = now()')],
    },
    {
      name: 'account_notice',
      allowed: [set(`notice_version = '2026-11', noticed_at = now()`)],
      forbidden: [set('noticed_at = null'), set('notice_version = null')],
    },
    {
      name: 'policy_notice_step',
      allowed: [notice('PASSWORD_EXPIRY', 30), notice('PASSWORD_EXPIRY', 1), notice('REVOCATION', 3)],
      forbidden: [notice('PASSWORD_EXPIRY', 2), notice('REVOCATION', 0), notice('REVOCATION', 30)],
    },
  ];
}

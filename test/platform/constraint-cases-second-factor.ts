import type { Case } from './constraint-case.ts';

/** Of second factors; `person` and `other` are accounts. */
export function secondFactorCases(person: string, other: string): Case[] {
  const factor = (of: { account?: string; kind: string; columns?: string; values?: string }) =>
    `insert into second_factor (id, account_id, kind, created_at, transports${of.columns ?? ''})
     values (gen_random_uuid(), '${of.account ?? person}', '${of.kind}', now(), '{}'${of.values ?? ''})`;
  const app = (name: string, step = '1') =>
    factor({ kind: 'TOTP', columns: ', confirmed_at, name, last_step', values: `, now(), '${name}', ${step}` });
  const key = (columns: string, values: string) =>
    factor({
      kind: 'PASSKEY',
      columns: `, confirmed_at, name, credential_id${columns}`,
      values: `, now(), 'Chiave', sha256(gen_random_uuid()::text::bytea)${values}`,
    });
  const step = (lives: string) =>
    `insert into second_step (id, token_hash, account_id, password_mark, remember, created_at, expires_at)
     values (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), '${person}', 'x', false, now(),
       now() + interval '${lives}')`;
  return [
    {
      name: 'second_factor_one_setup',
      allowed: [
        factor({ kind: 'TOTP' }),
        factor({ kind: 'PASSKEY', account: other }),
        app('Telefono'),
        app('Tavoletta'),
      ],
      forbidden: [factor({ kind: 'TOTP' }), factor({ kind: 'PASSKEY' })],
    },
    {
      name: 'second_factor_states',
      allowed: [
        ...[factor({ kind: 'PASSKEY' }), app('Telefono'), key(', public_key, sign_count', `, 'x', 0`)],
        `update second_factor set last_used_at = now() where confirmed_at is not null`,
      ],
      forbidden: [
        app('Telefono', 'null'),
        key('', ''),
        key(', public_key', `, 'x'`),
        key(', public_key, sign_count, last_step', `, 'x', 0, 1`),
        factor({ kind: 'TOTP', account: other, columns: ', last_step', values: ', 1' }),
        factor({ kind: 'TOTP', account: other, columns: ', name', values: `, 'Telefono'` }),
        `update second_factor set last_used_at = now() where confirmed_at is null`,
      ],
    },
    {
      name: 'second_factor_name',
      allowed: [app('T'), app('x'.repeat(60))],
      forbidden: [app(''), app('x'.repeat(61))],
    },
    { name: 'second_step_times', allowed: [step('1 second')], forbidden: [step('0'), step('-1 second')] },
  ];
}

import { randomUUID } from 'node:crypto';
import { sql } from '#server/platform/db/db.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import type { OwnWorld } from './own-kit.ts';

/** One row in every table that holds something of people. */
export async function plantEverywhere(
  world: OwnWorld,
  { accountId, email }: { accountId: string; email: string },
): Promise<void> {
  const { db } = world.app;
  const now = world.clock.now();
  const later = new Date(now.getTime() + DAY_MS);
  const hash = () => sql`sha256(gen_random_uuid()::text::bytea)`;
  const campaign = await world.seed.campaign({ audience: 'LISTED' });
  const session = await world.seed.session(await world.seed.lab(campaign.id));
  await world.seed.grant(accountId, 'SECURITY');
  await world.seed.waiting(session, accountId);
  const registrationId = randomUUID();
  const smsId = randomUUID();
  for (const statement of [
    sql`insert into booking (id, code, session_id, campaign_id, account_id, state, starts_at, ends_at, booked_at)
      values (gen_random_uuid(), ${randomUUID()}, ${session.id}::uuid, ${campaign.id}::uuid, ${accountId}::uuid, 'BOOKED',
        ${session.startsAt}, ${session.endsAt}, ${now})`,
    sql`insert into lab_holding values (${campaign.id}::uuid, ${accountId}::uuid, 1, 2)`,
    sql`insert into campaign_eligible select ${campaign.id}::uuid, p.fiscal_code
      from person p join account a on a.person_id = p.id where a.id = ${accountId}::uuid`,
    sql`insert into access_token (id, account_id, name, prefix, token_hash, scopes, created_at, expires_at)
      values (gen_random_uuid(), ${accountId}::uuid, 'segno', 'spt_segno', ${hash()}, '{READ_PROFILE}', ${now}, ${later})`,
    sql`insert into email_change (id, account_id, old_email, new_email, link_hash, undo_hash, created_at, expires_at)
      values (gen_random_uuid(), ${accountId}::uuid, ${email}, 'segno@scuola.example', ${hash()}, ${hash()}, ${now}, ${later})`,
    sql`insert into recovery_request (id, account_id, owner_key, network_key, browser_hash, link_hash, code_hash, created_at,
        expires_at) values (gen_random_uuid(), ${accountId}::uuid, ${hash()}, ${hash()}, ${hash()}, ${hash()}, ${hash()}, ${now}, ${later})`,
    sql`insert into registration (id, browser_hash, fiscal_code, locale, notice_version, noticed_at, started_at, expires_at,
        account_id, last_name, email, consented_at, completed_at)
      values (${registrationId}::uuid, ${hash()}, 'PRVTST80A01X000Y', 'IT', '1', ${now}, ${now}, ${later}, ${accountId}::uuid,
        'Segno', 'segno@scuola.example', ${now}, ${now})`,
    sql`insert into registration_link (id, registration_id, number, token_hash, mailbox_key, network_key, mailed, created_at,
        expires_at) values (gen_random_uuid(), ${registrationId}::uuid, 1, ${hash()}, ${hash()}, ${hash()}, true, ${now}, ${later})`,
    sql`insert into second_factor (id, account_id, kind, name, created_at, confirmed_at, transports, credential_id, public_key,
        sign_count) values (gen_random_uuid(), ${accountId}::uuid, 'PASSKEY', 'segno', ${now}, ${now}, '{}', ${hash()}, ${hash()}, 0)`,
    sql`insert into second_factor_code (account_id, code_hash, created_at) values (${accountId}::uuid, ${hash()}, ${now})`,
    sql`insert into second_step (id, token_hash, account_id, password_mark, remember, created_at, expires_at)
      values (gen_random_uuid(), ${hash()}, ${accountId}::uuid, ${hash()}, false, ${now}, ${later})`,
    sql`insert into policy_notice (id, account_id, policy, about, step, created_at)
      values (gen_random_uuid(), ${accountId}::uuid, 'REVOCATION', ${now}, 1, ${now})`,
    sql`insert into account_contact (account_id, updated_at) values (${accountId}::uuid, ${now})`,
    sql`insert into sms (id, template, account_id, params, locale, recipient, created_at, expires_at)
      values (${smsId}::uuid, 'segno', ${accountId}::uuid, '{}', 'IT', '+393331234567', ${now}, ${later})`,
    sql`insert into phone_code (id, account_id, mobile, code_hash, sms_id, created_at, expires_at)
      values (gen_random_uuid(), ${accountId}::uuid, '3331234567', ${hash()}, ${smsId}::uuid, ${now}, ${later})`,
    sql`insert into accepted_act (account_id, key, act, input_hash, outcome, at)
      values (${accountId}::uuid, gen_random_uuid(), 'segno', ${hash()}, '{}', ${now})`,
    sql`insert into appointment (id, person_id, role, starts_at)
      select gen_random_uuid(), person_id, 'OFFICE', ${now} from account where id = ${accountId}::uuid`,
  ]) {
    await db.query(statement);
  }
}

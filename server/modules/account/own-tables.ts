import { sql } from '../../platform/db/db.ts';
import type { DataOwner, OwnTable } from '../../platform/own-rows.ts';

const ofAccount = ({ accountId }: DataOwner) => sql`t.account_id = ${accountId}::uuid`;

export const accountOwnTables: readonly OwnTable[] = [
  {
    table: 'appointment',
    where: ({ personId }) => sql`t.person_id = ${personId}::uuid`,
    erasure: { kept: 'service data of the archives of staff, and gone with the person of whom there are none' },
  },
  {
    table: 'account',
    where: ({ accountId }) => sql`t.id = ${accountId}::uuid`,
    hidden: ['password_hash'],
    erasure: {
      blanked: ({ accountId }) => sql`
        state = 'DISABLED', person_id = null, email = null, institutional_email = null, password_hash = null,
        password_must_change = false, temporary_until = null, ministry = false, password_set_at = null,
        password_expires_at = null, revoked_at = null, last_access_at = null, notice_version = null, noticed_at = null, display_name = '—',
        username = ${`cancellato-${accountId}`}`,
    },
  },
  { table: 'role_grant', where: ofAccount, erasure: 'DELETED' },
  { table: 'login_session', where: ofAccount, hidden: ['token_hash'], erasure: 'DELETED' },
  { table: 'access_token', where: ofAccount, hidden: ['token_hash'], erasure: 'DELETED' },
  { table: 'email_change', where: ofAccount, hidden: ['link_hash', 'undo_hash'], erasure: 'DELETED' },
  {
    table: 'erasure_request',
    where: ofAccount,
    erasure: { kept: 'shows that the request was answered, when and how' },
  },
  { table: 'policy_notice', where: ofAccount, erasure: 'DELETED' },
  { table: 'account_contact', where: ofAccount, erasure: 'DELETED' },
  { table: 'phone_code', where: ofAccount, hidden: ['code_hash'], erasure: 'DELETED' },
  {
    table: 'recovery_request',
    where: ofAccount,
    hidden: ['owner_key', 'network_key', 'browser_hash', 'link_hash', 'code_hash', 'grant_hash'],
    erasure: 'DELETED',
  },
  { table: 'second_factor', where: ofAccount, hidden: ['credential_id', 'public_key'], erasure: 'DELETED' },
  { table: 'second_factor_code', where: ofAccount, hidden: ['code_hash'], erasure: 'DELETED' },
  { table: 'second_step', where: ofAccount, hidden: ['token_hash', 'password_mark'], erasure: 'DELETED' },
  { table: 'sign_in_throttle', notOwn: 'counters under keyed hashes, for 15 minutes' },
];

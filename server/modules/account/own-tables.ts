import { sql } from '../../platform/db/db.ts';
import type { DataOwner, OwnTable } from '../../platform/own-rows.ts';

const ofAccount = ({ accountId }: DataOwner) => sql`t.account_id = ${accountId}::uuid`;

export const accountOwnTables: readonly OwnTable[] = [
  { table: 'account', where: ({ accountId }) => sql`t.id = ${accountId}::uuid`, hidden: ['password_hash'] },
  { table: 'role_grant', where: ofAccount },
  { table: 'login_session', where: ofAccount, hidden: ['token_hash'] },
  { table: 'access_token', where: ofAccount, hidden: ['token_hash'] },
  { table: 'email_change', where: ofAccount, hidden: ['link_hash', 'undo_hash'] },
  { table: 'erasure_request', where: ofAccount },
  { table: 'policy_notice', where: ofAccount },
  { table: 'account_contact', where: ofAccount },
  { table: 'phone_code', where: ofAccount, hidden: ['code_hash'] },
  {
    table: 'recovery_request',
    where: ofAccount,
    hidden: ['owner_key', 'network_key', 'browser_hash', 'link_hash', 'code_hash', 'grant_hash'],
  },
  { table: 'sign_in_throttle', notOwn: 'counters under keyed hashes, for 15 minutes' },
];

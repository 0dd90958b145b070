import { sql } from '../../platform/db/db.ts';
import type { OwnTable } from '../../platform/own-rows.ts';

export const registrationOwnTables: readonly OwnTable[] = [
  // Drafts with this codice fiscale that did not become this account may be of somebody else.
  {
    table: 'registration',
    where: ({ accountId }) => sql`t.account_id = ${accountId}::uuid`,
    hidden: ['browser_hash'],
    erasure: 'DELETED',
  },
  {
    table: 'registration_link',
    where: ({ accountId }) =>
      sql`t.registration_id in (select r.id from registration r where r.account_id = ${accountId}::uuid)`,
    hidden: ['token_hash', 'mailbox_key', 'network_key'],
    erasure: 'DELETED',
  },
];

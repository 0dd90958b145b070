import { sql } from './db/db.ts';
import type { OwnTable } from './own-rows.ts';

export const platformOwnTables: readonly OwnTable[] = [
  {
    table: 'accepted_act',
    where: ({ accountId }) => sql`t.account_id = ${accountId}::uuid`,
    hidden: ['input_hash'],
    erasure: 'DELETED',
  },
  {
    table: 'audit_event',
    where: ({ accountId }) => sql`t.subject_id = ${accountId}::uuid or t.actor_id = ${accountId}::uuid`,
    hidden: ['tx'],
    erasure: { kept: 'proves what was done; it names an account by a random id that leads to nobody any more' },
  },
  { table: 'audit_seal', notOwn: 'a chain of hashes over audit_event' },
  { table: 'mail', where: ({ accountId }) => sql`t.account_id = ${accountId}::uuid`, erasure: 'DELETED' },
  { table: 'sms', where: ({ accountId }) => sql`t.account_id = ${accountId}::uuid`, erasure: 'DELETED' },
  {
    table: 'dev_message',
    where: ({ accountId }) =>
      sql`t.recipient in (select m.recipient from mail m where m.account_id = ${accountId}::uuid
        union select s.recipient from sms s where s.account_id = ${accountId}::uuid)`,
    // The text repeats codes and links; what it tells is in `mail`.
    hidden: ['raw'],
    erasure: 'DELETED',
  },
  { table: 'installation', notOwn: 'facts about the installation' },
  { table: 'spent_proof', notOwn: 'proofs of work, of nobody' },
  { table: '_prisma_migrations', notOwn: 'the book of migrations' },
];

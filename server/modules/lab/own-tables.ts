import { sql } from '../../platform/db/db.ts';
import type { DataOwner, OwnTable } from '../../platform/own-rows.ts';

const ofAccount = ({ accountId }: DataOwner) => sql`t.account_id = ${accountId}::uuid`;

export const labOwnTables: readonly OwnTable[] = [
  { table: 'booking', where: ofAccount },
  { table: 'lab_holding', where: ofAccount },
  { table: 'lab_waiting', where: ofAccount },
  { table: 'campaign_eligible', where: ({ fiscalCode }) => sql`t.fiscal_code = ${fiscalCode}` },
  { table: 'campaign', notOwn: 'the catalogue' },
  { table: 'lab', notOwn: 'the catalogue' },
  { table: 'lab_session', notOwn: 'the catalogue' },
];

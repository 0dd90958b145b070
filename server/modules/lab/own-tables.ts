import { sql } from '../../platform/db/db.ts';
import type { DataOwner, OwnTable } from '../../platform/own-rows.ts';

const ofAccount = ({ accountId }: DataOwner) => sql`t.account_id = ${accountId}::uuid`;
const ACTS = { kept: 'acts of the administration, of an account that leads to nobody any more' };

export const labOwnTables: readonly OwnTable[] = [
  { table: 'booking', where: ofAccount, erasure: ACTS },
  { table: 'lab_holding', where: ofAccount, erasure: ACTS },
  { table: 'lab_waiting', where: ofAccount, erasure: ACTS },
  { table: 'campaign_eligible', where: ({ fiscalCode }) => sql`t.fiscal_code = ${fiscalCode}`, erasure: 'DELETED' },
  { table: 'campaign', notOwn: 'the catalogue' },
  { table: 'lab', notOwn: 'the catalogue' },
  { table: 'lab_session', notOwn: 'the catalogue' },
];

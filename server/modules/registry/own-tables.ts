import { sql } from '../../platform/db/db.ts';
import type { OwnTable } from '../../platform/own-rows.ts';

export const registryOwnTables: readonly OwnTable[] = [
  { table: 'person', where: ({ personId }) => sql`t.id = ${personId}::uuid` },
  { table: 'school', notOwn: 'the public registry of schools' },
];

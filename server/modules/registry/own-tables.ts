import { sql } from '../../platform/db/db.ts';
import type { OwnTable } from '../../platform/own-rows.ts';

export const registryOwnTables: readonly OwnTable[] = [
  {
    table: 'person',
    where: ({ personId }) => sql`t.id = ${personId}::uuid`,
    // Those whom the administration's own archives of staff name stay there.
    erasure: { deletedIf: sql`t.known_since is null` },
  },
  { table: 'school', notOwn: 'the public registry of schools' },
  { table: 'place', notOwn: 'municipalities' },
];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The key inside a global id of one type. null for an id of another type or no id at all, so that a forged id
 * is answered exactly like one that names nothing (SEC-058).
 */
export function keyOf(type: string, globalId: string): string | null {
  const [name, key] = Buffer.from(globalId, 'base64').toString('utf8').split(':');
  return name === type && key !== undefined && UUID.test(key) ? key : null;
}

/** What a global id says, whether or not it names anything; never a fault of whoever reads it. */
export function partsOf(globalId: string): { typename: string; id: string } {
  const [typename = '', id = ''] = Buffer.from(globalId, 'base64').toString('utf8').split(':');
  return { typename, id: UUID.test(id) ? id : '' };
}

/** The global id that the API shows for a row of a type. */
export function globalId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64');
}

/**
 * A selection for Prisma. A client that asks for nothing but __typename makes Pothos pass an empty select, which
 * Prisma refuses; it then reads the whole row.
 */
export function selectionOf<Q extends object>(query: Q): Q {
  const { select, ...rest } = query as { select?: object };
  return select && Object.keys(select).length === 0 ? (rest as Q) : query;
}

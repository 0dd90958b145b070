// Gathers every module's types; defines none.
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './graphql/builder.ts';
import './graphql/scalars.ts';
import './graphql/refusals.ts';
import './graphql/freshness.ts';
import './graphql/security-check.ts';
import './graphql/site.ts';
import './modules/registry/schema.ts';
import './modules/account/schema.ts';
import './modules/registration/schema.ts';
import './modules/lab/schema.ts';
import './modules/content/schema.ts';
import './modules/helpdesk/schema.ts';

export const schema = builder.toSchema();

/** The public contract as schema.graphql keeps it: sorted, ending in a line break. */
export function printContract(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

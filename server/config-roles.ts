import { z } from 'zod';

/** Whoever has one of these sees or changes what belongs to others. */
const OPERATOR_ROLES = ['DESK', 'HEAD', 'OFFICE', 'HELPDESK', 'SECURITY'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** Names of roles, by commas; each once. */
export const rolesField = z
  .string()
  .transform((value) => [...new Set(value.split(',').map((part) => part.trim().toUpperCase()))])
  .pipe(z.array(z.enum(OPERATOR_ROLES, `deve elencare, con virgole, ruoli tra ${OPERATOR_ROLES.join(', ')}`)))
  .default([]);

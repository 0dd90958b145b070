import type { Role } from '../../platform/db/generated/client.ts';

/** Roles that are held at a school: the head's always, a desk's where it is not the office's own. */
export type RolePlaceFault = 'schoolNeeded' | 'noSchool';

/** Where a role may be held; the constraints of role_grant and appointment say the same. */
export function rolePlaceFault(role: Role, schoolCode: string | null): RolePlaceFault | null {
  if (role === 'HEAD') return schoolCode === null ? 'schoolNeeded' : null;
  return role === 'DESK' || schoolCode === null ? null : 'noSchool';
}

/** What the office gives and takes by itself; whoever runs the system gives the rest at the command line. */
export const OFFICE_GIVES: readonly Role[] = ['DESK', 'HEAD', 'HELPDESK'];

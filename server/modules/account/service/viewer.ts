import type { Viewer } from '../../../graphql/context.ts';
import type { Role } from '../../../platform/db/generated/client.ts';
import { passwordDutyOf } from '../duties.ts';
import { grantsAt, sessionEnd } from '../rules.ts';
import { partRoles } from '../second-factor-rules.ts';
import type { SessionRecord } from '../store.ts';

/** Who a session stands for at an instant; null when it is over. Some roles open nothing without a second factor. */
export function viewerAt(record: SessionRecord | null, now: Date, needSecondFactor: readonly Role[]): Viewer | null {
  if (!record) return null;
  const grants = grantsAt(record.grants, now);
  const expiresAt = record.accessToken ? record.expiresAt : sessionEnd(record, grants);
  if (expiresAt <= now) return null;
  const held = grants.map(({ role, schoolCode }) => ({ role, schoolCode }));
  const { usable: roles, withheld: withheldRoles } = partRoles(held, record.hasSecondFactor, needSecondFactor);
  const { account, accessToken, id: loginSessionId } = record;
  const passwordDuty = passwordDutyOf(record.password, now);
  return { account, roles, withheldRoles, loginSessionId, accessToken, passwordDuty, expiresAt };
}

/** What a viewer may do, as one text to compare. */
export function rightsOf(viewer: Viewer): string {
  const roles = viewer.roles.map(({ role, schoolCode }) => `${role}@${schoolCode ?? ''}`).sort();
  return JSON.stringify([viewer.loginSessionId, viewer.account.kind, roles]);
}

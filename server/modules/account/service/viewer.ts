import type { Viewer } from '../../../graphql/context.ts';
import { passwordDutyOf } from '../duties.ts';
import { grantsAt, sessionEnd } from '../rules.ts';
import type { SessionRecord } from '../store.ts';

/** Who a session stands for at an instant; null when it is over. */
export function viewerAt(record: SessionRecord | null, now: Date): Viewer | null {
  if (!record) return null;
  const grants = grantsAt(record.grants, now);
  const expiresAt = record.accessToken ? record.expiresAt : sessionEnd(record, grants);
  if (expiresAt <= now) return null;
  const roles = grants.map(({ role, schoolCode }) => ({ role, schoolCode }));
  const { account, accessToken, id: loginSessionId } = record;
  return { account, roles, loginSessionId, accessToken, passwordDuty: passwordDutyOf(record.password, now), expiresAt };
}

/** What a viewer may do, as one text to compare. */
export function rightsOf(viewer: Viewer): string {
  const roles = viewer.roles.map(({ role, schoolCode }) => `${role}@${schoolCode ?? ''}`).sort();
  return JSON.stringify([viewer.loginSessionId, viewer.account.kind, roles]);
}

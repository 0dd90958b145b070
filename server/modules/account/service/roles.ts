import type { Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db, SqlRunner } from '../../../platform/db/db.ts';
import type { Role } from '../../../platform/db/generated/client.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { isUuid, newId } from '../../../platform/ids.ts';
import type { Bus } from '../../../platform/pubsub/bus.ts';
import { normalIdentifier } from '../input.ts';
import { NoSuchAccountError, NoSuchRoleError, RoleHeldError } from '../roles-errors.ts';
import { OFFICE_GIVES, rolePlaceFault } from '../roles-rules.ts';
import {
  endGrant,
  findStandingGrant,
  type GrantRow,
  insertGrant,
  isOpenSchool,
  listStandingGrants,
  lockAccountByUsername,
} from '../roles-store.ts';

/** Who did it, null for the system or its operator at the command line, and in which request. */
export interface Act {
  actorId: string | null;
  requestId: string | null;
}

export interface RoleWish {
  username: string;
  role: Role;
  /** Codice meccanografico; null: at the office. */
  schoolCode?: string | null | undefined;
  /** Not given: now. */
  startsAt?: Date | null | undefined;
  /** Not given: until it is taken away. */
  endsAt?: Date | null | undefined;
}

export interface RoleUseCases {
  /** Throws InvalidInputError, NoSuchAccountError, RoleHeldError. */
  grantRole(wish: RoleWish, act: Act): Promise<GrantRow>;
  /** Takes effect on the next request and closes open sockets (SEC-049). False when there was nothing to do. */
  removeRole(roleGrantId: string, act: Act): Promise<boolean>;
  /** Roles that stand or will; none of a user name that nobody has. */
  listRolesOf(username: string): Promise<GrantRow[]>;
  /** As grantRole, of the roles that the office gives, and never to oneself. */
  officeGrantRole(viewer: Viewer, wish: RoleWish, requestId: string): Promise<GrantRow>;
  /** Throws InvalidInputError and NoSuchRoleError. */
  officeWithdrawRole(viewer: Viewer, roleGrantId: string, requestId: string): Promise<void>;
}

declare module '../../../platform/audit/audit.ts' {
  interface AuditEvents {
    'account.roleGranted': {
      roleGrantId: string;
      role: string;
      schoolCode: string | null;
      startsAt: string;
      endsAt: string | null;
    };
    'account.roleRemoved': { roleGrantId: string; role: string };
  }
}

interface RoleDeps {
  db: Db;
  clock: Clock;
  bus: Bus;
}

/** Roles given and taken. The bus tells the servers, whose sessions and sockets hold the new rights at once. */
export function createRoles({ db, clock, bus }: RoleDeps): RoleUseCases {
  const tell = (accountId: string): void => bus.publish('account.changed', { accountIds: [accountId] });

  async function grantRole(wish: RoleWish, { actorId, requestId }: Act): Promise<GrantRow> {
    const at = clock.now();
    const parsed = await parseWish(db, wish, at);
    return await db.sqlTransaction(async (tx) => {
      const account = await lockAccountByUsername(tx, parsed.username);
      if (!account) throw new NoSuchAccountError();
      const { accountId, kind } = account;
      if (kind !== 'PERSON') throw invalid('username', 'institution');
      if (accountId === actorId) throw invalid('username', 'ownRole');
      const grant = { ...parsed.grant, id: newId() };
      if (!(await insertGrant(tx, { ...grant, accountId }))) throw new RoleHeldError();
      const data = auditOf(grant);
      await recordAudit(tx, { event: 'account.roleGranted', actorId, subjectId: accountId, data, at, requestId });
      tx.afterCommit(() => tell(accountId));
      return grant;
    });
  }

  const removeRole: RoleUseCases['removeRole'] = (roleGrantId, { actorId, requestId }) =>
    db.sqlTransaction(async (tx) => {
      const at = clock.now();
      const removed = await endGrant(tx, roleGrantId, at);
      if (!removed) return false;
      const data = { roleGrantId, role: removed.role };
      const subjectId = removed.accountId;
      await recordAudit(tx, { event: 'account.roleRemoved', actorId, subjectId, data, at, requestId });
      tx.afterCommit(() => tell(subjectId));
      return true;
    });

  return {
    grantRole,
    removeRole,
    listRolesOf: (username) => listStandingGrants(db, normalIdentifier(username), clock.now()),
    async officeGrantRole(viewer, wish, requestId) {
      if (!OFFICE_GIVES.includes(wish.role)) throw invalid('role', 'notByOffice');
      return await grantRole(wish, { actorId: viewer.account.id, requestId });
    },
    async officeWithdrawRole(viewer, roleGrantId, requestId) {
      const standing = isUuid(roleGrantId) ? await findStandingGrant(db, roleGrantId, clock.now()) : null;
      if (!standing) throw new NoSuchRoleError();
      if (!OFFICE_GIVES.includes(standing.role)) throw invalid('id', 'notByOffice');
      if (standing.accountId === viewer.account.id) throw invalid('id', 'ownRole');
      if (!(await removeRole(roleGrantId, { actorId: viewer.account.id, requestId }))) throw new NoSuchRoleError();
    },
  };
}

export function auditOf({ id, role, schoolCode, startsAt, endsAt }: GrantRow) {
  return {
    ...{ roleGrantId: id, role, schoolCode },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
  };
}

const invalid = (path: string, fault: string): InvalidInputError =>
  new InvalidInputError([{ path, key: `roles.input.${fault}` }]);

async function parseWish(
  db: SqlRunner,
  wish: RoleWish,
  now: Date,
): Promise<{ username: string; grant: Omit<GrantRow, 'id'> }> {
  const username = normalIdentifier(wish.username);
  if (username === '') throw invalid('username', 'username');
  const { role } = wish;
  const schoolCode = wish.schoolCode?.trim().toUpperCase() || null;
  const placeFault = rolePlaceFault(role, schoolCode);
  if (placeFault) throw invalid('schoolCode', placeFault);
  if (schoolCode !== null && !(await isOpenSchool(db, schoolCode))) throw invalid('schoolCode', 'noSuchSchool');
  const startsAt = wish.startsAt ?? now;
  const endsAt = wish.endsAt ?? null;
  if (endsAt !== null && (endsAt <= startsAt || endsAt <= now)) throw invalid('endsAt', 'period');
  return { username, grant: { role, schoolCode, startsAt, endsAt } };
}

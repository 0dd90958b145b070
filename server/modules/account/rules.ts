import type { Role } from '../../platform/db/generated/client.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Consecutive wrong passwords of one identifier or account (POL-603, DEC-07). */
export const LOCKOUT = { wrongPasswords: 6, windowMs: 15 * MINUTE_MS, lockMs: 15 * MINUTE_MS } as const;

/** Wrong passwords from one network address, whatever the identifiers: a whole school may sit behind one. */
export const NETWORK_LIMIT = { wrongPasswords: 100, windowMs: 15 * MINUTE_MS } as const;

/** How long a sign-in lasts (ACC-03). */
export const SESSION = {
  idleMs: 30 * MINUTE_MS,
  absoluteMs: 12 * HOUR_MS,
  rememberedMs: 30 * 24 * HOUR_MS,
  /** The last use is written at most this often. */
  touchMs: MINUTE_MS,
} as const;

/** `__Host-`: Secure, of this host alone, for every path (SEC-046). */
export const SESSION_COOKIE = '__Host-sportello';

/** Whoever sees other people's data is never remembered on a device. */
const NEVER_REMEMBERED: readonly Role[] = ['DESK', 'OFFICE', 'HELPDESK', 'SECURITY'];

/** One row of counting: null until, or once it is over, its lock. */
export interface Counter {
  wrongPasswords: number;
  lockedUntil: Date | null;
}

export type Admission =
  /** The password may be checked. */
  | { kind: 'CHECK' }
  /** The identifier was typed too often: said to whoever types it, existing or not. */
  | { kind: 'LOCKED'; until: Date }
  /** The account is locked through another identifier: answered like a wrong password. */
  | { kind: 'REFUSE_SILENTLY' };

/** What an attempt may do, from the locks that stood before it was counted. */
export function decideAdmission(locks: { identifier: Date | null; account: Date | null }, now: Date): Admission {
  if (isLocked(locks.identifier, now)) return { kind: 'LOCKED', until: locks.identifier };
  if (isLocked(locks.account, now)) return { kind: 'REFUSE_SILENTLY' };
  return { kind: 'CHECK' };
}

export function isLocked(until: Date | null, now: Date): until is Date {
  return until !== null && until.getTime() > now.getTime();
}

/** Whole seconds to wait, rounded up so that whoever waits them is not refused again. */
export function secondsUntil(until: Date, now: Date): number {
  return Math.max(1, Math.ceil((until.getTime() - now.getTime()) / SECOND_MS));
}

/** The hash that a password is held against; a temporary password that has expired is none (SEC-008). */
export function passwordAt(
  { passwordHash, temporaryUntil }: { passwordHash: string | null; temporaryUntil: Date | null },
  now: Date,
): string | null {
  return temporaryUntil !== null && temporaryUntil <= now ? null : passwordHash;
}

/** A temporary password is given to be used at once (SEC-008). */
export const TEMPORARY_PASSWORD_MS = 72 * HOUR_MS;

export interface Grant {
  role: Role;
  schoolCode: string | null;
  startsAt: Date;
  endsAt: Date | null;
}

/** The roles held at an instant: from their start, until just before their end. */
export function grantsAt(grants: readonly Grant[], now: Date): Grant[] {
  return grants.filter((grant) => grant.startsAt <= now && (grant.endsAt === null || grant.endsAt > now));
}

export function mayBeRemembered(grants: readonly Pick<Grant, 'role'>[]): boolean {
  return !grants.some((grant) => NEVER_REMEMBERED.includes(grant.role));
}

/** The absolute end of a session that begins now. */
export function absoluteEnd(remembered: boolean, now: Date): Date {
  return new Date(now.getTime() + (remembered ? SESSION.rememberedMs : SESSION.absoluteMs));
}

export interface SessionTimes {
  remembered: boolean;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/**
 * When a session ends if it is not used again. A role that may not be remembered, received after the sign-in,
 * shortens a remembered session too.
 */
export function sessionEnd(session: SessionTimes, grants: readonly Pick<Grant, 'role'>[]): Date {
  if (session.remembered && mayBeRemembered(grants)) return session.expiresAt;
  const idleEnd = session.lastUsedAt.getTime() + SESSION.idleMs;
  const absolute = Math.min(session.expiresAt.getTime(), session.createdAt.getTime() + SESSION.absoluteMs);
  return new Date(Math.min(idleEnd, absolute));
}

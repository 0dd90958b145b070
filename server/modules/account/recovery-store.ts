import { ADVISORY_SPACES } from '../../platform/db/advisory-locks.ts';
import { type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { PersonalData } from './password-rules.ts';
import type { RecoveryFacts } from './recovery-rules.ts';
import { RECOVERY, RECOVERY_LIMITS } from './recovery-rules.ts';

/** The account that what was typed leads to, whatever its state; null when there is none. */
export async function findOwner(db: SqlRunner, identifier: string): Promise<string | null> {
  const code = identifier.toUpperCase();
  const [row] = await db.query<{ id: string }>(sql`
    select a.id from account a
    where a.username = ${identifier} or a.school_code = ${code}
      or a.person_id = (select id from person where fiscal_code = ${code})
    order by (a.username = ${identifier}) desc
    limit 1`);
  return row?.id ?? null;
}

/** A school of the registry that never had an account gets one, without a password (DEC-17). Else does nothing. */
export async function openInstitution(db: SqlRunner, identifier: string, at: Date): Promise<void> {
  await db.query(sql`
    insert into account (kind, username, school_code, display_name, created_at)
    select 'INSTITUTION', lower(s.code), s.code, s.name, ${at}
    from school s where s.code = ${identifier.toUpperCase()} and s.state = 'OPEN'
    on conflict do nothing`);
}

/** Those who ask for mails to one owner, or to one address, pass in turn until the end of the transaction. */
export async function lockOwner(tx: SqlRunner, owner: Buffer): Promise<void> {
  await tx.query(
    sql`select pg_advisory_xact_lock(${ADVISORY_SPACES.recoveryOwners}, ${owner.readInt32BE(0)}::int)::text`,
  );
}

export interface NewRecovery {
  id: string;
  accountId: string | null;
  ownerKey: Buffer;
  networkKey: Buffer;
  browserHash: Buffer;
  linkHash: Buffer;
  codeHash: Buffer;
  at: Date;
  expiresAt: Date;
}

/** Writes the request, silent when its owner or its network asked too often, and answers its number. */
export async function insertRecovery(tx: SqlRunner, request: NewRecovery): Promise<number> {
  const since = new Date(request.at.getTime() - RECOVERY_LIMITS.windowMs);
  const [row] = await tx.query<{ number: number }>(sql`
    insert into recovery_request (id, account_id, owner_key, network_key, browser_hash, link_hash, code_hash,
      created_at, expires_at, silent)
    select ${request.id}::uuid, ${request.accountId}::uuid, ${request.ownerKey}, ${request.networkKey},
      ${request.browserHash}, ${request.linkHash}, ${request.codeHash}, ${request.at}, ${request.expiresAt},
      (select count(*) from recovery_request where owner_key = ${request.ownerKey} and created_at > ${since}
        and not silent) >= ${RECOVERY_LIMITS.mailsAnAddress}::int
      or (select count(*) from recovery_request where network_key = ${request.networkKey} and created_at > ${since}
        ) >= ${RECOVERY_LIMITS.requestsANetwork}::int
    returning number`);
  if (!row) throw new Error('the recovery was not written');
  return row.number;
}

export interface RecoveryRecord extends RecoveryFacts {
  id: string;
  accountId: string | null;
  codeHash: Buffer;
}

interface RecoveryRow {
  id: string;
  number: number;
  account_id: string | null;
  code_hash: Buffer;
  expires_at: Date;
  attempts: number;
  confirmed_at: Date | null;
  grant_until: Date | null;
  completed_at: Date | null;
  newer_number: number | null;
  holds_grant: boolean;
}

const NOBODY = Buffer.alloc(0);

function columns(heldHash: Buffer | null): Sql {
  return sql`r.id, r.number, r.account_id, r.code_hash, r.expires_at, r.attempts, r.confirmed_at, r.grant_until,
    r.completed_at, coalesce(r.grant_hash = ${heldHash ?? NOBODY}, false) as holds_grant,
    (select max(n.number) from recovery_request n
      where n.owner_key = r.owner_key and n.number > r.number and not n.silent) as newer_number`;
}

function recordOf(row: RecoveryRow): RecoveryRecord {
  return {
    id: row.id,
    number: row.number,
    accountId: row.account_id,
    codeHash: row.code_hash,
    expiresAt: row.expires_at,
    attempts: row.attempts,
    confirmedAt: row.confirmed_at,
    grantUntil: row.grant_until,
    completedAt: row.completed_at,
    newerNumber: row.newer_number,
    holdsGrant: row.holds_grant,
  };
}

/** The request of this number, for the browser that asked for it or that may choose its password. */
export async function findHeld(db: SqlRunner, number: number, held: Buffer): Promise<RecoveryRecord | null> {
  const [row] = await db.query<RecoveryRow>(sql`
    select ${columns(held)} from recovery_request r
    where r.number = ${number} and (r.browser_hash = ${held} or r.grant_hash = ${held})`);
  return row ? recordOf(row) : null;
}

export async function findByLink(db: SqlRunner, link: Buffer, held: Buffer | null): Promise<RecoveryRecord | null> {
  const [row] = await db.query<RecoveryRow>(sql`
    select ${columns(held)} from recovery_request r where r.link_hash = ${link} and r.account_id is not null`);
  return row ? recordOf(row) : null;
}

/** The request whose password this browser may choose; its times are not judged. */
export async function findGranted(db: SqlRunner, held: Buffer): Promise<RecoveryRecord | null> {
  const [row] = await db.query<RecoveryRow>(sql`
    select ${columns(held)} from recovery_request r where r.grant_hash = ${held}`);
  return row ? recordOf(row) : null;
}

/**
 * Takes one of the five looks at a code, before anything is compared and in a statement of its own, so that nothing
 * gives it back (SEC-031). null when none is left, or the time is over.
 */
export async function claimAttempt(
  db: SqlRunner,
  number: number,
  held: Buffer,
  now: Date,
): Promise<RecoveryRecord | null> {
  const [row] = await db.query<RecoveryRow>(sql`
    update recovery_request r set attempts = r.attempts + 1
    where r.number = ${number} and r.browser_hash = ${held} and r.attempts < ${RECOVERY.mostCodes}::int
      and r.expires_at > ${now}
    returning ${columns(held)}`);
  return row ? recordOf(row) : null;
}

export interface Confirmation {
  id: string;
  by: 'CODE' | 'LINK';
  grantHash: Buffer;
  grantUntil: Date;
  now: Date;
}

/** Uses the request up, code and link together, for one of however many try at once (SEC-028). */
export async function confirmRecovery(
  tx: SqlRunner,
  { id, by, grantHash, grantUntil, now }: Confirmation,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update recovery_request r set confirmed_at = ${now}, grant_hash = ${grantHash}, grant_until = ${grantUntil}
    where r.id = ${id}::uuid and r.account_id is not null and r.confirmed_at is null and r.expires_at > ${now}
      and (${by} = 'CODE' or r.attempts < ${RECOVERY.mostCodes}::int)
      and not exists (select from recovery_request n
        where n.owner_key = r.owner_key and n.number > r.number and not n.silent)
    returning r.id`);
  return rows.length > 0;
}

/** Uses the grant up; null when it is over, was used, or a newer request stands. */
export async function completeRecovery(
  tx: SqlRunner,
  held: Buffer,
  now: Date,
): Promise<{ number: number; accountId: string } | null> {
  const [row] = await tx.query<{ number: number; account_id: string }>(sql`
    update recovery_request r set completed_at = ${now}
    where r.grant_hash = ${held} and r.completed_at is null and r.grant_until > ${now}
      and not exists (select from recovery_request n
        where n.owner_key = r.owner_key and n.number > r.number and not n.silent)
    returning r.number, r.account_id`);
  return row ? { number: row.number, accountId: row.account_id } : null;
}

/** False when the account was disabled meanwhile. */
export async function replacePassword(
  tx: SqlRunner,
  accountId: string,
  passwordHash: string,
  at: Date,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update account set password_hash = ${passwordHash}, password_must_change = false, temporary_until = null,
      password_set_at = ${at}, password_expires_at = null
    where id = ${accountId}::uuid and state in ('ACTIVE', 'REVOKED') and not ministry returning id`);
  return rows.length > 0;
}

/** What a password of this account must not contain. */
export async function findPersonalData(db: SqlRunner, accountId: string): Promise<PersonalData> {
  const [row] = await db.query<{
    username: string;
    names: (string | null)[];
    fiscal_code: string | null;
    school_code: string | null;
    email: string | null;
  }>(sql`
    select a.username, array[p.first_name, p.last_name, a.display_name] as names, p.fiscal_code, a.school_code, a.email
    from account a left join person p on p.id = a.person_id where a.id = ${accountId}::uuid`);
  if (!row) return {};
  const { username, names, email } = row;
  return { username, names, fiscalCode: row.fiscal_code, schoolCode: row.school_code, emails: [email] };
}

/** Forgets requests older than a month. */
export async function sweepRecoveries(db: SqlRunner, now: Date): Promise<void> {
  await db.query(sql`delete from recovery_request where created_at < ${new Date(now.getTime() - RECOVERY.keptMs)}`);
}

/** Everything that leads to this account at sign-in, in lower case. */
export async function listIdentifiers(db: SqlRunner, accountId: string): Promise<string[]> {
  const [row] = await db.query<{ identifiers: string[] }>(sql`
    select array_remove(array[a.username, lower(p.fiscal_code), lower(a.school_code)], null) as identifiers
    from account a left join person p on p.id = a.person_id where a.id = ${accountId}::uuid`);
  return row?.identifiers ?? [];
}

/** Whoever held the old password may have made keys with it: none opens anything any more. */
export async function revokeTokensOf(tx: SqlRunner, accountId: string, at: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update access_token set revoked_at = ${at}
    where account_id = ${accountId}::uuid and revoked_at is null and expires_at > ${at}
    returning id`);
  return rows.map(({ id }) => id);
}

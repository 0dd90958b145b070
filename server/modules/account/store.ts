import type { Viewer } from '../../graphql/context.ts';
import { type Sql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { AccountKind } from '../../platform/db/generated/client.ts';
import type { Loc } from '../../platform/i18n.ts';
import { omocodesOf, readFiscalCode } from '../registry/service.ts';
import type { DutyFacts } from './duties.ts';
import { accountMachine, statesBefore } from './machine.ts';
import type { Grant } from './rules.ts';

export interface Credentials {
  accountId: string;
  active: boolean;
  /** When it was revoked for want of access; null when it was not. */
  revokedAt: Date | null;
  passwordHash: string | null;
  /** Until when a temporary password signs in; null when the password is its owner's. */
  temporaryUntil: Date | null;
  /** Every identifier that leads to this account, in lower case. */
  identifiers: string[];
  grants: Grant[];
}

/** What stands behind a cookie or an access token. */
export interface SessionRecord {
  id: string;
  /** null: a sign-in. */
  accessToken: Viewer['accessToken'];
  remembered: boolean;
  createdAt: Date;
  /** The epoch: an access token that was not used yet. */
  lastUsedAt: Date;
  expiresAt: Date;
  account: {
    id: string;
    kind: AccountKind;
    username: string;
    displayName: string;
    email: string | null;
    locale: Loc;
    fiscalCode: string | null;
    schoolCode: string | null;
  };
  /** Whether and since when the password must be changed first. */
  password: Pick<DutyFacts, 'passwordMustChange' | 'passwordExpiresAt'>;
  /** All of them, those not yet begun and those ended included. */
  grants: Grant[];
  hasSecondFactor: boolean;
}

export type GrantJson = { role: Grant['role']; schoolCode: string | null; startsAt: string; endsAt: string | null };

export function grantOf(row: GrantJson): Grant {
  return { ...row, startsAt: new Date(row.startsAt), endsAt: row.endsAt === null ? null : new Date(row.endsAt) };
}

export const grantsOfAccount: Sql = sql`
  coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'schoolCode', g.school_code, 'startsAt', g.starts_at,
      'endsAt', g.ends_at) order by g.role, g.school_code, g.id)
    from role_grant g where g.account_id = a.id), '[]'::jsonb)`;

/** The account that a user name, a codice fiscale or a codice meccanografico leads to (DEC-01). */
export async function findCredentials(db: SqlRunner, identifier: string): Promise<Credentials | null> {
  const code = identifier.toUpperCase();
  // Whichever of its forms the tax office gave, and whichever is typed (ACC-09).
  const codes = readFiscalCode(code).code ? omocodesOf(code) : [code];
  const [row] = await db.query<{
    id: string;
    active: boolean;
    revoked_at: Date | null;
    password_hash: string | null;
    temporary_until: Date | null;
    identifiers: string[];
    grants: GrantJson[];
  }>(sql`
    select a.id, a.state = 'ACTIVE' as active, a.revoked_at, a.password_hash, a.temporary_until,
      ${grantsOfAccount} as grants,
      array_remove(array[a.username, lower(p.fiscal_code), lower(a.school_code)], null) as identifiers
    from account a left join person p on p.id = a.person_id
    where a.username = ${identifier} or a.school_code = ${code}
      or a.person_id = (select id from person where fiscal_code = any(${codes}::char(16)[])
        order by fiscal_code = ${code} desc, id limit 1)
    order by (a.username = ${identifier}) desc
    limit 1`);
  if (!row) return null;
  return {
    accountId: row.id,
    active: row.active,
    revokedAt: row.revoked_at,
    passwordHash: row.password_hash,
    temporaryUntil: row.temporary_until,
    identifiers: row.identifiers,
    grants: row.grants.map(grantOf),
  };
}

export interface NewSession {
  id: string;
  tokenHash: Buffer;
  accountId: string;
  /** The hash that was verified: a password changed meanwhile opens nothing (SEC-043). */
  passwordHash: string;
  remembered: boolean;
  at: Date;
  expiresAt: Date;
  userAgent: string | null;
}

/** Within a day: whoever works all day long changes no row of accounts but once. */
const ACCESS_NOTED_MS = 24 * 60 * 60_000;

/** An access by whatever door puts the revocation off (DEC-11). */
export function noteAccess(whose: Sql, at: Date): Sql {
  const before = new Date(at.getTime() - ACCESS_NOTED_MS);
  return sql`
    update account set last_access_at = ${at}
    where id = ${whose} and state = 'ACTIVE' and (last_access_at is null or last_access_at <= ${before})`;
}

/** False when the account was disabled, or its password changed, since its credentials were read. */
export async function insertSession(tx: SqlRunner, session: NewSession): Promise<boolean> {
  // Before the row is shared below: two who both share it could not both change it.
  await tx.query(noteAccess(sql`${session.accountId}::uuid`, session.at));
  const rows = await tx.query(sql`
    insert into login_session
      (id, token_hash, account_id, remembered, created_at, last_used_at, expires_at, user_agent)
    select ${session.id}::uuid, ${session.tokenHash}, a.id, ${session.remembered}, ${session.at}, ${session.at},
      ${session.expiresAt}, ${session.userAgent}
    from account a
    where a.id = ${session.accountId}::uuid and a.state = 'ACTIVE' and a.password_hash = ${session.passwordHash}
    for share
    returning id`);
  return rows.length > 0;
}

interface SessionRow extends HolderRow {
  id: string;
  token_hash: Buffer;
  remembered: boolean;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
}

/** The account behind a sign-in or an access token, and its grants. */
export interface HolderRow {
  account_id: string;
  kind: AccountKind;
  username: string;
  display_name: string;
  email: string | null;
  locale: Loc;
  fiscal_code: string | null;
  school_code: string | null;
  password_must_change: boolean;
  password_expires_at: Date | null;
  grants: GrantJson[];
  has_second_factor: boolean;
}

export const holderColumns: Sql = sql`
  a.id as account_id, a.kind, a.username, a.display_name, a.email, a.locale, p.fiscal_code, a.school_code,
  a.password_must_change, a.password_expires_at, ${grantsOfAccount} as grants,
  exists (select from second_factor f where f.account_id = a.id and f.confirmed_at is not null) as has_second_factor`;

export function holderOf(row: HolderRow): Pick<SessionRecord, 'account' | 'password' | 'grants' | 'hasSecondFactor'> {
  return {
    account: {
      id: row.account_id,
      kind: row.kind,
      username: row.username,
      displayName: row.display_name,
      email: row.email,
      locale: row.locale,
      fiscalCode: row.fiscal_code,
      schoolCode: row.school_code,
    },
    password: { passwordMustChange: row.password_must_change, passwordExpiresAt: row.password_expires_at },
    grants: row.grants.map(grantOf),
    hasSecondFactor: row.has_second_factor,
  };
}

/** Sessions that were not ended, of accounts not disabled, by the hex of their token's hash; times are not judged. */
export async function findSessions(db: SqlRunner, hashes: readonly Buffer[]): Promise<Map<string, SessionRecord>> {
  const rows = await db.query<SessionRow>(sql`
    select s.id, s.token_hash, s.remembered, s.created_at, s.last_used_at, s.expires_at, ${holderColumns}
    from login_session s
    join account a on a.id = s.account_id
    left join person p on p.id = a.person_id
    where s.token_hash = any(${[...hashes]}::bytea[]) and s.ended_at is null and a.state = 'ACTIVE'`);
  return new Map(rows.map((row) => [row.token_hash.toString('hex'), sessionOf(row)]));
}

function sessionOf(row: SessionRow): SessionRecord {
  return {
    id: row.id,
    accessToken: null,
    remembered: row.remembered,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    ...holderOf(row),
  };
}

/** Writes the last use, the account's before the session's as every act takes them, unless another server wrote one after `before`. */
export async function touchSession(db: SqlRunner, id: string, at: Date, before: Date): Promise<void> {
  await db.query(sql`
    with noted as (
      ${noteAccess(sql`(select account_id from login_session where id = ${id}::uuid)`, at)} returning 1
    )
    update login_session set last_used_at = ${at} where id = ${id}::uuid and last_used_at <= ${before}
      and (select count(*) from noted) >= 0`);
}

/** Ends one session; false when it had ended already. */
export async function endSession(tx: SqlRunner, id: string, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update login_session set ended_at = ${at} where id = ${id}::uuid and ended_at is null returning id`);
  return rows.length > 0;
}

/** Ends every session of an account and answers their ids. */
export async function endSessionsOf(tx: SqlRunner, accountId: string, at: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update login_session set ended_at = ${at}
    where account_id = ${accountId}::uuid and ended_at is null and expires_at > ${at}
    returning id`);
  return rows.map((row) => row.id);
}

/** False when there is no such account, or it was disabled already. One that was revoked may be. */
export async function disableAccount(tx: SqlRunner, accountId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    update account set state = 'DISABLED', revoked_at = null
    where id = ${accountId}::uuid and state::text = any(${statesBefore(accountMachine, 'DISABLE')}) returning id`);
  return rows.length > 0;
}

export async function setLocale(tx: SqlRunner, accountId: string, locale: Loc): Promise<void> {
  await tx.query(sql`update account set locale = ${locale}::locale where id = ${accountId}::uuid`);
}

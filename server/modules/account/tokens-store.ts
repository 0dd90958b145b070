import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { TokenScope } from '../../platform/db/generated/client.ts';
import { type HolderRow, holderColumns, holderOf, noteAccess, type SessionRecord } from './store.ts';

const NEVER = new Date(0);

interface TokenRow extends HolderRow {
  id: string;
  token_hash: Buffer;
  scopes: TokenScope[];
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date;
}

/** Access tokens not revoked, of accounts not disabled, by the hex of their hash; times are not judged. */
export async function findAccessTokens(
  db: SqlRunner,
  hashes: readonly Buffer[],
): Promise<[hash: string, record: SessionRecord][]> {
  const rows = await db.query<TokenRow>(sql`
    select t.id, t.token_hash, t.scopes::text[] as scopes, t.created_at, t.last_used_at, t.expires_at, ${holderColumns}
    from access_token t
    join account a on a.id = t.account_id
    left join person p on p.id = a.person_id
    where t.token_hash = any(${[...hashes]}::bytea[]) and t.revoked_at is null and a.state = 'ACTIVE'`);
  return rows.map((row) => [
    row.token_hash.toString('hex'),
    {
      id: row.id,
      accessToken: { scopes: row.scopes },
      remembered: false,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at ?? NEVER,
      expiresAt: row.expires_at,
      ...holderOf(row),
    },
  ]);
}

/** Writes the last use, unless another server wrote one after `before`. */
export async function touchAccessToken(db: SqlRunner, id: string, at: Date, before: Date): Promise<void> {
  await db.query(sql`
    with noted as (
      ${noteAccess(sql`(select account_id from access_token where id = ${id}::uuid)`, at)} returning 1
    )
    update access_token set last_used_at = ${at}
    where id = ${id}::uuid and (last_used_at is null or last_used_at <= ${before})
      and (select count(*) from noted) >= 0`);
}

export interface NewAccessToken {
  id: string;
  accountId: string;
  name: string;
  prefix: string;
  tokenHash: Buffer;
  scopes: readonly TokenScope[];
  at: Date;
  expiresAt: Date;
}

/** False when the account has `most` that still open something. */
export async function insertAccessToken(tx: SqlRunner, token: NewAccessToken, most: number): Promise<boolean> {
  // Makers of one account pass one after another, so that none sees a place that another takes.
  await tx.query(sql`select id from account where id = ${token.accountId}::uuid for update`);
  const rows = await tx.query(sql`
    insert into access_token (id, account_id, name, prefix, token_hash, scopes, created_at, expires_at)
    select ${token.id}::uuid, a.id, ${token.name}, ${token.prefix}, ${token.tokenHash},
      ${[...token.scopes]}::text[]::token_scope[], ${token.at}, ${token.expiresAt}
    from account a
    where a.id = ${token.accountId}::uuid and a.state = 'ACTIVE' and ${most} > (
      select count(*) from access_token t
      where t.account_id = a.id and t.revoked_at is null and t.expires_at > ${token.at})
    returning id`);
  return rows.length > 0;
}

/** False when the account has no such token that still opens something. */
export async function revokeAccessToken(tx: SqlRunner, accountId: string, id: string, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update access_token set revoked_at = ${at}
    where id = ${id}::uuid and account_id = ${accountId}::uuid and revoked_at is null and expires_at > ${at}
    returning id`);
  return rows.length > 0;
}

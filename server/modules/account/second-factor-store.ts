import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { SecondFactorKind } from './second-factor-rules.ts';

export interface SecondFactorRow {
  id: string;
  kind: SecondFactorKind;
  name: string;
  confirmedAt: Date;
  lastUsedAt: Date | null;
  credentialId: Buffer | null;
  publicKey: Buffer | null;
  signCount: number | null;
  transports: string[];
  lastStep: number | null;
}

/** Serialises what changes an account's factors with the sign-ins that ask whether there is one. null: disabled. */
export async function lockAccount(tx: SqlRunner, accountId: string): Promise<{ passwordHash: string } | null> {
  const [row] = await tx.query<{ passwordHash: string }>(sql`
    select password_hash as "passwordHash" from account
    where id = ${accountId}::uuid and state = 'ACTIVE' and password_hash is not null for no key update`);
  return row ?? null;
}

/**
 * Holds the account as it is for this transaction. False when it was disabled, or its password is not the one that was
 * checked. What is read after it sees every change of factors that came before.
 */
export async function holdAccount(tx: SqlRunner, accountId: string, passwordHash: string): Promise<boolean> {
  const rows = await tx.query(sql`
    select id from account
    where id = ${accountId}::uuid and state = 'ACTIVE' and password_hash = ${passwordHash} for no key update`);
  return rows.length > 0;
}

/** Those that stand, the oldest first. */
export async function listSecondFactors(db: SqlRunner, accountId: string): Promise<SecondFactorRow[]> {
  return await db.query<SecondFactorRow>(sql`
    select id, kind, name, confirmed_at as "confirmedAt", last_used_at as "lastUsedAt", credential_id as "credentialId",
      public_key as "publicKey", sign_count::float8 as "signCount", transports, last_step as "lastStep"
    from second_factor where account_id = ${accountId}::uuid and confirmed_at is not null
    order by confirmed_at, id`);
}

/** Begins the setting up of a factor, in place of one that was begun and never finished. */
export async function replaceSetup(
  tx: SqlRunner,
  setup: { id: string; accountId: string; kind: SecondFactorKind; at: Date },
): Promise<void> {
  const { id, accountId, kind, at } = setup;
  await tx.query(sql`delete from second_factor where account_id = ${accountId}::uuid and confirmed_at is null`);
  await tx.query(sql`
    insert into second_factor (id, account_id, kind, created_at, transports)
    values (${id}::uuid, ${accountId}::uuid, ${kind}::second_factor_kind, ${at}, '{}')`);
}

export async function findSetup(
  db: SqlRunner,
  accountId: string,
  id: string,
  since: Date,
): Promise<{ kind: SecondFactorKind } | null> {
  const [row] = await db.query<{ kind: SecondFactorKind }>(sql`
    select kind from second_factor
    where id = ${id}::uuid and account_id = ${accountId}::uuid and confirmed_at is null and created_at > ${since}`);
  return row ?? null;
}

/** What proved a factor when it was set up. */
export interface ProvedFactor {
  lastStep: number | null;
  passkey: { credentialId: Buffer; publicKey: Buffer; signCount: number; transports: string[] } | null;
}

/** False when it was confirmed or replaced meanwhile. */
export async function confirmSetup(
  tx: SqlRunner,
  { id, accountId, name, at, proved }: { id: string; accountId: string; name: string; at: Date; proved: ProvedFactor },
): Promise<boolean> {
  const { lastStep, passkey } = proved;
  const rows = await tx.query(sql`
    update second_factor set name = ${name}, confirmed_at = ${at}, last_step = ${lastStep}::int,
      credential_id = ${passkey?.credentialId ?? null}::bytea, public_key = ${passkey?.publicKey ?? null}::bytea,
      sign_count = ${passkey?.signCount ?? null}::bigint, transports = ${passkey?.transports ?? []}::text[]
    where id = ${id}::uuid and account_id = ${accountId}::uuid and confirmed_at is null returning id`);
  return rows.length > 0;
}

/** What was taken away; null when the account has no such factor. */
export async function deleteFactor(
  tx: SqlRunner,
  accountId: string,
  id: string,
): Promise<{ kind: SecondFactorKind; name: string } | null> {
  const [row] = await tx.query<{ kind: SecondFactorKind; name: string }>(sql`
    delete from second_factor
    where id = ${id}::uuid and account_id = ${accountId}::uuid and confirmed_at is not null returning kind, name`);
  return row ?? null;
}

/** Takes away every factor, those being set up included, and every code; how many factors stood. */
export async function deleteAllFactors(tx: SqlRunner, accountId: string): Promise<number> {
  const rows = await tx.query<{ stood: boolean }>(sql`
    delete from second_factor where account_id = ${accountId}::uuid returning confirmed_at is not null as stood`);
  await deleteCodes(tx, accountId);
  return rows.filter(({ stood }) => stood).length;
}

export async function replaceCodes(
  tx: SqlRunner,
  accountId: string,
  hashes: readonly Buffer[],
  at: Date,
): Promise<void> {
  await deleteCodes(tx, accountId);
  await tx.query(sql`
    insert into second_factor_code (account_id, code_hash, created_at)
    select ${accountId}::uuid, hash, ${at}::timestamptz from unnest(${[...hashes]}::bytea[]) as hash`);
}

export async function deleteCodes(tx: SqlRunner, accountId: string): Promise<void> {
  await tx.query(sql`delete from second_factor_code where account_id = ${accountId}::uuid`);
}

export async function countCodesLeft(db: SqlRunner, accountId: string): Promise<number> {
  const [row] = await db.query<{ left: number }>(sql`
    select count(*)::int as left from second_factor_code
    where account_id = ${accountId}::uuid and used_at is null`);
  return row?.left ?? 0;
}

/** Uses a code up; false when there is none like it, or it was used. */
export async function takeCode(tx: SqlRunner, accountId: string, hash: Buffer, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update second_factor_code set used_at = ${at}
    where account_id = ${accountId}::uuid and code_hash = ${hash} and used_at is null returning account_id`);
  return rows.length > 0;
}

/** Uses up the code of a period, and all before it; false when one as new was taken already. */
export async function takePeriod(tx: SqlRunner, id: string, period: number, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update second_factor set last_step = ${period}::int, last_used_at = ${at}
    where id = ${id}::uuid and kind = 'TOTP' and last_step < ${period}::int returning id`);
  return rows.length > 0;
}

/** Notes a use of a passkey; false when it is gone, or one that counts its uses counted fewer than before. */
export async function takePasskeyUse(tx: SqlRunner, id: string, signCount: number, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update second_factor set sign_count = ${signCount}::bigint, last_used_at = ${at}
    where id = ${id}::uuid and kind = 'PASSKEY'
      and (sign_count < ${signCount}::bigint or (sign_count = 0 and ${signCount}::bigint = 0)) returning id`);
  return rows.length > 0;
}

/** Forgets set-ups and second steps that nobody finished, and those long done. */
export async function sweepSecondFactors(db: SqlRunner, before: Date): Promise<void> {
  await db.query(sql`delete from second_factor where confirmed_at is null and created_at < ${before}`);
  await db.query(sql`delete from second_step where created_at < ${before}`);
}

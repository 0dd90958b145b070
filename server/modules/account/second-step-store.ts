import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { Grant } from './rules.ts';
import { type GrantJson, grantOf, grantsOfAccount } from './store.ts';

export interface NewStep {
  id: string;
  tokenHash: Buffer;
  accountId: string;
  passwordMark: Buffer;
  remember: boolean;
  at: Date;
  expiresAt: Date;
}

export async function insertStep(tx: SqlRunner, step: NewStep): Promise<void> {
  await tx.query(sql`
    insert into second_step (id, token_hash, account_id, password_mark, remember, created_at, expires_at)
    values (${step.id}::uuid, ${step.tokenHash}, ${step.accountId}::uuid, ${step.passwordMark}, ${step.remember},
      ${step.at}, ${step.expiresAt})`);
}

/** A second step that is waited for, and its account as it is now. */
export interface StepRecord {
  id: string;
  accountId: string;
  username: string;
  passwordMark: Buffer;
  remember: boolean;
  expiresAt: Date;
  passwordHash: string;
  grants: Grant[];
}

/** null: there is none, it was done, it is too old, or the account was disabled. */
export async function findStep(db: SqlRunner, tokenHash: Buffer, now: Date): Promise<StepRecord | null> {
  const [row] = await db.query<Omit<StepRecord, 'grants'> & { grants: GrantJson[] }>(sql`
    select s.id, s.account_id as "accountId", a.username, s.password_mark as "passwordMark", s.remember,
      s.expires_at as "expiresAt", a.password_hash as "passwordHash", ${grantsOfAccount} as grants
    from second_step s join account a on a.id = s.account_id
    where s.token_hash = ${tokenHash} and s.done_at is null and s.expires_at > ${now} and a.state = 'ACTIVE'
      and a.password_hash is not null`);
  return row ? { ...row, grants: row.grants.map(grantOf) } : null;
}

/** Uses the step up; false when it was done already. */
export async function takeStep(tx: SqlRunner, id: string, at: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    update second_step set done_at = ${at}
    where id = ${id}::uuid and done_at is null and expires_at > ${at} returning id`);
  return rows.length > 0;
}

/** No sign-in that was begun goes on: of an account whose factors were taken away. */
export async function endSteps(tx: SqlRunner, accountId: string): Promise<void> {
  await tx.query(sql`delete from second_step where account_id = ${accountId}::uuid`);
}

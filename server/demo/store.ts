import type { Viewer } from '../graphql/context.ts';
import { TERMS_VERSION } from '../modules/account/service.ts';
import { ADVISORY_LOCKS } from '../platform/db/advisory-locks.ts';
import { type Db, sql } from '../platform/db/db.ts';
import type { DemoPerson } from './people.ts';

export interface Marker {
  monday: string;
  done: boolean;
}

const MARKER = 'demoData';

/** Of servers that start together one fills the database; the others go on without waiting. */
export async function withSeedLock(db: Db, seed: () => Promise<boolean>): Promise<boolean> {
  const client = await db.pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      ADVISORY_LOCKS.demoData,
    ]);
    if (!rows[0]?.held) return false;
    try {
      return await seed();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [ADVISORY_LOCKS.demoData]);
    }
  } finally {
    client.release();
  }
}

export async function readMarker(db: Db): Promise<Marker | null> {
  const row = await db.prisma.installation.findUnique({ where: { key: MARKER } });
  return (row?.value as Marker | undefined) ?? null;
}

export async function writeMarker(db: Db, marker: Marker): Promise<void> {
  const value = { ...marker };
  await db.prisma.installation.upsert({ where: { key: MARKER }, create: { key: MARKER, value }, update: { value } });
}

export async function isEmpty(db: Db): Promise<boolean> {
  const [row] = await db.query<{ empty: boolean }>(sql`
    select not exists (select from account) and not exists (select from campaign) and not exists (select from school) as empty`);
  return row?.empty ?? false;
}

/** Adds the people who are not there yet, their accounts and their roles. */
export async function addPeople(
  db: Db,
  people: readonly (DemoPerson & { passwordHash: string | null })[],
  at: Date,
): Promise<void> {
  const json = JSON.stringify(people);
  await db.sqlTransaction(async (tx) => {
    await tx.query(sql`
      insert into person (fiscal_code, first_name, last_name)
      select "fiscalCode", "firstName", "lastName"
      from jsonb_to_recordset(${json}::jsonb) as r ("fiscalCode" text, "firstName" text, "lastName" text)
      where "fiscalCode" is not null on conflict do nothing`);
    await tx.query(sql`
      insert into account (kind, username, person_id, school_code, display_name, email, password_hash, password_set_at,
        notice_version, noticed_at, created_at)
      select kind, username, p.id, "schoolCode", "displayName", email, "passwordHash",
        case when "passwordHash" is not null then ${at}::timestamptz end, ${TERMS_VERSION}, ${at}::timestamptz,
        ${at}::timestamptz
      from jsonb_to_recordset(${json}::jsonb) as r (kind account_kind, username text, "fiscalCode" text, "schoolCode" text,
        "displayName" text, email text, "passwordHash" text)
      left join person p on p.fiscal_code = r."fiscalCode"
      on conflict do nothing`);
    await tx.query(sql`
      insert into role_grant (account_id, role, school_code, starts_at)
      select a.id, (r.role ->> 'role')::role, r.role ->> 'schoolCode', ${at}::timestamptz
      from jsonb_to_recordset(${json}::jsonb) as r (username text, role jsonb)
      join account a on a.username = r.username
      where r.role is not null and r.role <> 'null'::jsonb
        and not exists (select from role_grant g where g.account_id = a.id)`);
  });
}

/** The accounts of these user names as they would act, in their order. */
export async function viewersOf(db: Db, usernames: readonly string[]): Promise<Viewer[]> {
  const accounts = await db.prisma.account.findMany({
    where: { username: { in: [...usernames] } },
    omit: { passwordHash: true },
    include: { person: true, roles: true },
    orderBy: { username: 'asc' },
  });
  return accounts.map(({ person, roles, ...account }) => ({
    account: { ...account, fiscalCode: person?.fiscalCode ?? null },
    roles,
    withheldRoles: [],
    loginSessionId: '',
    accessToken: null,
    passwordDuty: null,
    expiresAt: new Date(8.64e15),
  }));
}

export async function viewerOf(db: Db, username: string): Promise<Viewer> {
  const [viewer] = await viewersOf(db, [username]);
  if (viewer === undefined) throw new Error(`the demo account ${username} was not made`);
  return viewer;
}

/** Ids of all sessions by «lab code, number». */
export async function listSessionIds(db: Db): Promise<Map<string, string>> {
  const sessions = await db.prisma.labSession.findMany({
    select: { id: true, number: true, lab: { select: { code: true } } },
  });
  return new Map(sessions.map(({ id, number, lab }) => [`${lab.code} ${number}`, id]));
}

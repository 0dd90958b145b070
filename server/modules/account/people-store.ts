import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { Role } from '../../platform/db/generated/client.ts';
import type { GrantRow } from './roles-store.ts';

/** Accounts that stand in the way of the ministry's names, by the name that the file gives. */
export interface MinistryClash {
  username: string;
  /** Somebody else has the name; or the person has an account under another. */
  kind: 'TAKEN' | 'OTHER_ACCOUNT';
}

export async function findMinistryClashes(
  db: SqlRunner,
  names: readonly { username: string; personId: string }[],
): Promise<MinistryClash[]> {
  return await db.query<MinistryClash>(sql`
    select i.username, case when a.username = i.username then 'TAKEN' else 'OTHER_ACCOUNT' end as kind
    from unnest(${names.map(({ username }) => username)}::text[], ${names.map(({ personId }) => personId)}::uuid[])
      as i (username, person_id)
    join account a on (a.username = i.username and a.person_id is distinct from i.person_id)
      or (a.person_id = i.person_id and a.username <> i.username)`);
}

/** Opens those accounts of the ministry that do not stand yet, without a password; answers how many. */
export async function openMinistryAccounts(
  tx: SqlRunner,
  accounts: readonly { username: string; personId: string }[],
  at: Date,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    insert into account (kind, username, person_id, display_name, email, institutional_email, ministry, created_at)
    select 'PERSON', i.username, p.id, p.first_name || ' ' || p.last_name, p.institutional_email,
      p.institutional_email, true, ${at}
    from unnest(${accounts.map(({ username }) => username)}::text[], ${accounts.map(({ personId }) => personId)}::uuid[])
      as i (username, person_id) join person p on p.id = i.person_id
    on conflict do nothing returning id`);
  return rows.map(({ id }) => id);
}

/** Brings the accounts of these people to what the administration knows of them; the ids of those that changed. */
export async function refreshAccounts(tx: SqlRunner, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    update account a set display_name = p.first_name || ' ' || p.last_name,
      institutional_email = coalesce(p.institutional_email, a.institutional_email)
    from person p
    where p.id = a.person_id and p.id = any(${[...personIds]}::uuid[]) and a.state <> 'DISABLED'
      and (a.display_name, a.institutional_email) is distinct from
        (p.first_name || ' ' || p.last_name, coalesce(p.institutional_email, a.institutional_email))
    returning a.id`);
  return rows.map(({ id }) => id);
}

export interface NewAppointment {
  id: string;
  personId: string;
  role: Role;
  schoolCode: string | null;
  startsAt: Date;
  endsAt: Date | null;
}

/** Adds appointments and moves the ends of those that stand; the end of a role that came from one moves with it. */
export async function writeAppointments(
  tx: SqlRunner,
  appointments: readonly NewAppointment[],
): Promise<{ added: number; updated: number; unchanged: number; changedAccounts: string[] }> {
  const column = <K extends keyof NewAppointment>(key: K): NewAppointment[K][] => appointments.map((one) => one[key]);
  const [row] = await tx.query<{ added: number; updated: number; unchanged: number; accounts: string[] }>(sql`
    with incoming as (
      select * from unnest(${column('id')}::uuid[], ${column('personId')}::uuid[], ${column('role')}::role[],
        ${column('schoolCode')}::char(10)[], ${column('startsAt')}::timestamptz[], ${column('endsAt')}::timestamptz[])
      as t (id, person_id, role, school_code, starts_at, ends_at)
    ), compared as materialized (
      select i.*, a.grant_id, case when a.id is null then 'added'
        when a.ends_at is distinct from i.ends_at then 'updated' else 'unchanged' end as fate
      from incoming i left join appointment a on a.person_id = i.person_id and a.role = i.role
        and a.school_code is not distinct from i.school_code and a.starts_at = i.starts_at
    ), written as (
      insert into appointment (id, person_id, role, school_code, starts_at, ends_at)
      select id, person_id, role, school_code, starts_at, ends_at from compared where fate <> 'unchanged'
      on conflict (person_id, role, school_code, starts_at) do update set ends_at = excluded.ends_at
    ), moved as (
      update role_grant g set ends_at = c.ends_at from compared c where c.fate = 'updated' and g.id = c.grant_id
      returning g.account_id
    )
    select count(*) filter (where fate = 'added')::int as added, count(*) filter (where fate = 'updated')::int as updated,
      count(*) filter (where fate = 'unchanged')::int as unchanged,
      coalesce((select array_agg(distinct account_id) from moved), '{}') as accounts
    from compared`);
  const { accounts, ...counts } = row ?? { added: 0, updated: 0, unchanged: 0, accounts: [] };
  return { ...counts, changedAccounts: accounts };
}

export interface DueAppointment extends Omit<GrantRow, 'id'> {
  appointmentId: string;
  accountId: string;
}

/**
 * Appointments that wait although an account is known to be the person's: it is the ministry's, or its confirmed mailbox
 * is the institutional one. Whoever merely knows a codice fiscale gets no role by registering with it.
 */
export async function listDueAppointments(
  tx: SqlRunner,
  { accountId, now }: { accountId: string | null; now: Date },
): Promise<DueAppointment[]> {
  return await tx.query<DueAppointment>(sql`
    select n.id as "appointmentId", a.id as "accountId", n.role, n.school_code as "schoolCode",
      n.starts_at as "startsAt", n.ends_at as "endsAt"
    from appointment n join person p on p.id = n.person_id join account a on a.person_id = p.id
    where n.grant_id is null and a.state = 'ACTIVE' and (n.ends_at is null or n.ends_at > ${now})
      and (a.ministry or lower(a.email) = lower(p.institutional_email))
      and (${accountId}::uuid is null or a.id = ${accountId}::uuid)
    order by n.starts_at, n.id`);
}

/** Appointments in force that wait for an account. */
export async function countWaitingAppointments(db: SqlRunner, now: Date): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::int as count from appointment where grant_id is null and (ends_at is null or ends_at > ${now})`);
  return row?.count ?? 0;
}

/** Binds the appointment to its role: the one of the same place and time that stands already, or else `grantId`. */
export async function bindAppointment(tx: SqlRunner, due: DueAppointment, grantId: string | null): Promise<void> {
  const standing = sql`(select g.id from role_grant g where g.account_id = ${due.accountId}::uuid
    and g.role = ${due.role}::role and g.school_code is not distinct from ${due.schoolCode}::char(10)
    and not exists (select from appointment n where n.grant_id = g.id)
    order by g.ends_at desc nulls first, g.id limit 1)`;
  await tx.query(sql`
    update appointment set grant_id = ${grantId === null ? standing : sql`${grantId}::uuid`}
    where id = ${due.appointmentId}::uuid`);
}

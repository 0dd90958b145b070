import { joinSql, type SqlRunner, sql } from '../../platform/db/db.ts';
import { type Counter, LOCKOUT, NETWORK_LIMIT } from './rules.ts';

// A counter is a row under its keyed hash, which holds the lock, and under the same key with a random end one row
// for each attempt of the last 15 minutes. So 'the sixth within 15 minutes' is exact, and not of a window that
// begins somewhere. An address needs no such care: its one row counts by windows.

/** Beyond every end an attempt may have: one byte more than its 16, so that an end of nothing but 0xff counts too. */
const KEY_END = Buffer.alloc(17, 0xff);

/** Keys in the one order in which rows are locked (docs/locking.md). */
function inLockOrder(keys: readonly Buffer[]): Buffer[] {
  return [...keys].sort(Buffer.compare);
}

/** Takes the counters for this transaction, making them where missing, and answers until when each is locked. */
export async function lockCounters(tx: SqlRunner, keys: readonly Buffer[], now: Date): Promise<(Date | null)[]> {
  const values = inLockOrder(keys).map((key) => sql`(${key}::bytea, 0, ${now}::timestamptz)`);
  const rows = await tx.query<{ key: Buffer; locked_until: Date | null }>(sql`
    insert into sign_in_throttle as t (key, failures, window_at) values ${joinSql(values)}
    on conflict (key) do update set window_at = greatest(t.window_at, excluded.window_at)
    returning t.key, t.locked_until`);
  return keys.map((key) => rows.find((row) => row.key.equals(key))?.locked_until ?? null);
}

/**
 * Counts one attempt on counters that this transaction holds. The one that makes a counter full locks it; a right
 * password, or whatever is asked for, will delete it again.
 */
export async function countAttempt(
  tx: SqlRunner,
  keys: readonly Buffer[],
  now: Date,
  most: number = LOCKOUT.wrongPasswords,
): Promise<Counter[]> {
  const since = new Date(now.getTime() - LOCKOUT.windowMs);
  const until = new Date(now.getTime() + LOCKOUT.lockMs);
  const rows = await tx.query<{ key: Buffer; failures: number; locked_until: Date | null }>(sql`
    with counter as (
      select c.key, 1 + (
          select count(*)::int from sign_in_throttle a
          where a.key > c.key and a.key < c.key || ${KEY_END}::bytea and a.window_at > ${since}::timestamptz
        ) as attempts
      from unnest(${[...keys]}::bytea[]) as c (key)
    ), attempt as (
      insert into sign_in_throttle (key, failures, window_at)
      select key || uuid_send(gen_random_uuid()), 1, ${now}::timestamptz from counter
    )
    update sign_in_throttle t
    set failures = counter.attempts,
      locked_until = case when counter.attempts >= ${most}::int then ${until}::timestamptz end
    from counter where t.key = counter.key
    returning t.key, t.failures, t.locked_until`);
  return keys.map((key) => {
    const row = rows.find((candidate) => candidate.key.equals(key));
    return { wrongPasswords: row?.failures ?? 0, lockedUntil: row?.locked_until ?? null };
  });
}

/** Forgets counters with all their attempts, after a right password (POL-605). */
export async function deleteCounters(tx: SqlRunner, keys: readonly Buffer[]): Promise<void> {
  const all = [...keys];
  await tx.query(sql`select key from sign_in_throttle where key = any(${all}::bytea[]) order by key for update`);
  await tx.query(sql`
    delete from sign_in_throttle t using unnest(${all}::bytea[]) as c (key)
    where t.key >= c.key and t.key < c.key || ${KEY_END}::bytea`);
}

export async function findNetworkLock(db: SqlRunner, key: Buffer, now: Date): Promise<Date | null> {
  const [row] = await db.query<{ locked_until: Date }>(sql`
    select locked_until from sign_in_throttle where key = ${key} and locked_until > ${now}`);
  return row?.locked_until ?? null;
}

/** Counts a wrong password of a network address; the one that fills its window locks the address to its end. */
export async function countNetworkFailure(tx: SqlRunner, key: Buffer, now: Date): Promise<void> {
  const begun = new Date(now.getTime() - NETWORK_LIMIT.windowMs);
  const end = new Date(now.getTime() + NETWORK_LIMIT.windowMs);
  await tx.query(sql`
    insert into sign_in_throttle as t (key, failures, window_at) values (${key}, 1, ${now})
    on conflict (key) do update set
      failures = case when t.window_at > ${begun} then t.failures + 1 else 1 end,
      window_at = case when t.window_at > ${begun} then t.window_at else excluded.window_at end,
      locked_until = case
        when t.window_at > ${begun} and t.failures + 1 >= ${NETWORK_LIMIT.wrongPasswords}::int
        then t.window_at + (${end}::timestamptz - ${now}::timestamptz) end`);
}

const MOST_ROWS = 500_000;

/** Forgets what is older than 15 minutes, and the oldest rows beyond a bound however many identifiers are tried. */
export async function sweepThrottle(db: SqlRunner, now: Date): Promise<void> {
  const before = new Date(now.getTime() - LOCKOUT.windowMs);
  await db.query(sql`
    delete from sign_in_throttle where key in (
      select key from sign_in_throttle
      where window_at <= ${before} and (locked_until is null or locked_until <= ${now})
      for update skip locked)`);
  await db.query(sql`
    delete from sign_in_throttle where key in (
      select key from sign_in_throttle order by window_at desc offset ${MOST_ROWS} for update skip locked)`);
}

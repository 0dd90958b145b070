import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuditEntry, recordAudit } from '#server/platform/audit/audit.ts';
import { type AuditChainer, createAuditChainer } from '#server/platform/audit/chainer.ts';
import { createAuditDigest } from '#server/platform/audit/digest.ts';
import { verifyAudit } from '#server/platform/audit/verify.ts';
import { sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createScratch, type Scratch } from './scratch.ts';

declare module '#server/platform/audit/audit.ts' {
  interface AuditEvents {
    'test.happened': { number: number };
  }
}

const at = new Date('2026-10-01T08:00:00.123Z');

function entry(number: number): AuditEntry {
  return { event: 'test.happened', actorId: randomUUID(), subjectId: null, data: { number }, at, requestId: 'r1' };
}

let base: Scratch;
let chainer: AuditChainer;

beforeEach(async () => {
  base = await createScratch();
  chainer = createAuditChainer({ db: base.db, logger: createLogger('silent') });
});
afterEach(async () => {
  await chainer.dispose();
  await base.dispose();
});

async function sealed(): Promise<number[]> {
  const { rows } = await base.owner.query<{ number: number }>(
    "select (e.data->>'number')::int as number from audit_seal s join audit_event e on e.id = s.event_id order by s.seq",
  );
  return rows.map((row) => row.number);
}

/** Other databases of the same PostgreSQL hold the snapshot back for moments too, so sealing is waited for. */
async function sealUntil(count: number, by: AuditChainer = chainer): Promise<number[]> {
  return await vi.waitFor(
    async () => {
      await by.sealNow();
      const numbers = await sealed();
      expect(numbers).toHaveLength(count);
      return numbers;
    },
    { timeout: 10_000 },
  );
}

/** What an owner can do who wants to hide it: constraints do not stop the owner. */
async function tamper(statement: string): Promise<void> {
  await base.owner.query('alter table audit_seal drop constraint if exists audit_seal_event_id_fkey');
  await base.owner.query(statement);
}

async function recorded(count: number): Promise<void> {
  const before = (await sealed()).length;
  for (let number = 1; number <= count; number++) await recordAudit(base.db, entry(number));
  await sealUntil(before + count);
}

describe('audit rows', () => {
  it('[SEC-112] are written with the act and vanish with it', async () => {
    await base.db.transaction((tx) => recordAudit(tx, [entry(1), entry(2)]));
    await base.db.sqlTransaction((tx) => recordAudit(tx, entry(3)));
    const undone = base.db.sqlTransaction(async (tx) => {
      await recordAudit(tx, entry(4));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await sealUntil(3)).toEqual([1, 2, 3]);
    const [row] = await base.db.query<{ at: Date; data: unknown }>(sql`select at, data from audit_event where id = 1`);
    expect(row).toEqual({ at, data: { number: 1 } });
  });

  it('[OPS-06] cannot be changed nor removed by the application', async () => {
    await recorded(1);
    for (const statement of [
      sql`update audit_event set event = 'x'`,
      sql`delete from audit_event`,
      sql`update audit_seal set seq = 9`,
      sql`delete from audit_seal`,
      sql`truncate audit_seal`,
    ]) {
      await expect(base.db.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('the chain', () => {
  it('[OPS-06] holds over untouched rows and names its head', async () => {
    expect(await verifyAudit(base.db)).toEqual({ ok: true, head: null });
    await recorded(3);
    const verdict = await verifyAudit(base.db);
    expect(verdict).toEqual({ ok: true, head: { seq: '3', hash: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it.each([
    ['altered data', `update audit_event set data = '{"number": 9}' where id = 2`, '2', 'altered'],
    ['an altered actor', 'update audit_event set actor_id = null where id = 2', '2', 'altered'],
    ['an altered instant', "update audit_event set at = at + interval '1 ms' where id = 2", '2', 'altered'],
    ['an altered seal', "update audit_seal set hash = decode(repeat('00', 32), 'hex') where seq = 2", '2', 'altered'],
    ['a deleted row', 'delete from audit_event where id = 2', '2', 'deleted'],
    [
      'a row deleted with its seal',
      'with s as (delete from audit_seal where event_id = 2) delete from audit_event where id = 2',
      '2',
      'deleted',
    ],
    [
      'a row deleted with its seal and the gap closed',
      `do $$ begin delete from audit_seal where seq = 2; delete from audit_event where id = 2;
         update audit_seal set seq = 2 where seq = 3; update audit_seal set seq = 3 where seq = 4; end $$`,
      '2',
      'altered',
    ],
    [
      'a row put in before sealed ones',
      `insert into audit_event (id, tx, at, event, data) select 99, tx, at, 'forged', '{}' from audit_event where id = 2`,
      '3',
      'inserted',
    ],
    [
      'two rows exchanged',
      'update audit_seal set event_id = case event_id when 2 then 1003 when 3 then 1002 end where event_id in (2, 3); update audit_seal set event_id = event_id - 1000 where event_id > 1000',
      '2',
      'altered',
    ],
  ])('[OPS-06] [SEC-112] shows %s', async (_what, statement, seq, fault) => {
    await recorded(4);
    await tamper(statement);
    expect(await verifyAudit(base.db)).toEqual({ ok: false, seq, fault });
  });

  it('[OPS-06] shows a cut-off end against a head noted earlier', async () => {
    await recorded(3);
    const before = await verifyAudit(base.db);
    if (!before.ok || !before.head) throw new Error('the chain should hold');
    await recorded(1);
    expect(await verifyAudit(base.db, before.head)).toMatchObject({ ok: true });
    await tamper('with s as (delete from audit_seal where seq >= 3) delete from audit_event where id >= 3');
    expect(await verifyAudit(base.db, before.head)).toEqual({ ok: false, seq: '3', fault: 'deleted' });
  });
});

describe('the daily digest', () => {
  it('[OPS-06] writes the head of the chain into the log, where it can be checked against later', async () => {
    await recorded(2);
    const lines: object[] = [];
    const silent = createLogger('silent');
    const digest = createAuditDigest({ db: base.db, logger: { ...silent, info: (data) => void lines.push(data) } });
    await digest['audit.noteHead']!({}, { attempt: 1, signal: new AbortController().signal });
    expect(lines).toEqual([{ auditHead: { seq: '2', hash: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);
    const [line] = lines as { auditHead: { seq: string; hash: string } }[];
    expect(await verifyAudit(base.db, line!.auditHead)).toMatchObject({ ok: true });
  });
});

describe('the chainer', () => {
  it('[OPS-06] waits for older transactions and seals each row once, though they commit out of order', async () => {
    const early = new pg.Client({ connectionString: base.url });
    await early.connect();
    await early.query('begin');
    await early.query(`insert into audit_event (at, event, data) values (now(), 'test.happened', '{"number": 1}')`);
    await recordAudit(base.db, entry(2));
    await chainer.sealNow();
    expect(await sealed()).toEqual([]);
    await early.query('commit');
    await early.end();
    await sealUntil(2);
    await recordAudit(base.db, entry(3));
    await sealUntil(3);
    expect(await chainer.sealNow()).toBe(0);
    expect(await sealed()).toEqual([1, 2, 3]);
    expect(await verifyAudit(base.db)).toMatchObject({ ok: true });
  });

  it('[OPS-06] several at once leave one unbroken chain while acts go on', async () => {
    const chainers = [1, 2, 3].map(() => createAuditChainer({ db: base.db, logger: createLogger('silent'), batch: 7 }));
    let acting = true;
    const sealing = chainers.map(async (one) => {
      while (acting) await one.sealNow();
    });
    const acts = Array.from({ length: 200 }, (_, index) =>
      base.db.sqlTransaction((tx) => recordAudit(tx, [entry(index * 2), entry(index * 2 + 1)])),
    );
    await Promise.all(acts);
    acting = false;
    await Promise.all(sealing);
    expect((await sealUntil(400)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, index) => index));
    expect(await verifyAudit(base.db)).toMatchObject({ ok: true, head: { seq: '400' } });
  });

  it('[OPS-06] goes on after a logical restore, where transaction ids begin again', async () => {
    await base.owner.query(`insert into audit_event (id, tx, at, event, data)
      select n, (9000000000 + n)::text::xid8, now(), 'test.happened', jsonb_build_object('number', n) from generate_series(1, 3) n`);
    await base.owner.query("select setval('audit_event_id_seq', 3)");
    await base.owner.query("insert into audit_seal values (1, 1, decode(repeat('ab', 32), 'hex'))");
    await recordAudit(base.db, entry(4));
    const small = createAuditChainer({ db: base.db, logger: createLogger('silent'), batch: 2 });
    await sealUntil(4, small);
    await recordAudit(base.db, entry(5));
    expect(await sealUntil(5, small)).toEqual([1, 2, 3, 4, 5]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Db, sql } from '#server/platform/db/db.ts';
import { type RehearsalOptions, rehearse } from '#server/platform/db/rehearsal.ts';
import { createLogger } from '#server/platform/logger.ts';
import { createScratch, type Scratch } from './scratch.ts';

let base: Scratch;

beforeAll(async () => {
  base = await createScratch();
});
afterAll(() => base.dispose());

const options = (keep: boolean): RehearsalOptions => ({ url: base.url, logger: createLogger('silent'), keep });

async function write(db: Db, hooks: string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.prisma.spentProof.create({ data: proof() });
    tx.afterCommit(() => void hooks.push('transaction'));
  });
  await db.sqlTransaction(async (tx) => {
    await tx.query(sql`insert into spent_proof (proof, expires_at) values (${proof().proof}, now())`);
    tx.afterCommit(() => void hooks.push('sqlTransaction'));
  });
  const undone = db.sqlTransaction(async (tx) => {
    await tx.query(sql`insert into spent_proof (proof, expires_at) values (${proof().proof}, now())`);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await expect(db.query(sql`select 1 / 0 as nothing`)).rejects.toThrow('division by zero');
  await db.prisma.spentProof.create({ data: proof() });
  await db.query(sql`update spent_proof set expires_at = expires_at + interval '1 s'`);
  // Inside it, what was done stands.
  expect(await db.prisma.spentProof.count()).toBe(3);
}

const proof = () => ({ proof: new Uint8Array(Buffer.from(randomUUID())), expiresAt: new Date() });
const count = () => base.db.prisma.spentProof.count();

describe('a rehearsal', () => {
  it('[OPS-03] counts the rows that every road to the database touched, and undoes them all', async () => {
    const hooks: string[] = [];
    const changes = await rehearse(options(false), (db) => write(db, hooks));
    expect(changes).toMatchObject([{ table: 'spent_proof', updated: 3 }]);
    expect(await count()).toBe(0);
    expect(hooks).toEqual([]);
  });

  it('that is kept commits at its end, and only then runs the hooks', async () => {
    const hooks: string[] = [];
    await rehearse(options(true), async (db) => {
      await write(db, hooks);
      expect(await count()).toBe(0);
      expect(hooks).toEqual([]);
    });
    expect(await count()).toBe(3);
    expect(hooks).toEqual(['transaction', 'sqlTransaction']);
    await base.db.query(sql`delete from spent_proof`);
  });

  it('writes nothing after its connection was lost, on no other', async () => {
    const cut = rehearse(options(true), async (db) => {
      await db.prisma.spentProof.create({ data: proof() });
      const [row] = await db.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await base.owner.query('select pg_terminate_backend($1)', [row!.pid]);
      await expect(db.prisma.spentProof.create({ data: proof() })).rejects.toThrow();
      await expect(db.query(sql`delete from spent_proof`)).rejects.toThrow();
    });
    await expect(cut).rejects.toThrow();
    expect(await count()).toBe(0);
  });
});

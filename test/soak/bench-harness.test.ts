// The bench itself, with a handful of everything: that it runs, and that its checks can fail. Nothing here is timed.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#test/kit/database.ts';
import { fill } from '../../bench/fill.ts';
import { addFloor, type Ground, withClient } from '../../bench/ground.ts';
import { encode } from '../../bench/http-client.ts';
import { connectClients, judgeBy } from '../../bench/load.ts';
import type { Stage } from '../../bench/peers.ts';
import { line, type Result } from '../../bench/result.ts';
import { bookingChecks, hotRow, wideRow } from '../../bench/rows/bookings.ts';
import { catalogueRow, sameCatalogue, sessionRow } from '../../bench/rows/queries.ts';
import { exact, rushRow } from '../../bench/rows/rush.ts';
import { crowdRow, freeOf, screensRow } from '../../bench/rows/watching.ts';
import type { Sizes } from '../../bench/sizes.ts';
import { freeIn } from '../../bench/watchers.ts';

const TINY: Sizes = {
  // Enough for the fastest floor: who has booked cannot book again.
  people: 10_000,
  campaigns: 1,
  labsPerCampaign: 3,
  sessionsPerLab: 4,
  rounds: 1,
  // Several times what changes are held back for watchers.
  roundMs: 500,
  warmUpMs: 100,
  readers: 2,
  bookers: 4,
  rush: { people: 30, seats: 10, connections: 10 },
  watchers: 5,
  crowd: 3,
  changesPerSecond: 20,
  schools: 10,
};

let ground: Ground;
let stage: Stage;
let databases: TestDatabase[];

beforeAll(async () => {
  const [ours, floor] = [await createTestDatabase(), await createTestDatabase()];
  databases = [ours, floor];
  for (const { ownerUrl } of databases) await withClient(ownerUrl, (client) => fill(client, TINY));
  await addFloor(floor);
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-bench-test-'));
  ground = { folder, serverKey: randomBytes(32), ours, floor };
  // One pair of servers for all the rows.
  stage = { ground, sizes: TINY, ends: [] };
});

afterAll(async () => {
  for (const end of stage.ends.reverse()) await end();
  rmSync(ground.folder, { recursive: true, force: true });
  for (const database of databases) await database.drop();
});

const run = (row: (on: Stage) => Promise<Result>): Promise<Result> => row(stage);

function expectSound({ lines, checks }: Result): void {
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(checks.length).toBeGreaterThan(0);
  for (const { floor, ours } of lines) {
    expect(floor).toBeGreaterThan(0);
    expect(ours).toBeGreaterThan(0);
  }
}

const spoil = (statement: string) => withClient(ground.ours.ownerUrl, (client) => client.query(statement));

describe('bench', () => {
  it('reads: the pages are the floor’s', { timeout: 120_000 }, async () => {
    expectSound(await run(catalogueRow));
    expectSound(await run(sessionRow));
    const page = (free: number) =>
      JSON.stringify({
        data: { campaign: { labs: [{ code: 'A', title: 'B', sessions: [{ startsAt: 'C', seats: { free } }] }] } },
      });
    expect(sameCatalogue(page(1), page(1))).toBe(true);
    expect(sameCatalogue(page(1), page(2))).toBe(false);
  });

  it('bookings: answers and rows agree, and a row too many or too few is told', { timeout: 120_000 }, async () => {
    expectSound(await run(wideRow));
    expectSound(await run(hotRow));
    const count = await withClient(ground.ours.ownerUrl, async (client) => {
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from booking');
      return rows[0]!.n;
    });
    const faults = async (answered: number) =>
      (await bookingChecks('row', ground.ours.ownerUrl, answered)).filter(({ ok }) => !ok).length;
    expect(await faults(count)).toBe(0);
    expect(await faults(count + 1)).toBe(1);
    await spoil(`update lab_session set booked = booked + 1 where booked > 0`);
    expect(await faults(count)).toBe(2);
  });

  it('the rush: exact, and a seat too many is told', { timeout: 120_000 }, async () => {
    expectSound(await run(rushRow));
    const told = { booked: TINY.rush.seats, full: TINY.rush.people - TINY.rush.seats, wrong: new Map() };
    const holds = async (facts: typeof told) =>
      (await exact('run', ground.ours.ownerUrl, 'lab_session', facts, TINY.rush)).every(({ ok }) => ok);
    expect(await holds(told)).toBe(true);
    expect(await holds({ ...told, full: told.full - 1 })).toBe(false);
    await spoil(`delete from mail; delete from booking where id = (select id from booking limit 1)`);
    expect(await holds(told)).toBe(false);
  });

  it('watchers: all end on the true value', { timeout: 120_000 }, async () => {
    expectSound(await run(screensRow));
    expectSound(await run(crowdRow));
    expect(await freeOf(ground.ours.ownerUrl)).toBeGreaterThan(0);
    expect(freeIn(Buffer.from('{"sessions":[{"capacity":20,"free":17,"waiting":0}]}'))).toBe(17);
    expect(freeIn(Buffer.from('{"type":"connection_ack"}'))).toBeNull();
  });

  it('errors and unwanted answers are told and never counted as work', async () => {
    let asked = 0;
    const bodies = ['{"data":{"seats":1}}', '{"errors":[],"data":{"seats":1}}', '{"data":null}'];
    const server = createServer((_request, response) => {
      const body = bodies[asked % bodies.length]!;
      asked += 1;
      // In turns with a length and in chunks.
      if (asked % 2 === 0) response.setHeader('content-length', body.length);
      response.write(body.slice(0, 5));
      response.end(body.slice(5));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    let left = 12;
    const next = () => (left-- > 0 ? encode({ path: '/' }) : null);
    const clients = await connectClients({ port, connections: 1, judge: judgeBy('"seats"'), next });
    const outcome = await clients.run(10_000);
    clients.close();
    server.close();
    expect(outcome.right).toBe(4);
    expect([...outcome.wrong.values()]).toEqual([4, 4]);
  });

  it('a goal is judged by the ratio, either way round', () => {
    const facts = { row: 'X', what: 'x', unit: '/s', floor: 100, ours: 80 };
    expect(line({ ...facts, goal: { atLeast: 0.8 } }).goal).toEqual({ text: '≥ 0.8', met: true });
    expect(line({ ...facts, goal: { atMost: 0.5 } }).goal).toEqual({ text: '≤ 0.5', met: false });
    expect(line({ ...facts, floor: null }).ratio).toBeNull();
  });
});

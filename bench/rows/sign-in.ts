import argon2 from 'argon2';
import { countSessions, PASSWORD } from '../fill.ts';
import { withClient } from '../ground.ts';
import { connectClients, judgeBy, median, quantile } from '../load.ts';
import { HASHES_AT_ONCE, type Stage, startFloor, startOurs } from '../peers.ts';
import { ours as ourRequests } from '../requests.ts';
import { check, line, noWrongAnswers, type Result } from '../result.ts';
import { newcomers, prepareBookings } from './bookings.ts';

const GUESTS = 500;

/** As server/platform/passwords.ts hashes. */
const ARGON2 = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Sign-ins against bare hashes, and what a storm of them does to whoever reads. */
export async function signInRow(stage: Stage): Promise<Result> {
  const { sizes, ground } = stage;
  await prepareBookings(stage, []);
  const hash = await argon2.hash(PASSWORD, ARGON2);
  // The newest people sign in, so that the first ones' sessions are left alone.
  const people = Math.min(2_000, sizes.people - GUESTS);
  await withClient(ground.ours.ownerUrl, (client) =>
    client.query(`update account set password_hash = $1 where username = any($2)`, [
      hash,
      Array.from({ length: people }, (_, index) => `persona.${GUESTS + 1 + index}`),
    ]),
  );
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  const storm = await connectClients({
    ...{ port: ours.port, connections: 16, judge: judgeBy('"SignInSuccess"') },
    next: newcomers(people, (n) => ourRequests.signIn(GUESTS + n)),
  });
  const sessions = countSessions(sizes);
  const readers = await connectClients({
    ...{ port: ours.port, connections: 4, judge: judgeBy('"seats"') },
    next: () => ourRequests.session(1 + Math.floor(Math.random() * sessions), 1 + Math.floor(Math.random() * GUESTS)),
  });
  const rates = { ours: [] as number[], floor: [] as number[] };
  const p95 = { rest: [] as number[], storm: [] as number[] };
  const cpu: number[] = [];
  const wrong = new Map<string, number>();
  const keep = (faults: ReadonlyMap<string, number>) => {
    for (const [fault, count] of faults) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
  };
  for (let round = 0; round <= sizes.rounds; round += 1) {
    const ms = round === 0 ? sizes.warmUpMs : sizes.roundMs;
    const base = await floor.ask<{ done: number; ms: number }>('verify', {
      ...{ hash, password: PASSWORD, concurrency: HASHES_AT_ONCE, ms },
    });
    const before = await ours.usage();
    const alone = await storm.run(ms);
    const after = await ours.usage();
    const rest = await readers.run(ms / 2);
    const [, both] = await Promise.all([storm.run(ms), readers.run(ms)]).then((all) => {
      for (const { wrong: faults } of all) keep(faults);
      return all;
    });
    keep(alone.wrong);
    keep(rest.wrong);
    if (round === 0) continue;
    rates.floor.push((base.done / base.ms) * 1_000);
    rates.ours.push((alone.right / alone.ms) * 1_000);
    cpu.push((after.cpu - before.cpu) / alone.right);
    p95.rest.push(quantile(rest.latencies, 0.95));
    p95.storm.push(quantile(both.latencies, 0.95));
  }
  const events = await withClient(ground.ours.ownerUrl, async (client) => {
    const { rows } = await client.query<{ opened: number; audited: number }>(
      `select (select count(*) from login_session where last_used_at < created_at + interval '10 minutes')::int as opened,
        (select count(*) from audit_event where event = 'account.signedIn')::int as audited`,
    );
    return rows[0]!;
  });
  return {
    lines: [
      line({
        ...{ row: 'SIGN', what: 'sign-ins, against bare argon2id', unit: '/s', goal: { atLeast: 0.85 } },
        ...{ floor: median(rates.floor), ours: median(rates.ours), cpuMicros: median(cpu) },
      }),
      line({
        ...{ row: 'SIGN', what: 'p95 of Q2 in a storm of sign-ins, against at rest', unit: 'ms', goal: { atMost: 2 } },
        ...{ floor: median(p95.rest), ours: median(p95.storm) },
      }),
    ],
    checks: [
      noWrongAnswers('SIGN', wrong),
      check(
        'SIGN: sessions opened and audit agree',
        events.opened === events.audited && events.opened > 0,
        `${events.opened} and ${events.audited}`,
      ),
    ],
    notes: [],
  };
}

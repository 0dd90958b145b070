import argon2 from 'argon2';
import { PASSWORD, username } from '../fill.ts';
import { type Ground, withClient } from '../ground.ts';
import { connectClients, judgeBy, median } from '../load.ts';
import { HASHES_AT_ONCE, type Stage, startFloor, startOurs } from '../peers.ts';
import { ours as ourRequests } from '../requests.ts';
import { check, line, noWrongAnswers, type Result } from '../result.ts';
import { newcomers, prepareBookings } from './bookings.ts';

export const SIGNED_IN = '"SignInSuccess"';

/** As server/platform/passwords.ts hashes. */
const ARGON2 = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const PEOPLE = 2_000;

/** The first people get a password; answers its hash. */
export async function givePasswords(ground: Ground, people: number): Promise<string> {
  const hash = await argon2.hash(PASSWORD, ARGON2);
  const names = Array.from({ length: people }, (_, index) => username(index + 1));
  await withClient(ground.ours.ownerUrl, (client) =>
    client.query(`update account set password_hash = $1 where username = any($2)`, [hash, names]),
  );
  return hash;
}

/** Sign-ins against bare hashes. */
export async function signInRow(stage: Stage): Promise<Result> {
  const { sizes, ground } = stage;
  await prepareBookings(stage, []);
  const people = Math.min(PEOPLE, sizes.people);
  const hash = await givePasswords(ground, people);
  const [ours, floor] = [await startOurs(stage), await startFloor(stage)];
  const clients = await connectClients({
    ...{ port: ours.port, connections: 16, judge: judgeBy(SIGNED_IN) },
    next: newcomers(people, (n) => ourRequests.signIn(n)),
  });
  const rates = { ours: [] as number[], floor: [] as number[] };
  const cpu: number[] = [];
  const wrong = new Map<string, number>();
  for (let round = 0; round <= sizes.rounds; round += 1) {
    const ms = round === 0 ? sizes.warmUpMs : sizes.roundMs;
    const base = await floor.ask<{ done: number; ms: number }>('verify', {
      ...{ hash, password: PASSWORD, concurrency: HASHES_AT_ONCE, ms },
    });
    const before = await ours.usage();
    const found = await clients.run(ms);
    const after = await ours.usage();
    for (const [fault, count] of found.wrong) wrong.set(fault, (wrong.get(fault) ?? 0) + count);
    if (round === 0) continue;
    rates.floor.push((base.done / base.ms) * 1_000);
    rates.ours.push((found.right / found.ms) * 1_000);
    cpu.push((after.cpu - before.cpu) / found.right);
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LockedError, WrongCredentialsError } from '#server/modules/account/errors.ts';
import { sweepThrottle } from '#server/modules/account/throttle-store.ts';
import { sql } from '#server/platform/db/db.ts';
import { MINUTE, NOON, outcome, RIGHT, refusal, startAccounts } from './account-kit.ts';

let bench: Awaited<ReturnType<typeof startAccounts>>;
beforeAll(async () => {
  bench = await startAccounts();
});
afterAll(() => bench.dispose());

async function wrong(identifier: string, times: number): Promise<string[]> {
  const outcomes: string[] = [];
  for (let i = 0; i < times; i++) outcomes.push(await outcome(bench.signIn(identifier, `sbagliata ${i}`)));
  return outcomes;
}

describe('lock-out', () => {
  it('[POL-603][SEC-021] locks on the sixth wrong password, refuses the right one too, and opens after 15 minutes', async () => {
    const { clock } = bench;
    await bench.seedPerson('sesta.prova');
    expect(await wrong('sesta.prova', 6)).toEqual([...Array(5).fill('WrongCredentialsError'), 'LockedError']);

    const seconds: number[] = [];
    for (const [minutes, expected] of [
      [0, 900],
      [1, 840],
      [14, 60],
    ] as const) {
      clock.set(new Date(NOON.getTime() + minutes * MINUTE));
      const error = await refusal<LockedError>(bench.signIn('sesta.prova', RIGHT));
      seconds.push(error.retryAfter);
      expect(error).toMatchObject({ scope: 'IDENTIFIER', until: new Date(NOON.getTime() + 15 * MINUTE) });
      expect(error.retryAfter).toBe(expected);
    }
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a));

    clock.set(new Date(NOON.getTime() + 15 * MINUTE - 1));
    expect(await outcome(bench.signIn('sesta.prova', RIGHT))).toBe('LockedError');
    clock.set(new Date(NOON.getTime() + 15 * MINUTE));
    expect(await outcome(bench.signIn('sesta.prova', RIGHT))).toBe('ok');
  });

  it('[POL-603] counts an attempt whatever the random end of its key', async () => {
    await bench.seedPerson('ultima.prova');
    await wrong('ultima.prova', 1);
    await bench.db.query(sql`
      update sign_in_throttle set key = substring(key for length(key) - 16) || decode(repeat('ff', 16), 'hex')
      where length(key) > 32 and window_at = ${bench.clock.now()}::timestamptz`);
    expect(await wrong('ultima.prova', 5)).toEqual([...Array(4).fill('WrongCredentialsError'), 'LockedError']);
  });

  it('[POL-604] tells the seconds that remain at every further attempt', async () => {
    await bench.seedPerson('attesa.prova');
    await wrong('attesa.prova', 6);
    const start = bench.clock.now().getTime();
    for (const waited of [1, 7, 100, 899]) {
      bench.clock.set(new Date(start + waited * 1000));
      const error = await refusal<LockedError>(bench.signIn('attesa.prova', 'ancora sbagliata'));
      expect(error.retryAfter).toBe(900 - waited);
    }
  });

  it('[POL-603] counts the last 15 minutes, not a window that begins somewhere', async () => {
    const { clock } = bench;
    const start = clock.now().getTime() + 60 * MINUTE;
    const at = (minutes: number) => clock.set(new Date(start + minutes * MINUTE));
    await bench.seedPerson('finestra.prova');
    at(0);
    await wrong('finestra.prova', 2);
    at(14);
    await wrong('finestra.prova', 3);
    // The first two are 15 minutes old: these are the fourth and the fifth.
    at(15);
    expect(await wrong('finestra.prova', 2)).toEqual(['WrongCredentialsError', 'WrongCredentialsError']);
    at(16);
    expect(await wrong('finestra.prova', 1)).toEqual(['LockedError']);
  });

  it('[POL-605][SEC-025] a success resets the count; one on another account from the same address does not', async () => {
    await bench.seedPerson('azzera.prova');
    await bench.seedPerson('altra.prova');
    await wrong('azzera.prova', 5);
    expect(await outcome(bench.signIn('azzera.prova', RIGHT))).toBe('ok');
    expect(await wrong('azzera.prova', 5)).not.toContain('LockedError');
    expect(await outcome(bench.signIn('altra.prova', RIGHT))).toBe('ok');
    expect(await wrong('azzera.prova', 1)).toEqual(['LockedError']);
  });

  it('[SEC-023] answers the same for a name that does not exist', async () => {
    await bench.seedPerson('esiste.prova');
    const answers = async (identifier: string) => {
      const seen: object[] = [];
      for (let i = 0; i < 8; i++) {
        const error = await refusal<LockedError>(bench.signIn(identifier, 'sbagliata'));
        seen.push({ key: error.key, params: error.params, retryAfter: error.retryAfter, until: error.until });
      }
      return seen;
    };
    expect(await answers('esiste.prova')).toEqual(await answers('nonesiste.prova'));
  });

  it('[SEC-024] variants of one identifier share one counter', async () => {
    await bench.seedPerson('varianti.prova');
    const variants = [
      'varianti.prova',
      'Varianti.Prova',
      ' varianti.prova ',
      'VARIANTI.PROVA',
      'varianti .prova',
      'ｖarianti.prova',
    ];
    const outcomes: string[] = [];
    for (const variant of variants) outcomes.push(await outcome(bench.signIn(variant, 'sbagliata')));
    expect(outcomes).toEqual([...Array(5).fill('WrongCredentialsError'), 'LockedError']);
  });

  it('[POL-603] one counter a person whatever identifier is typed; the lock is told only where it was typed', async () => {
    const { fiscalCode } = await bench.seedPerson('due.nomi');
    await wrong('due.nomi', 3);
    await wrong(fiscalCode, 3);
    // The account is locked: the right password is refused, without a word about the lock.
    const hashed = bench.passwords.load.hashed;
    expect(await refusal(bench.signIn('due.nomi', RIGHT))).toBeInstanceOf(WrongCredentialsError);
    expect(bench.passwords.load.hashed).toBe(hashed + 1);
    bench.clock.advance(15 * MINUTE);
    expect(await outcome(bench.signIn(fiscalCode, RIGHT))).toBe('ok');
  });

  it('[SEC-112] writes one audit row for every sign-in and failure, with account ids alone', async () => {
    const { accountId, fiscalCode } = await bench.seedPerson('registro.prova');
    await wrong('registro.prova', 6);
    bench.clock.advance(15 * MINUTE);
    await bench.signIn('registro.prova', RIGHT);
    const rows = await bench.db.query<{ event: string; data: object }>(
      sql`select event, data from audit_event where subject_id = ${accountId}::uuid order by id`,
    );
    expect(rows.map((row) => row.event)).toEqual([
      ...Array(6).fill('account.signInFailed'),
      'account.locked',
      'account.signedIn',
    ]);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`registro|${fiscalCode}`, 'i'));
  });
});

describe('lock-out under a rush', () => {
  it('[SEC-022] 200 parallel wrong passwords verify at most six hashes', async () => {
    await bench.seedPerson('corsa.prova');
    const before = bench.passwords.load.hashed;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => outcome(bench.signIn('corsa.prova', `sbagliata ${i}`))),
    );
    expect(bench.passwords.load.hashed - before).toBe(6);
    expect(outcomes.filter((kind) => kind === 'LockedError').length).toBe(195);
  });

  it('[SEC-022] control: counted after reading, the same rush verifies more than six', async () => {
    const key = Buffer.alloc(32, 9);
    let admitted = 0;
    const careless = async (): Promise<void> => {
      const [row] = await bench.db.query<{ failures: number }>(
        sql`select failures from sign_in_throttle where key = ${key}`,
      );
      if ((row?.failures ?? 0) >= 6) return;
      admitted++;
      await bench.db.query(sql`
        insert into sign_in_throttle as t (key, failures, window_at) values (${key}, 1, ${NOON})
        on conflict (key) do update set failures = t.failures + 1`);
    };
    await Promise.all(Array.from({ length: 200 }, careless));
    expect(admitted).toBeGreaterThan(6);
  });

  it('[DEC-07] limits one address against many identifiers, and no success lifts that', async () => {
    const clientAddress = '198.51.100.7';
    await bench.seedPerson('rete.prova');
    await Promise.all(
      Array.from({ length: 99 }, (_, i) => outcome(bench.signIn(`nessuno.${i}`, 'sbagliata', { clientAddress }))),
    );
    expect(await outcome(bench.signIn('rete.prova', RIGHT, { clientAddress }))).toBe('ok');
    expect(await outcome(bench.signIn('nessuno.99', 'sbagliata', { clientAddress }))).toBe('WrongCredentialsError');
    const error = await refusal<LockedError>(bench.signIn('rete.prova', RIGHT, { clientAddress }));
    expect(error).toMatchObject({ scope: 'NETWORK', retryAfter: 900 });
    expect(await outcome(bench.signIn('rete.prova', RIGHT, { clientAddress: '198.51.100.8' }))).toBe('ok');
  });

  it('[DEC-07] forgets counters after 15 minutes', async () => {
    bench.clock.advance(16 * MINUTE);
    await sweepThrottle(bench.db, bench.clock.now());
    expect(await bench.db.query(sql`select 1 from sign_in_throttle`)).toEqual([]);
  });

  it('[DEC-22] says that it is busy when the queue is full, and counts nothing then', async () => {
    const small = await startAccounts({ concurrency: 1, queue: 3 });
    try {
      await small.seedPerson('coda.prova');
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, () => outcome(small.signIn('coda.prova', 'sbagliata'))),
      );
      expect(outcomes.filter((kind) => kind === 'BusyError').length).toBe(6);
      expect(await outcome(small.signIn('coda.prova', RIGHT))).toBe('ok');
    } finally {
      await small.dispose();
    }
  });
});

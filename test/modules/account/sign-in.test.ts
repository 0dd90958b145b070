import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { separability } from '#test/modules/account/separability.ts';

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename
  ... on Error { message }
  ... on LockedError { retryAfter until scope }
  ... on InvalidInputError { issues { path message } }
} }`;

interface Outcome {
  __typename: string;
  message?: string;
  retryAfter?: number;
}

let test: TestApp;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(() => test.stop());

async function attempt(identifier: string, password: string): Promise<Outcome> {
  const { signIn } = await test.ask<{ signIn: Outcome }>(SIGN_IN, { input: { identifier, password } });
  return signIn;
}

describe('signIn', () => {
  it('[DEC-01][CHK-15][CHK-16][CHK-17][CHK-18][CHK-19] takes the user name and the codice fiscale of a person and the code of a school, in any case', async () => {
    const { username, fiscalCode } = await test.seed.person({ passwordHash });
    const now = test.clock.now();
    await test.app.db.query(sql`
      insert into school (code, name, municipality, province_code, registry, school_year, updated_at)
      values ('FEPS00000X', 'Liceo di prova', 'Ferrara', 'FE', 'TEST', '2026/27', ${now})`);
    await test.app.db.query(sql`
      insert into account (id, kind, username, school_code, display_name, password_hash, created_at) values
        (${randomUUID()}::uuid, 'INSTITUTION', 'feps00000x', 'FEPS00000X', 'Liceo di prova', ${passwordHash}, ${now})`);
    for (const identifier of [username, username.toUpperCase(), fiscalCode, fiscalCode.toLowerCase(), ' feps00000X ']) {
      expect(await attempt(identifier, PASSWORD)).toEqual({ __typename: 'SignInSuccess' });
    }
  });

  it('[POL-603][POL-604][POL-605] locks at the sixth, tells the wait, and forgets at a success', async () => {
    const { username } = await test.seed.person({ passwordHash });
    for (let n = 0; n < 5; n++) expect((await attempt(username, 'sbagliata')).__typename).toBe('WrongCredentialsError');
    expect((await attempt(username, PASSWORD)).__typename).toBe('SignInSuccess');
    for (let n = 0; n < 5; n++) expect((await attempt(username, 'sbagliata')).__typename).toBe('WrongCredentialsError');
    expect(await attempt(username, 'sbagliata')).toMatchObject({ __typename: 'LockedError', retryAfter: 900 });
    test.clock.advance(5 * MINUTE_MS);
    expect(await attempt(username, PASSWORD)).toMatchObject({
      __typename: 'LockedError',
      retryAfter: 600,
      message: expect.stringContaining('10 minuti'),
    });
    test.clock.advance(10 * MINUTE_MS);
    expect((await attempt(username, PASSWORD)).__typename).toBe('SignInSuccess');
  });

  it('[SEC-023] answers word for word the same for names that do not exist', async () => {
    const { username } = await test.seed.person({ passwordHash });
    const answers = async (identifier: string) => {
      const seen: unknown[] = [];
      for (let n = 0; n < 8; n++) {
        const { status, headers, data, errors } = await test.send(SIGN_IN, { input: { identifier, password: 'x' } });
        // What is left of the address's requests falls with every one, whoever is named in it.
        const changing = /^(x-request-id|date|ratelimit-.*)$/;
        seen.push({ status, headers: [...headers].filter(([name]) => !changing.test(name)), data, errors });
      }
      return JSON.stringify(seen);
    };
    expect(await answers(username)).toBe(await answers('nessuno.con.questo.nome'));
  });

  it('[SEC-006][CHK-52] compares passwords exactly; [SEC-002] one form for accents however typed', async () => {
    const hash = await test.app.passwords.hash('perché no, È così');
    const { username } = await test.seed.person({ passwordHash: hash });
    const decomposed = 'perché no, È così'.normalize('NFD');
    expect((await attempt(username, decomposed)).__typename).toBe('SignInSuccess');
    for (const other of ['perché no, È così ', 'PERCHÉ NO, È COSÌ', 'perche no, E cosi']) {
      expect((await attempt(username, other)).__typename).toBe('WrongCredentialsError');
    }
  });

  it('[SEC-049] a disabled account answers like a wrong password', async () => {
    const { username, accountId } = await test.seed.person({ passwordHash });
    await test.app.services.account.disable(accountId, { actorId: null, requestId: null });
    expect((await attempt(username, PASSWORD)).__typename).toBe('WrongCredentialsError');
  });

  it('[API-04] names every field to correct', async () => {
    expect(await attempt(' ', '')).toEqual({
      __typename: 'InvalidInputError',
      message: expect.any(String),
      issues: [
        { path: 'identifier', message: expect.stringContaining('nome utente') },
        { path: 'password', message: expect.stringContaining('password') },
      ],
    });
  });

  it('[SEC-012] known and unknown names cannot be told apart by time', async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    const timed = async (identifier: string) => {
      const begun = performance.now();
      await attempt(identifier, 'sbagliata');
      return performance.now() - begun;
    };
    const people = await test.seed.people(40, { passwordHash });
    await timed('primo.riscaldamento');
    for (const [n, { username }] of people.entries()) {
      // Interleaved, and either first in turn: the machine's mood touches both alike.
      const unknownName = `nessuno.${n}`;
      if (n % 2 === 0) known.push(await timed(username));
      unknown.push(await timed(unknownName));
      if (n % 2 === 1) known.push(await timed(username));
    }
    // Forty samples scatter by 0.065; the soak run takes 2,000 and asks for 0.45 to 0.55.
    expect(separability(known, unknown)).toBeGreaterThan(0.25);
    expect(separability(known, unknown)).toBeLessThan(0.75);
  });

  it('[SEC-012] control: without the hash made for nobody, time tells them apart', async () => {
    const known: number[] = [];
    const unknown: number[] = [];
    for (let n = 0; n < 15; n++) {
      for (const [stored, times] of [
        [passwordHash, known],
        [null, unknown],
      ] as const) {
        const begun = performance.now();
        if (stored) await test.app.passwords.verify(stored, 'sbagliata');
        times.push(performance.now() - begun);
      }
    }
    expect(separability(known, unknown)).toBeGreaterThan(0.95);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { NEW_PASSWORD, type RecoveryBench, recoveryBench } from './recovery-kit.ts';

let test: TestApp;
let bench: RecoveryBench;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  bench = recoveryBench(test);
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(async () => {
  await bench.dispose();
  await test.stop();
});

const person = () => test.seed.person({ passwordHash });
const opens = (username: string, password: string): Promise<boolean> =>
  test.signIn(username, password).then(
    () => true,
    () => false,
  );

describe('a recovery', () => {
  it('[CHK-20][CHK-22][CHK-25][CHK-27][DEC-02] by code: the old password is valid until the new one is chosen', async () => {
    const { username } = await person();
    const asked = await bench.ask(username);
    const [mail] = await bench.post();
    expect(mail?.text).toContain(asked.code);
    const spelled = `${asked.code.slice(0, 4).toLowerCase()} ${asked.code.slice(4)} `;
    const confirmed = await bench.code(asked.number, spelled, asked.cookie);
    expect(confirmed.outcome).toMatchObject({ __typename: 'RecoveryConfirmed', recovery: { state: 'CONFIRMED' } });
    expect(await opens(username, PASSWORD)).toBe(true);
    const done = await bench.choose(NEW_PASSWORD, confirmed.cookie);
    expect(done.outcome).toEqual({ __typename: 'PasswordRecovered', number: asked.number });
    expect(await opens(username, PASSWORD)).toBe(false);
    expect(await opens(username, NEW_PASSWORD)).toBe(true);
  });

  it('[CHK-27][CHK-46][DEC-03] by link, in any browser: opening it as often as one likes consumes nothing', async () => {
    const { username } = await person();
    const asked = await bench.ask(username);
    for (let n = 0; n < 3; n++) {
      for (const method of ['GET', 'HEAD']) {
        const { status } = await fetch(`${test.url}/recupero/link/${asked.link}`, { method });
        expect([200, 503]).toContain(status);
      }
      expect(await bench.seenByLink(asked.link)).toMatchObject({
        number: asked.number,
        state: 'OPEN',
        attemptsLeft: 5,
      });
    }
    expect(await opens(username, PASSWORD)).toBe(true);
    const confirmed = await bench.link(asked.link);
    expect(confirmed.outcome.__typename).toBe('RecoveryConfirmed');
    expect((await bench.choose(NEW_PASSWORD, confirmed.cookie)).outcome.__typename).toBe('PasswordRecovered');
    expect(await opens(username, NEW_PASSWORD)).toBe(true);
  });

  it('[CHK-26][CHK-34][SEC-032] has one number on the page and in the subject, and numbers grow', async () => {
    await bench.post();
    const first = await bench.ask((await person()).username);
    const second = await bench.ask('nessuno.con.questo.nome');
    const third = await bench.ask((await person()).username);
    expect(second.number).toBeGreaterThan(first.number);
    expect(third.number).toBeGreaterThan(second.number);
    const mails = await bench.post();
    expect(mails.map(({ subject }) => subject).sort()).toEqual([first.seen.subject, third.seen.subject].sort());
    expect(first.seen.subject).toBe(`[UP] Richiesta numero ${first.number} da utente per recupero password`);
    expect(await bench.seen(first.number, first.cookie)).toEqual(first.seen);
  });

  it('[SEC-032] is of the browser that asked: its code is refused in any other, and its number shows nothing there', async () => {
    const one = await bench.ask((await person()).username);
    const other = await bench.ask((await person()).username);
    expect((await bench.code(one.number, one.code, other.cookie)).outcome.__typename).toBe('OtherBrowserError');
    expect((await bench.code(one.number, one.code, null)).outcome.__typename).toBe('OtherBrowserError');
    expect((await bench.code(other.number, one.code, other.cookie)).outcome).toMatchObject({ attemptsLeft: 4 });
    expect(await bench.seen(one.number, other.cookie)).toBeNull();
    expect(await bench.seen(one.number, null)).toBeNull();
    expect((await bench.code(one.number, one.code, one.cookie)).outcome.__typename).toBe('RecoveryConfirmed');
  });

  it('[CHK-42][SEC-029] is over at exactly 30:00', async () => {
    const start = test.clock.now().getTime();
    const early = await bench.ask((await person()).username);
    const late = await bench.ask((await person()).username);
    expect(Date.parse(early.seen.expiresAt)).toBe(start + 30 * MINUTE_MS);
    test.clock.set(new Date(start + 30 * MINUTE_MS - 1));
    expect((await bench.code(early.number, early.code, early.cookie)).outcome.__typename).toBe('RecoveryConfirmed');
    test.clock.set(new Date(start + 30 * MINUTE_MS));
    expect((await bench.code(late.number, late.code, late.cookie)).outcome).toMatchObject({ reason: 'EXPIRED' });
    expect((await bench.link(late.link)).outcome).toMatchObject({ reason: 'EXPIRED' });
    expect(await bench.seenByLink(late.link)).toMatchObject({ state: 'EXPIRED', endedAt: late.seen.expiresAt });
    expect(await bench.seen(late.number, late.cookie)).toMatchObject({ state: 'EXPIRED' });
  });

  it('[CHK-43][SEC-030] the link uses up the code, and the code the link', async () => {
    const byLink = await bench.ask((await person()).username);
    await bench.link(byLink.link);
    expect((await bench.code(byLink.number, byLink.code, byLink.cookie)).outcome).toMatchObject({ reason: 'USED' });
    expect((await bench.link(byLink.link)).outcome).toMatchObject({ reason: 'USED' });
    const byCode = await bench.ask((await person()).username);
    const { cookie } = await bench.code(byCode.number, byCode.code, byCode.cookie);
    expect((await bench.link(byCode.link)).outcome).toMatchObject({ reason: 'USED' });
    expect(await bench.seenByLink(byCode.link)).toMatchObject({ state: 'USED' });
    // Only the browser that took it goes on.
    expect(await bench.seenByLink(byCode.link, cookie)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('[CHK-45][SEC-030] asking again ends the earlier request, whatever name was typed', async () => {
    const { username, fiscalCode } = await person();
    const first = await bench.ask(username);
    const second = await bench.ask(fiscalCode);
    expect((await bench.code(first.number, first.code, first.cookie)).outcome).toMatchObject({
      reason: 'SUPERSEDED',
      newerNumber: second.number,
    });
    expect((await bench.link(first.link)).outcome).toMatchObject({ reason: 'SUPERSEDED' });
    const confirmed = await bench.link(second.link);
    const third = await bench.ask(username);
    // Even after the link was taken: the newest request is the one that counts.
    expect((await bench.choose(NEW_PASSWORD, confirmed.cookie)).outcome.__typename).toBe('NoRecoveryError');
    expect((await bench.link(third.link)).outcome.__typename).toBe('RecoveryConfirmed');
  });

  it('[SEC-031] five wrong codes end it, and then not even the right one nor the link opens', async () => {
    const asked = await bench.ask((await person()).username);
    const left: (number | undefined)[] = [];
    for (let n = 0; n < 4; n++)
      left.push((await bench.code(asked.number, 'ABCDEFGHJK', asked.cookie)).outcome.attemptsLeft);
    expect(left).toEqual([4, 3, 2, 1]);
    expect((await bench.code(asked.number, 'ABCDEFGHJK', asked.cookie)).outcome).toMatchObject({ reason: 'DEAD' });
    expect((await bench.code(asked.number, asked.code, asked.cookie)).outcome).toMatchObject({ reason: 'DEAD' });
    expect((await bench.link(asked.link)).outcome).toMatchObject({ reason: 'DEAD' });
    expect(await bench.seen(asked.number, asked.cookie)).toMatchObject({ state: 'DEAD', attemptsLeft: 0 });
  });

  it('[SEC-031] the fifth code may still be the right one; what cannot be a code costs none', async () => {
    const asked = await bench.ask((await person()).username);
    for (let n = 0; n < 4; n++) await bench.code(asked.number, 'ABCDEFGHJK', asked.cookie);
    expect((await bench.code(asked.number, 'ABC', asked.cookie)).outcome.__typename).toBe('InvalidInputError');
    expect((await bench.code(asked.number, asked.code, asked.cookie)).outcome.__typename).toBe('RecoveryConfirmed');
  });

  it('[DEC-02] the time to choose ends too, and nothing has changed then', async () => {
    const { username } = await person();
    const asked = await bench.ask(username);
    const confirmed = await bench.link(asked.link);
    test.clock.advance(15 * MINUTE_MS);
    expect((await bench.choose(NEW_PASSWORD, confirmed.cookie)).outcome.__typename).toBe('NoRecoveryError');
    expect(await opens(username, PASSWORD)).toBe(true);
  });

  it('[DEC-13][SEC-001][SEC-004] holds the new password to the rules, and may be tried again', async () => {
    const { username } = await person();
    const { cookie } = await bench.link((await bench.ask(username)).link);
    for (const bad of ['undici cara', 'password1234', `${username} tre gatti`, 'x'.repeat(129)]) {
      const { outcome } = await bench.choose(bad, cookie);
      expect(outcome.__typename).toBe('InvalidInputError');
      expect(outcome.issues?.every(({ path }) => path === 'password')).toBe(true);
    }
    expect((await bench.choose(NEW_PASSWORD, cookie)).outcome.__typename).toBe('PasswordRecovered');
    expect((await bench.choose('altra password, più lunga', cookie)).outcome.__typename).toBe('NoRecoveryError');
  });

  it('[SEC-002][SEC-006] the whole password counts: 128 characters, accents, spaces at its end', async () => {
    const { username } = await person();
    const chosen = `${'perché sì, è già mezzogiorno; '.repeat(5).slice(0, 127)} `;
    const { cookie } = await bench.link((await bench.ask(username)).link);
    expect((await bench.choose(chosen, cookie)).outcome.__typename).toBe('PasswordRecovered');
    expect(await opens(username, chosen.trimEnd())).toBe(false);
    expect(await opens(username, `${chosen}x`)).toBe(false);
    expect(await opens(username, chosen.toUpperCase())).toBe(false);
    expect(await opens(username, chosen.normalize('NFD'))).toBe(true);
  });

  it('[SEC-004] passwords being typed are judged with what is known of who types, and never over GET', async () => {
    const ask = (password: string, cookie: string | null, ownWords: string[] = []) =>
      test.ask<{ passwordFaults: { code: string }[] }>(
        'query ($password: String!, $ownWords: [String!]) { passwordFaults(password: $password, ownWords: $ownWords) { code message } }',
        { password, ownWords },
        cookie,
      );
    const { username } = await person();
    const { cookie } = await bench.link((await bench.ask(username)).link);
    const typed = `quattro ${username} e poi`;
    expect((await ask(typed, cookie)).passwordFaults).toMatchObject([{ code: 'OWN_DATA' }]);
    expect((await ask(typed, null)).passwordFaults).toEqual([]);
    expect((await ask(typed, null, [username])).passwordFaults).toMatchObject([{ code: 'OWN_DATA' }]);
    const query = encodeURIComponent('{ passwordFaults(password: "x") { code } }');
    const overGet = await fetch(`${test.url}/graphql?query=${query}`, { headers: { accept: 'application/json' } });
    expect(JSON.stringify(await overGet.json())).toContain('BAD_USER_INPUT');
  });
});

describe('its link', () => {
  it('[SEC-035][SEC-066] leaves the page in no Referer, and stands with the code in no line of the log', async () => {
    const written: string[] = [];
    const logger = createLogger('trace', { write: (line) => void written.push(line) });
    const loud = await startTestApp({ overrides: { logger } });
    const kit = recoveryBench(loud);
    try {
      const { username } = await loud.seed.person({ passwordHash });
      const asked = await kit.ask(username);
      const page = await fetch(`${loud.url}/recupero/link/${asked.link}`);
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
      await kit.seenByLink(asked.link);
      await kit.code(asked.number, asked.code, null);
      await kit.code(asked.number, 'ABCDEFGHJK', asked.cookie);
      const { cookie } = await kit.link(asked.link);
      await kit.choose('password1234', cookie);
      await kit.choose(NEW_PASSWORD, cookie);
      await kit.post();
      const secrets = [
        asked.link,
        asked.code,
        NEW_PASSWORD,
        username,
        asked.cookie.split('=')[1]!,
        cookie!.split('=')[1]!,
      ];
      expect(written.length).toBeGreaterThan(5);
      expect(secrets.filter((secret) => written.join('').includes(secret))).toEqual([]);
    } finally {
      await kit.dispose();
      await loud.stop();
    }
  });
});

describe('what a recovery ends', () => {
  it('[SEC-036][SEC-037] every sign-in, socket and access token; it signs nobody in', async () => {
    const { username, accountId } = await person();
    const cookies = [await test.signIn(username), await test.signIn(username)];
    const socket = test.socket(cookies[0]!);
    const live = socket.iterate({ query: 'subscription { myBookings { __typename } }' });
    await live.next();
    await test.app.db.query(sql`
      insert into access_token (id, account_id, name, prefix, token_hash, scopes, created_at, expires_at)
      values (gen_random_uuid(), ${accountId}::uuid, 'Prova', 'spt_prov', sha256('prova'), '{READ_PROFILE}',
        ${test.clock.now()}, ${new Date(test.clock.now().getTime() + MINUTE_MS)})`);
    const { cookie } = await bench.link((await bench.ask(username)).link);
    const begun = performance.now();
    const { headers } = await bench.choose(NEW_PASSWORD, cookie);
    const end = await live.next().then(
      ({ value }) => JSON.stringify(value ?? 'closed'),
      () => 'closed',
    );
    expect(end).toMatch(/UNAUTHENTICATED|closed/);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(headers.getSetCookie().join()).not.toContain('__Host-sportello=');
    for (const each of cookies) {
      expect(await test.ask('{ me { sessionExpiresAt } }', {}, each)).toEqual({ me: null });
    }
    const [token] = await test.app.db.query<{ revoked: boolean }>(
      sql`select revoked_at is not null as revoked from access_token where account_id = ${accountId}::uuid`,
    );
    expect(token).toEqual({ revoked: true });
  });

  it('[DEC-07][SEC-026] the lock, even one that strangers made through every name', async () => {
    const { username, fiscalCode } = await person();
    for (let n = 0; n < 6; n++) await opens(username, `sbagliata ${n}`);
    for (let n = 0; n < 6; n++) await opens(fiscalCode, `sbagliata ${n}`);
    expect(await opens(username, PASSWORD)).toBe(false);
    const { cookie } = await bench.link((await bench.ask(username)).link);
    await bench.choose(NEW_PASSWORD, cookie);
    expect(await opens(username, NEW_PASSWORD)).toBe(true);
    expect(await opens(fiscalCode, NEW_PASSWORD)).toBe(true);
  });

  it('[SEC-112] is audited step by step, with ids and numbers alone', async () => {
    const { username, accountId } = await person();
    const asked = await bench.ask(username);
    await bench.code(asked.number, 'ABCDEFGHJK', asked.cookie);
    const { cookie } = await bench.code(asked.number, asked.code, asked.cookie);
    await bench.choose(NEW_PASSWORD, cookie);
    const rows = await test.app.db.query<{ event: string; data: object }>(
      sql`select event, data from audit_event where subject_id = ${accountId}::uuid order by id`,
    );
    expect(rows.map(({ event }) => event)).toEqual([
      'account.recoveryAsked',
      'account.recoveryCodeRefused',
      'account.recoveryConfirmed',
      'account.passwordRecovered',
    ]);
    expect(JSON.stringify(rows)).not.toContain(username);
  });
});

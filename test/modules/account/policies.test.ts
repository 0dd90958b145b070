// What time does to accounts: the jobs over a real database, under a clock that the story moves.
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '#server/config.ts';
import { createJobs } from '#server/jobs.ts';
import { MOST_A_RUN } from '#server/modules/account/policy-jobs.ts';
import { sql } from '#server/platform/db/db.ts';
import { createLogger } from '#server/platform/logger.ts';
import { cliOn } from '#test/cli/cli-kit.ts';
import { PASSWORD, startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { DAY_MS, HOUR_MS } from '#test/kit/clock.ts';
import { NOON } from '#test/kit/seed.ts';

let test: TestApp;
let passwordHash: string;
beforeAll(async () => {
  test = await startTestApp();
  passwordHash = await test.app.passwords.hash(PASSWORD);
});
afterAll(() => test.stop());
beforeEach(async () => {
  test.clock.set(NOON);
  // Whoever earlier stories left behind would be told and revoked with the rest.
  await test.app.db.query(sql`update account set state = 'DISABLED', revoked_at = null`);
});

const RUN = { attempt: 1, signal: new AbortController().signal };
const EXPIRY = { passwordExpiry: { days: 180, spreadDays: 60 }, revocation: null };
const BOTH = { ...EXPIRY, revocation: { months: 15 } };
const REVOCATION = { passwordExpiry: null, revocation: { months: 15 } };

/** Both jobs once, as a worker with this configuration would run them. */
async function run(policies: Config['policies']): Promise<void> {
  const { db, clock, bus, config } = test.app;
  const jobs = createJobs({ config: { ...config, policies }, db, clock, bus, logger: createLogger('silent') });
  try {
    await jobs.handlers['account.expirePasswords']?.({}, RUN);
    await jobs.handlers['account.revokeUnused']?.({}, RUN);
  } finally {
    await jobs.dispose();
  }
}

async function person(facts: { lastAccessAt?: Date; expiresAt?: Date; setAt?: Date } = {}) {
  const made = await test.seed.person({ passwordHash });
  await test.app.db.query(sql`
    update account set last_access_at = ${facts.lastAccessAt ?? NOON}, password_expires_at = ${facts.expiresAt ?? null},
      password_set_at = ${facts.setAt ?? NOON}
    where id = ${made.accountId}::uuid`);
  return made;
}

const account = (id: string) => test.app.db.prisma.account.findUniqueOrThrow({ where: { id } });
const inDays = (days: number, from = NOON) => new Date(from.getTime() + days * DAY_MS);

/** Templates of the mails owed to an account, the oldest first, with what they tell. */
async function mails(accountId: string): Promise<{ template: string; params: Record<string, unknown> }[]> {
  return await test.app.db.query(sql`
    select template, params from mail where account_id = ${accountId}::uuid order by created_at, template`);
}

/** The subject and text that the last mail of an account is written with. */
async function lastMail(accountId: string): Promise<{ subject: string; text: string }> {
  const { db, clock, bus, config } = test.app;
  const jobs = createJobs({ config, db, clock, bus, logger: createLogger('silent') });
  const [row] = await db.query<{ id: string; recipient: string }>(sql`
    select id, recipient from mail where account_id = ${accountId}::uuid order by created_at desc limit 1`);
  await jobs.handlers['mail.send']?.({ mailIds: [row!.id] }, RUN);
  await jobs.dispose();
  const [message] = await db.query<{ raw: Uint8Array }>(sql`
    select raw from dev_message where recipient = ${row!.recipient} order by id desc limit 1`);
  const { subject = '', text = '' } = await PostalMime.parse(message!.raw);
  return { subject, text };
}

/** Runs the jobs at every noon of some days, and tells on which of them a mail was owed. */
async function daysWithMail(accountId: string, policies: Config['policies'], days: number): Promise<number[]> {
  const found: number[] = [];
  let known = (await mails(accountId)).length;
  for (let day = 0; day <= days; day++) {
    test.clock.set(inDays(day));
    await run(policies);
    const now = (await mails(accountId)).length;
    if (now > known) found.push(day);
    known = now;
  }
  return found;
}

describe('expiry of passwords', () => {
  it('[DEC-12] off by default: no password has an end', async () => {
    const { accountId } = await person({ setAt: new Date('2017-03-01T00:00:00Z') });
    await run(test.app.config.policies);
    expect((await account(accountId)).passwordExpiresAt).toBeNull();
    expect(await mails(accountId)).toEqual([]);
  });

  it('[IAM-405][NFR-05] turned on, old passwords get ends that lie apart and can all be announced', async () => {
    const people = await test.seed.people(40, { passwordHash });
    const ids = people.map(({ accountId }) => accountId);
    await test.app.db.query(sql`update account set password_set_at = '2017-03-01Z' where id = any(${ids}::uuid[])`);
    await run(EXPIRY);
    const ends: Date[] = [];
    for (const id of ids) ends.push((await account(id)).passwordExpiresAt!);
    for (const end of ends) {
      expect(end >= inDays(31)).toBe(true);
      expect(end < inDays(31 + 60)).toBe(true);
    }
    expect(new Set(ends.map((end) => Math.floor(end.getTime() / DAY_MS))).size).toBeGreaterThan(15);
    expect(await mails(people[0]!.accountId)).toEqual([]);
    // What was given stays, whatever day it is looked at.
    test.clock.set(inDays(5));
    await run(EXPIRY);
    expect((await account(people[0]!.accountId)).passwordExpiresAt).toEqual(ends[0]);
  });

  it('[DEC-12] announced 30, 14, 7 and 1 days before, each once; the account stays active', async () => {
    const { accountId } = await person({ expiresAt: new Date(inDays(40).getTime() + HOUR_MS) });
    expect(await daysWithMail(accountId, EXPIRY, 45)).toEqual([11, 27, 34, 40].map((day) => day));
    expect((await mails(accountId)).map(({ params }) => params.days)).toEqual([30, 14, 7, 1]);
    expect((await account(accountId)).state).toBe('ACTIVE');
  });

  it('[DEC-12][NFR-04] says that the password ends, not the account', async () => {
    const { accountId } = await person({ expiresAt: inDays(14) });
    await run(EXPIRY);
    const mail = await lastMail(accountId);
    expect(mail.subject).toBe('Tra 14 giorni scade la password, non l’account');
    expect(mail.text).toContain('Scade solo la password: l’account resta attivo');
    test.clock.set(inDays(13));
    await run(EXPIRY);
    expect((await lastMail(accountId)).subject).toBe('Domani scade la password, non l’account');
  });

  it('[DEC-12] after days without a server one mail goes out, not three, and the missed steps never', async () => {
    const { accountId } = await person({ expiresAt: inDays(40) });
    test.clock.set(inDays(34));
    await run(EXPIRY);
    await run(EXPIRY);
    expect((await mails(accountId)).map(({ params }) => params.days)).toEqual([6]);
    const notices = await test.app.db.query(sql`
      select step, mail_id is not null as mailed from policy_notice where account_id = ${accountId}::uuid order by step desc`);
    expect(notices).toEqual([
      { step: 30, mailed: false },
      { step: 14, mailed: false },
      { step: 7, mailed: true },
    ]);
  });

  it('[IAM-409] turned off, what was announced is taken back without consequence', async () => {
    const { accountId, username } = await person({ expiresAt: inDays(10) });
    await run(EXPIRY);
    expect((await mails(accountId)).length).toBe(1);
    await run({ passwordExpiry: null, revocation: null });
    test.clock.set(inDays(20));
    const cookie = await test.signIn(username);
    expect(await test.ask('{ me { duties { kind } } }', {}, cookie)).toEqual({ me: { duties: [] } });
  });

  it('[DEC-15] passwords that the ministry mirrors, or that must be changed anyway, get no end', async () => {
    const mirrored = await person();
    const temporary = await person();
    await test.app.db.query(sql`update account set ministry = true where id = ${mirrored.accountId}::uuid`);
    await test.app.db.query(
      sql`update account set password_must_change = true where id = ${temporary.accountId}::uuid`,
    );
    await run(EXPIRY);
    for (const { accountId } of [mirrored, temporary]) expect((await account(accountId)).passwordExpiresAt).toBeNull();
  });
});

describe('revocation for want of access', () => {
  const LAST = new Date('2026-11-23T10:00:00Z');

  it('[POL-801][DEC-11][SEC-042] told at 12, 14 and 14.5 months, revoked at 15, each once', async () => {
    const { accountId } = await person({ lastAccessAt: LAST });
    const told: [string, string][] = [];
    for (const day of [
      '2027-11-22',
      '2027-11-23',
      '2027-12-31',
      '2028-01-22',
      '2028-01-23',
      '2028-02-06',
      '2028-02-07',
      '2028-02-22',
      '2028-02-23',
      '2028-03-30',
    ]) {
      test.clock.set(new Date(`${day}T11:00:00Z`));
      const before = (await mails(accountId)).length;
      await run(REVOCATION);
      await run(REVOCATION);
      for (const { template } of (await mails(accountId)).slice(before)) told.push([day, template]);
    }
    expect(told).toEqual([
      ['2027-11-23', 'account.revocationNear'],
      ['2028-01-23', 'account.revocationNear'],
      ['2028-02-07', 'account.revocationNear'],
      ['2028-02-23', 'account.revoked'],
    ]);
    expect(await account(accountId)).toMatchObject({ state: 'REVOKED', revokedAt: new Date('2028-02-23T11:00:00Z') });
    const events = await test.app.db.query(sql`
      select data from audit_event where subject_id = ${accountId}::uuid and event = 'account.revoked'`);
    expect(events).toEqual([{ data: { lastAccessAt: LAST.toISOString(), sessionsEnded: 0, accessTokensRevoked: 0 } }]);
  });

  it('[DEC-11] the mail names the last day that is in time', async () => {
    const { accountId } = await person({ lastAccessAt: LAST });
    test.clock.set(new Date('2027-11-23T11:00:00Z'));
    await run(REVOCATION);
    expect((await lastMail(accountId)).subject).toBe('Accedi entro 22 febbraio 2028 per tenere attivo l’account');
  });

  it('[DEC-11] a sign-in, a session that goes on and an access token count as access; a look at a page does not', async () => {
    const start = new Date('2028-01-10T11:00:00Z');
    const [signedIn, goingOn, program, absent] = await Promise.all(
      [1, 2, 3, 4].map(() => person({ lastAccessAt: LAST })),
    );
    test.clock.set(start);
    const cookie = await test.cookieOf(goingOn!.accountId);
    const [token] = [await test.signIn(program!.username)];
    const made = await test.ask<{ createAccessToken: { secret: string } }>(
      'mutation { createAccessToken(input: { name: "prova", scopes: [READ_PROFILE], expiresInDays: 60 }) { ... on CreateAccessTokenSuccess { secret: token } } }',
      {},
      token,
    );
    await test.app.db.query(sql`update account set last_access_at = ${LAST} where id = ${program!.accountId}::uuid`);
    await test.signIn(signedIn!.username);
    test.clock.advance(5 * 60_000);
    await test.ask('{ me { sessionExpiresAt } }', {}, cookie);
    await test.send(
      '{ me { account { username } } }',
      {},
      { headers: { authorization: `Bearer ${made.createAccessToken.secret}` } },
    );
    for (const one of [signedIn!, goingOn!, program!])
      expect((await account(one.accountId)).lastAccessAt! >= start).toBe(true);
    expect((await account(absent!.accountId)).lastAccessAt).toEqual(LAST);

    test.clock.set(new Date('2028-02-07T11:00:00Z'));
    await run(REVOCATION);
    test.clock.set(new Date('2028-02-25T11:00:00Z'));
    await run(REVOCATION);
    expect((await account(absent!.accountId)).state).toBe('REVOKED');
    for (const one of [signedIn!, goingOn!, program!]) expect((await account(one.accountId)).state).toBe('ACTIVE');
  });

  it('[DEC-11] an access after the first mail begins the count anew', async () => {
    const { accountId, username } = await person({ lastAccessAt: LAST });
    test.clock.set(new Date('2028-02-07T11:00:00Z'));
    await run(REVOCATION);
    await test.signIn(username);
    test.clock.set(new Date('2029-02-06T11:00:00Z'));
    await run(REVOCATION);
    expect((await mails(accountId)).filter(({ template }) => template === 'account.revocationNear').length).toBe(1);
    test.clock.set(new Date('2029-02-07T12:00:00Z'));
    await run(REVOCATION);
    expect((await mails(accountId)).filter(({ template }) => template === 'account.revocationNear').length).toBe(2);
  });

  it('[DEC-11] after a long stop, or turned on late, one mail first, and at least 13 days before the revocation', async () => {
    const { accountId } = await person({ lastAccessAt: new Date('2020-01-01T10:00:00Z') });
    await run(REVOCATION);
    expect((await mails(accountId)).map(({ template }) => template)).toEqual(['account.revocationNear']);
    expect((await lastMail(accountId)).subject).toBe('Accedi entro 5 dicembre 2026 per tenere attivo l’account');
    test.clock.set(inDays(12));
    await run(REVOCATION);
    expect((await account(accountId)).state).toBe('ACTIVE');
    test.clock.set(inDays(13));
    await run(REVOCATION);
    expect((await account(accountId)).state).toBe('REVOKED');
  });

  it('[DEC-11][NFR-04] never told, nor done, on the day on which the password ends', async () => {
    const noon = new Date('2027-11-23T11:00:00Z');
    const { accountId } = await person({ lastAccessAt: LAST, expiresAt: new Date('2027-11-23T22:00:00Z') });
    test.clock.set(noon);
    await run(BOTH);
    const told = async () =>
      (await mails(accountId)).filter(({ template }) => template === 'account.revocationNear').length;
    expect(await told()).toBe(0);
    test.clock.set(inDays(1, noon));
    await run(BOTH);
    expect(await told()).toBe(1);
  });

  it('[DEC-11] turned off it does nothing', async () => {
    const { accountId } = await person({ lastAccessAt: new Date('2020-01-01T10:00:00Z') });
    await run({ passwordExpiry: null, revocation: null });
    expect(await mails(accountId)).toEqual([]);
  });

  it('[DEC-11][FLT-24] a mail is owed once, though the job dies half way or runs twice at a time', async () => {
    const people = await Promise.all(
      Array.from({ length: 12 }, () => person({ lastAccessAt: new Date('2020-01-01T10:00:00Z') })),
    );
    const { db, clock, bus, config } = test.app;
    let left = 3;
    // The database goes away after the mails of a portion were written, before it is committed.
    const dying = {
      ...db,
      sqlTransaction: <T>(work: Parameters<typeof db.sqlTransaction<T>>[0]) =>
        db.sqlTransaction<T>(async (tx) => {
          const result = await work(tx);
          if (left-- > 0) throw new Error('the server died');
          return result;
        }),
    };
    const logger = createLogger('silent');
    const ofDying = createJobs({ config, db: dying, clock, bus, logger });
    for (let i = 0; i < 3; i++)
      await expect(ofDying.handlers['account.revokeUnused']!({}, RUN)).rejects.toThrow('died');
    await Promise.all([run(REVOCATION), run(REVOCATION), run(REVOCATION)]);
    await run(REVOCATION);
    for (const { accountId } of people)
      expect((await mails(accountId)).map(({ template }) => template)).toEqual(['account.revocationNear']);
  });

  it('[NFR-05] a run takes a bounded number, and the next goes on', async () => {
    const people = await test.seed.people(MOST_A_RUN + 40);
    await test.app.db.query(sql`
      update account set last_access_at = '2020-01-01Z' where id = any(${people.map((one) => one.accountId)}::uuid[])`);
    const told = async () =>
      (
        await test.app.db.query(sql`
        select 1 from mail where template = 'account.revocationNear' and account_id = any(${people.map((one) => one.accountId)}::uuid[])`)
      ).length;
    await run(REVOCATION);
    expect(await told()).toBe(MOST_A_RUN);
    await run(REVOCATION);
    expect(await told()).toBe(MOST_A_RUN + 40);
  });
});

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  __typename ... on Error { message } ... on AccountRevokedError { revokedAt } } }`;

describe('a revoked account', () => {
  const signIn = async (identifier: string, password = PASSWORD) =>
    (
      await test.ask<{ signIn: { __typename: string; revokedAt?: string } }>(SIGN_IN, {
        input: { identifier, password },
      })
    ).signIn;

  /** Signed in with a remembered session, a socket and a token, and then revoked. */
  async function revoked() {
    const made = await person({ lastAccessAt: new Date('2020-01-01T10:00:00Z') });
    await run(REVOCATION);
    test.clock.set(inDays(13));
    return made;
  }

  it('[POL-802][POL-803] whoever knows the password is told so, and what to do; with a wrong one nobody learns anything', async () => {
    const { username } = await revoked();
    await run(REVOCATION);
    expect(await signIn(username)).toEqual({
      __typename: 'AccountRevokedError',
      revokedAt: inDays(13).toISOString(),
      message: expect.stringContaining('Non serve registrarsi di nuovo'),
    });
    expect((await signIn(username, 'un’altra password'))?.__typename).toBe('WrongCredentialsError');
  });

  it('[POL-801][SEC-036] its sign-ins, sockets and access tokens are over', async () => {
    const { accountId } = await revoked();
    const cookie = await test.cookieOf(accountId);
    const socket = watch(test.socket(cookie), 'subscription { accountEvents { version } }');
    await socket.next();
    const ended = socket.next().catch((error: { code?: number }) => String(error.code ?? JSON.stringify(error)));
    await run(REVOCATION);
    expect(await ended).toMatch(/^4499$|UNAUTHENTICATED/);
    expect(await test.ask('{ me { sessionExpiresAt } }', {}, cookie)).toEqual({ me: null });
  });

  it('[POL-802] is reactivated by the office without another registration', async () => {
    const { accountId, username } = await revoked();
    await run(REVOCATION);
    const cli = cliOn(test.database.url, test.database.ownerUrl);
    expect(await cli.run('reactivate', username)).toMatchObject({ code: 0, complained: '' });
    expect(await cli.run('reactivate', username)).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Nessun account revocato'),
    });
    cli.dispose();
    // The command line lives in the time of the machine, the story does not.
    await test.app.db.query(sql`update account set last_access_at = ${inDays(13)} where id = ${accountId}::uuid`);
    expect((await signIn(username)).__typename).toBe('SignInSuccess');
    await run(REVOCATION);
    expect((await account(accountId)).state).toBe('ACTIVE');
  });
});

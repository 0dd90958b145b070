import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { HOUR_MS } from '#test/kit/clock.ts';
import { type OwnWorld, startOwnWorld } from './own-kit.ts';
import { type RecoveryBench, recoveryBench } from './recovery-kit.ts';

const SET = `mutation ($username: String!) { setTemporaryPassword(username: $username) { __typename
  ... on SetTemporaryPasswordSuccess { password validUntil account { username temporaryUntil maskedEmail } } } }`;
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename
  ... on Error { message } } }`;
const CHOSEN = 'quattro sassi nel fiume, uno verde';

interface Set {
  setTemporaryPassword: { __typename: string; password: string; validUntil: string };
}

let world: OwnWorld;
let officer: { accountId: string; cookie: string };
let recovery: RecoveryBench;
beforeAll(async () => {
  world = await startOwnWorld();
  officer = await world.person();
  await world.seed.grant(officer.accountId, 'SECURITY');
  officer.cookie = await world.cookieOf(officer.accountId);
  recovery = recoveryBench(world);
});
afterAll(async () => {
  recovery.dispose();
  await world.stop();
});

async function ministryPerson() {
  const person = await world.person();
  await world.app.db.query(sql`update account set ministry = true where id = ${person.accountId}::uuid`);
  return person;
}
const set = async (username: string) => (await world.ask<Set>(SET, { username }, officer.cookie)).setTemporaryPassword;
const change = async (cookie: string, currentPassword: string, newPassword = CHOSEN) =>
  (
    await world.ask<{ changePassword: { __typename: string } }>(
      CHANGE,
      { input: { currentPassword, newPassword } },
      cookie,
    )
  ).changePassword;

describe('an account of the ministry', () => {
  it('[DEC-15][IAM-403] signs in; its password is not changed here, and the page says to whom to go', async () => {
    const { cookie } = await ministryPerson();
    expect(await world.isSignedIn(cookie)).toBe(true);
    expect(await change(cookie, PASSWORD)).toEqual({
      __typename: 'MinistryPasswordError',
      message: expect.stringContaining('referente per la sicurezza'),
    });
    const me = await world.ask('{ me { account { ministry } } }', {}, cookie);
    expect(me).toEqual({ me: { account: { ministry: true } } });
  });

  it('[DEC-15][IAM-402][IAM-403][DEC-04] recovery answers the same; the mail carries no link and no code', async () => {
    const { username, email } = await ministryPerson();
    const asked = await recovery.ask(username);
    const mail = await world.mailOf(email, new RegExp(String(asked.number)));
    expect(mail.text).toContain('referente per la sicurezza');
    for (const secret of [asked.link, asked.code]) expect(mail.text).not.toContain(secret);
    // Whoever had them all the same would choose no password with them.
    const { cookie } = await recovery.link(asked.link);
    expect((await recovery.choose(CHOSEN, cookie)).outcome.__typename).toBe('NoRecoveryError');
    await world.signIn(username);
  });

  it('[DEC-15][SEC-008] gets a temporary password: shown once, told by mail without it, all sign-ins over', async () => {
    const { cookie, username, email, accountId } = await ministryPerson();
    const given = await set(username.toUpperCase());
    // 20 characters of 31: more than 64 bits.
    expect(given.password).toMatch(/^[A-HJKMNP-Z2-9]{5}(-[A-HJKMNP-Z2-9]{5}){3}$/);
    expect(Date.parse(given.validUntil) - world.clock.now().getTime()).toBe(72 * HOUR_MS);
    expect(await world.isSignedIn(cookie)).toBe(false);
    await expect(world.signIn(username)).rejects.toThrow();
    const mail = await world.mailOf(email, /^Hai una password temporanea$/);
    expect(mail.text).not.toContain(given.password);
    const [row] = await world.app.db.query<{ event: string; actor: string; data: object }>(sql`
      select event, actor_id as actor, data from audit_event
      where subject_id = ${accountId}::uuid and event = 'account.temporaryPasswordSet'`);
    expect(row).toMatchObject({ actor: officer.accountId, data: { sessionsEnded: 1 } });
    const stored = await world.app.db.query(sql`
      select 1 from account a, audit_event e, mail m
      where position(${given.password} in a::text || e::text || m::text) > 0 limit 1`);
    expect(stored).toEqual([]);

    const fresh = await world.signIn(username, given.password);
    expect(await change(fresh, given.password, given.password)).toMatchObject({ __typename: 'InvalidInputError' });
    expect(await change(fresh, given.password)).toMatchObject({ __typename: 'ChangePasswordSuccess' });
    const [after] = await world.app.db.query(sql`
      select password_must_change as must, temporary_until as until from account where id = ${accountId}::uuid`);
    expect(after).toEqual({ must: false, until: null });
    expect(await change(await world.signIn(username, CHOSEN), CHOSEN, PASSWORD)).toMatchObject({
      __typename: 'MinistryPasswordError',
    });
  });

  it('[SEC-008] a temporary password opens until its instant, and not from then on', async () => {
    const { username } = await ministryPerson();
    const { password, validUntil } = await set(username);
    const begun = world.clock.now();
    try {
      world.clock.set(new Date(Date.parse(validUntil) - 1));
      await world.signIn(username, password);
      world.clock.set(new Date(validUntil));
      await expect(world.signIn(username, password)).rejects.toThrow('non corretti');
    } finally {
      world.clock.set(begun);
    }
  });

  it('[DEC-15][POL-605] a lock ends with it', async () => {
    const { username } = await ministryPerson();
    for (let n = 0; n < 6; n++) await world.signIn(username, 'sbagliata').catch(() => undefined);
    await expect(world.signIn(username)).rejects.toThrow('sospeso');
    const { password } = await set(username);
    await world.signIn(username, password);
  });

  it('[DEC-15][SEC-057] only the security officer, only of the ministry’s accounts, never the own', async () => {
    const person = await world.person();
    expect((await set(person.username)).__typename).toBe('NoMinistryAccountError');
    expect((await set('nessuno')).__typename).toBe('NoMinistryAccountError');
    const own = await ministryPerson();
    await world.seed.grant(own.accountId, 'SECURITY');
    const { data } = await world.send<Set>(
      SET,
      { username: own.username },
      { cookie: await world.elsewhere(own.username) },
    );
    expect(data?.setTemporaryPassword.__typename).toBe('OwnMinistryAccountError');
    const { errors } = await world.send(SET, { username: own.username }, { cookie: person.cookie });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

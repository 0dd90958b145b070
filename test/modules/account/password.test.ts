import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { type OwnWorld, startOwnWorld } from './own-kit.ts';

const NEW = 'quattro barche e un faro spento';
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) {
  __typename
  ... on Error { message }
  ... on ChangePasswordSuccess { sessionsEnded tokensRevoked }
  ... on InvalidInputError { issues { path message } }
  ... on LockedError { retryAfter }
} }`;

interface Changed {
  __typename: string;
  message?: string;
  sessionsEnded?: number;
  tokensRevoked?: number;
  issues?: { path: string; message: string }[];
  retryAfter?: number;
}

let world: OwnWorld;
beforeAll(async () => {
  world = await startOwnWorld();
});
afterAll(() => world.stop());

async function change(cookie: string, newPassword = NEW, currentPassword = PASSWORD) {
  const answer = await world.send<{ changePassword: Changed }>(
    CHANGE,
    { input: { currentPassword, newPassword } },
    { cookie },
  );
  const set = answer.headers.getSetCookie()[0] ?? '';
  return { ...answer, result: answer.data?.changePassword, set, cookie: set.split(';')[0] ?? '' };
}

describe('changing the password', () => {
  it('[IAM-401][SEC-005] takes effect at once: the old one opens nothing, the new one does', async () => {
    const { cookie, username } = await world.person();
    expect((await change(cookie)).result).toEqual({
      __typename: 'ChangePasswordSuccess',
      sessionsEnded: 0,
      tokensRevoked: 0,
    });
    expect(await world.elsewhere(username)).toBe('');
    expect(await world.elsewhere(username, 'Prova', NEW)).not.toBe('');
  });

  it('[SEC-045][ACC-03] ends every other sign-in; this one goes on under another cookie, and the old cookie is dead', async () => {
    const { cookie, username } = await world.person();
    const other = await world.elsewhere(username);
    const changed = await change(cookie);
    expect(changed.result).toMatchObject({ sessionsEnded: 1 });
    expect(changed.set).toMatch(/^__Host-sportello=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    expect(changed.cookie).not.toBe(cookie);
    expect(await Promise.all([cookie, other, changed.cookie].map(world.isSignedIn))).toEqual([false, false, true]);
  });

  it('[SEC-047] makes no sign-in last longer', async () => {
    const { cookie, accountId } = await world.person();
    const ends = async () =>
      (
        await world.app.db.query<{ at: Date }>(sql`
          select max(expires_at) as at from login_session where account_id = ${accountId}::uuid`)
      )[0]?.at;
    const before = await ends();
    world.clock.advance(10 * MINUTE_MS);
    await change(cookie);
    expect(await ends()).toEqual(before);
  });

  it('[IAM-407][SEC-001][SEC-004] refuses a password against the rules at its own field, with the reason', async () => {
    const { cookie, username } = await world.person();
    const reasons: string[] = [];
    for (const password of ['undicichar.', 'password1234', `${username} e basta così`, PASSWORD]) {
      const { result } = await change(cookie, password);
      expect(result?.__typename).toBe('InvalidInputError');
      expect(result?.issues?.every(({ path }) => path === 'newPassword')).toBe(true);
      reasons.push(result?.issues?.map(({ message }) => message).join(' ') ?? '');
    }
    expect(reasons).toEqual([
      'Ancora 1 carattere.',
      expect.stringContaining('più usate'),
      expect.stringContaining('tuoi dati'),
      'È la password di adesso: scegline un’altra.',
    ]);
    expect(await world.elsewhere(username)).not.toBe('');
  });

  it('[SEC-005] needs the current one: a wrong one changes nothing and counts towards the lock of sign-in', async () => {
    const { cookie, username, accountId } = await world.person();
    const kinds: unknown[] = [];
    for (let n = 0; n < 6; n++) kinds.push((await change(cookie, NEW, `sbagliata ${n}`)).result?.__typename);
    expect(kinds).toEqual([...Array(5).fill('WrongPasswordError'), 'LockedError']);
    // The right one too, and at sign-in as well.
    expect((await change(cookie)).result).toMatchObject({ __typename: 'LockedError', retryAfter: 900 });
    expect(await world.elsewhere(username)).toBe('');
    const events = await world.app.db.query<{ event: string }>(sql`
      select event from audit_event where subject_id = ${accountId}::uuid and event like 'account.password%'`);
    expect(events.map(({ event }) => event)).toEqual(Array(6).fill('account.passwordRefused'));
    world.clock.advance(15 * MINUTE_MS);
    expect((await change(cookie)).result?.__typename).toBe('ChangePasswordSuccess');
  });

  it('[POL-605] a right one lets the wrong ones before it be forgotten', async () => {
    const { cookie, username } = await world.person();
    for (let n = 0; n < 5; n++) await change(cookie, NEW, `sbagliata ${n}`);
    const { cookie: fresh } = await change(cookie);
    const kinds: unknown[] = [];
    for (let n = 0; n < 5; n++) kinds.push((await change(fresh, 'altro mare, altra riva', 'no')).result?.__typename);
    expect(kinds).toEqual(Array(5).fill('WrongPasswordError'));
    expect(await world.elsewhere(username, 'Prova', NEW)).not.toBe('');
  });

  it('[SEC-017][ACC-05] tells by mail, with the device and what to do if it was somebody else', async () => {
    const { cookie, email } = await world.person();
    await change(cookie);
    const mail = await world.mailOf(email, /^La tua password è cambiata$/);
    expect(mail.text).toContain('http://localhost:4000/recupero');
    expect(mail.text).not.toContain(NEW);
  });

  it('[IAM-401][CHK-15] is for institutions too', async () => {
    const [school] = await world.app.db.query<{ code: string }>(sql`
      insert into school (code, name, municipality, province_code, registry, school_year, updated_at)
      values ('PRVA000009', 'Scuola di prova', 'Provetta', 'PV', 'prova', '2026/27', ${world.clock.now()}) returning code`);
    const passwordHash = await world.app.passwords.hash(PASSWORD);
    await world.app.db.prisma.account.create({
      data: {
        kind: 'INSTITUTION',
        username: 'prva000009',
        schoolCode: school?.code ?? '',
        displayName: 'Scuola di prova',
        passwordHash,
        createdAt: world.clock.now(),
      },
    });
    const cookie = await world.signIn('PRVA000009');
    expect((await change(cookie)).result?.__typename).toBe('ChangePasswordSuccess');
    expect(await world.elsewhere('PRVA000009', 'Prova', NEW)).not.toBe('');
  });

  it('[SEC-027] is asked for once a request, by who is signed in, over HTTP', async () => {
    const { cookie } = await world.person();
    const twice = `mutation ($input: ChangePasswordInput!) {
      a: changePassword(input: $input) { __typename } b: changePassword(input: $input) { __typename } }`;
    const input = { currentPassword: PASSWORD, newPassword: NEW };
    const { errors } = await world.send(twice, { input }, { cookie });
    expect(errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
    expect((await world.send(CHANGE, { input })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('[SEC-043] of two at once with the same current one, one counts', async () => {
    const { cookie, username } = await world.person();
    const other = await world.elsewhere(username);
    const both = await Promise.all([change(cookie, NEW), change(other, 'sette sassi nel fiume lento')]);
    const kinds = both.map(({ result }) => result?.__typename ?? 'UNAUTHENTICATED').sort();
    expect(kinds.filter((kind) => kind === 'ChangePasswordSuccess')).toHaveLength(1);
  });
});

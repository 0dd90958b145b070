import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TERMS_VERSION } from '#server/modules/account/terms.ts';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { NOON } from '#test/kit/seed.ts';

const DUTIES = '{ me { duties { kind reason blocking at version } } }';
const CHANGE = `mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on Error { message } } }`;
const ACCEPT = `mutation ($version: String!) { acceptNotice(version: $version) {
  __typename ... on AcceptNoticeSuccess { viewer { duties { kind } } } ... on InvalidInputError { issues { path } } } }`;
const NEW_PASSWORD = 'quattro barche e un faro spento';

interface Duty {
  kind: string;
  reason: string;
  blocking: boolean;
  at: string | null;
  version: string | null;
}

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.stop());
beforeEach(() => test.clock.set(NOON));

const inDays = (days: number): Date => new Date(NOON.getTime() + days * DAY_MS);

async function duties(cookie: string): Promise<Duty[]> {
  return (await test.ask<{ me: { duties: Duty[] } }>(DUTIES, {}, cookie)).me.duties;
}

async function person(change: Partial<Record<'must' | 'notice', boolean | string | null>> & { expires?: Date } = {}) {
  const { accountId, username, cookie: former } = await test.signedIn();
  const notice = change.notice === undefined ? TERMS_VERSION : change.notice;
  await test.app.db.query(sql`
    update account set password_must_change = ${change.must === true}, password_expires_at = ${change.expires ?? null},
      notice_version = ${notice as string | null}, noticed_at = ${notice === null ? null : NOON}
    where id = ${accountId}::uuid`);
  return { accountId, username, former, cookie: await test.signIn(username) };
}

/** The code of the refusal of an act, or what its union answered. */
async function outcome(document: string, cookie: string, variables: object = {}): Promise<string> {
  const { data, errors } = await test.send<Record<string, { __typename: string }>>(document, variables, { cookie });
  return (errors[0]?.extensions.code as string | undefined) ?? Object.values(data ?? {})[0]?.__typename ?? 'nothing';
}

describe('duties', () => {
  it('[ACC-01] there are none for who has nothing to do', async () => {
    const { cookie } = await person();
    expect(await duties(cookie)).toEqual([]);
  });

  it('[ACC-01] come in order, each with its reason: a temporary password before a notice', async () => {
    const { cookie } = await person({ must: true, notice: null });
    expect(await duties(cookie)).toEqual([
      { kind: 'CHANGE_PASSWORD', reason: 'TEMPORARY_PASSWORD', blocking: true, at: null, version: null },
      { kind: 'ACCEPT_NOTICE', reason: 'FIRST_NOTICE', blocking: false, at: null, version: TERMS_VERSION },
    ]);
  });

  it('[SEC-008][IAM-508] with a temporary password every other act answers MUST_CHANGE, and reading stays open', async () => {
    const { cookie } = await person({ must: true });
    expect(await outcome(ACCEPT, cookie, { version: TERMS_VERSION })).toBe('MUST_CHANGE');
    expect(await outcome('mutation { endLoginSessions(input: { allOthers: true }) { __typename } }', cookie)).toBe(
      'MUST_CHANGE',
    );
    const { errors } = await test.send(ACCEPT, { version: TERMS_VERSION }, { cookie });
    expect(errors[0]).toMatchObject({
      message: 'Prima di continuare cambia la password: quella che hai è provvisoria.',
      extensions: { code: 'MUST_CHANGE', duty: 'CHANGE_PASSWORD', reason: 'TEMPORARY' },
    });
    expect(
      await test.ask('{ me { account { username } } mySecurityEvents { edges { cursor } } }', {}, cookie),
    ).toBeTruthy();

    const changed = await test.send<{ changePassword: { __typename: string } }>(
      CHANGE,
      { input: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD } },
      { cookie },
    );
    expect(changed.data?.changePassword.__typename).toBe('ChangePasswordSuccess');
    const fresh = changed.headers.getSetCookie()[0]!.split(';')[0]!;
    expect(await duties(fresh)).toEqual([]);
    expect(await outcome(ACCEPT, fresh, { version: TERMS_VERSION })).toBe('AcceptNoticeSuccess');
  });

  it('[IAM-406][DEC-12] an expired password must be changed, in a sign-in that goes on too; the account stays active', async () => {
    const { accountId, cookie } = await person({ expires: inDays(2) });
    expect(await outcome(ACCEPT, cookie, { version: TERMS_VERSION })).toBe('AcceptNoticeSuccess');
    const remembered = await test.cookieOf(accountId);
    await test.app.db.query(sql`update login_session set remembered = true, expires_at = ${inDays(20)}
      where account_id = ${accountId}::uuid`);
    test.clock.set(inDays(2));
    test.app.bus.publish('account.changed', { accountIds: [accountId] });
    expect(await duties(remembered)).toEqual([
      {
        kind: 'CHANGE_PASSWORD',
        reason: 'EXPIRED_PASSWORD',
        blocking: true,
        at: inDays(2).toISOString(),
        version: null,
      },
    ]);
    const { errors } = await test.send(ACCEPT, { version: TERMS_VERSION }, { cookie: remembered });
    expect(errors[0]).toMatchObject({
      message: 'Prima di continuare cambia la password: è scaduta. L’account resta attivo.',
      extensions: { code: 'MUST_CHANGE', reason: 'EXPIRED' },
    });
  });

  it('[IAM-406] a password that expired while nobody was there still signs in, to be changed', async () => {
    const { username, accountId } = await person({ expires: inDays(1) });
    test.clock.set(inDays(100));
    const cookie = await test.signIn(username);
    expect((await duties(cookie)).map(({ reason }) => reason)).toEqual(['EXPIRED_PASSWORD']);
    const { data, headers } = await test.send<{ changePassword: { __typename: string } }>(
      CHANGE,
      { input: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD } },
      { cookie },
    );
    expect(data?.changePassword.__typename).toBe('ChangePasswordSuccess');
    expect(await duties(headers.getSetCookie()[0]!.split(';')[0]!)).toEqual([]);
    const account = await test.app.db.prisma.account.findUniqueOrThrow({ where: { id: accountId } });
    expect(account).toMatchObject({ state: 'ACTIVE', passwordExpiresAt: null, passwordSetAt: inDays(100) });
  });

  it('[IAM-408][IAM-409] an invitation to renew from 30 days before, which blocks nothing and may be withdrawn', async () => {
    const { accountId, username } = await person({ expires: inDays(31) });
    expect(await duties(await test.signIn(username))).toEqual([]);
    test.clock.set(inDays(1));
    const cookie = await test.signIn(username);
    expect(await duties(cookie)).toEqual([
      {
        kind: 'RENEW_PASSWORD',
        reason: 'EXPIRING_PASSWORD',
        blocking: false,
        at: inDays(31).toISOString(),
        version: null,
      },
    ]);
    expect(await outcome(ACCEPT, cookie, { version: TERMS_VERSION })).toBe('AcceptNoticeSuccess');
    await test.app.db.query(sql`update account set password_expires_at = null where id = ${accountId}::uuid`);
    expect(await duties(cookie)).toEqual([]);
  });

  it('[ACC-01][NFR-12] a notice that changed is accepted once, in the version of now, and noted in the register', async () => {
    const { accountId, cookie } = await person({ notice: '2026-11' });
    expect((await duties(cookie))[0]).toMatchObject({
      kind: 'ACCEPT_NOTICE',
      reason: 'CHANGED_NOTICE',
      blocking: false,
    });
    expect((await test.ask(ACCEPT, { version: '2026-11' }, cookie)).acceptNotice).toEqual({
      __typename: 'InvalidInputError',
      issues: [{ path: 'version' }],
    });
    expect((await duties(cookie)).length).toBe(1);
    const live = watch<{ accountEvents: { events: { kind: string }[] } }>(
      test.socket(cookie),
      'subscription { accountEvents { version events { kind } } }',
    );
    await live.next();
    for (let i = 0; i < 2; i++) {
      expect((await test.ask(ACCEPT, { version: TERMS_VERSION }, cookie)).acceptNotice).toMatchObject({
        __typename: 'AcceptNoticeSuccess',
        viewer: { duties: [] },
      });
    }
    expect((await live.next()).accountEvents.events).toEqual([{ kind: 'NOTICE_ACCEPTED' }]);
    const rows = await test.app.db.query(sql`
      select data from audit_event where subject_id = ${accountId}::uuid and event = 'account.noticeAccepted'`);
    expect(rows).toEqual([{ data: { version: TERMS_VERSION } }]);
  });
});

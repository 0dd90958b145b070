import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS } from '#test/kit/clock.ts';

const GRANT = `mutation ($input: GrantRoleInput!) { grantRole(input: $input) { __typename
  ... on GrantRoleSuccess { role { id role schoolCode startsAt endsAt } }
  ... on InvalidInputError { issues { path message } } } }`;
const WITHDRAW = `mutation ($id: ID!) { withdrawRole(id: $id) { __typename
  ... on InvalidInputError { issues { path } } } }`;
const ROLES = 'query ($username: String!) { officeRoles(username: $username) { id role schoolCode } }';

interface Granted {
  grantRole: { __typename: string; role: { id: string; role: string }; issues: { path: string; message: string }[] };
}

let test: TestApp;
let office: { accountId: string; username: string; cookie: string };
beforeAll(async () => {
  test = await startTestApp();
  office = await test.signedIn();
  await test.seed.grant(office.accountId, 'OFFICE');
  // After the role, which was given behind the server's back.
  office.cookie = await test.signIn(office.username);
  await test.app.db.query(sql`
    insert into school (code, name, municipality, province_code, registry, school_year, updated_at)
    values ('PRVA000001', 'Scuola di prova', 'Provetta', 'PV', 'prova', '2026/27', now())`);
});
afterAll(() => test.stop());

const give = async (input: object) => (await test.ask<Granted>(GRANT, { input }, office.cookie)).grantRole;
const held = async (cookie: string) =>
  (await test.ask<{ me: { roles: { role: string }[] } }>('{ me { roles { role } } }', {}, cookie)).me.roles.map(
    ({ role }) => role,
  );

describe('roles given by the office', () => {
  it('[DSK-01][SEC-049] hold on open sessions at once, for their period, until they are taken away', async () => {
    const { username, cookie, accountId } = await test.signedIn();
    expect(await held(cookie)).toEqual([]);
    const given = await give({ username: username.toUpperCase(), role: 'DESK', schoolCode: 'prva000001' });
    expect(given.role).toMatchObject({ role: 'DESK', schoolCode: 'PRVA000001', endsAt: null });
    expect(await held(cookie)).toEqual(['DESK']);
    expect(await test.ask(ROLES, { username }, office.cookie)).toMatchObject({ officeRoles: [{ id: given.role.id }] });
    const done = await test.ask(WITHDRAW, { id: given.role.id }, office.cookie);
    expect(done).toMatchObject({ withdrawRole: { __typename: 'WithdrawRoleSuccess' } });
    expect(await held(cookie)).toEqual([]);
    const events = await test.app.db.query(sql`
      select event, actor_id as actor from audit_event
      where subject_id = ${accountId}::uuid and event like 'account.role%' order by id`);
    expect(events).toEqual(
      ['account.roleGranted', 'account.roleRemoved'].map((event) => ({ event, actor: office.accountId })),
    );
    expect(await test.ask(WITHDRAW, { id: given.role.id }, office.cookie)).toMatchObject({
      withdrawRole: { __typename: 'NoSuchRoleError' },
    });
  });

  it('[DSK-01] begin and end on their day, with nobody doing anything', async () => {
    const { username, accountId } = await test.signedIn();
    const now = test.clock.now().getTime();
    const startsAt = new Date(now + DAY_MS);
    await give({ username, role: 'HELPDESK', startsAt, endsAt: new Date(now + 2 * DAY_MS) });
    const seen: string[][] = [];
    for (const day of [0, 1, 2]) {
      test.clock.set(new Date(now + day * DAY_MS));
      seen.push(await held(await test.cookieOf(accountId)));
    }
    test.clock.set(new Date(now));
    expect(seen).toEqual([[], ['HELPDESK'], []]);
  });

  it('[DSK-01] the same role at the same place is not given twice for one time; two at once give it once', async () => {
    const { username } = await test.signedIn();
    const both = await Promise.all([give({ username, role: 'HELPDESK' }), give({ username, role: 'HELPDESK' })]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['GrantRoleSuccess', 'RoleHeldError']);
    const again = await give({ username, role: 'HELPDESK', startsAt: new Date(test.clock.now().getTime() + DAY_MS) });
    expect(again.__typename).toBe('RoleHeldError');
  });

  it('[SEC-060] the office gives neither its own role nor the security officer’s, and nobody gives themselves one', async () => {
    const { username } = await test.signedIn();
    const [security] = await test.app.db.query<{ id: string }>(sql`
      insert into role_grant (account_id, role, starts_at)
      select id, 'SECURITY', ${test.clock.now()} from account where username = ${username} returning id`);
    const faults = await Promise.all([
      give({ username, role: 'OFFICE' }),
      give({ username, role: 'SECURITY' }),
      give({ username: office.username, role: 'HELPDESK' }),
    ]);
    expect(faults.map(({ issues }) => issues[0]?.path)).toEqual(['role', 'role', 'username']);
    expect(await test.ask(WITHDRAW, { id: security?.id }, office.cookie)).toEqual({
      withdrawRole: { __typename: 'InvalidInputError', issues: [{ path: 'id' }] },
    });
  });

  it('[DSK-01] each thing that does not hold names its field', async () => {
    const { username } = await test.signedIn();
    const past = new Date(test.clock.now().getTime() - DAY_MS);
    for (const [input, path] of [
      [{ username: ' ', role: 'DESK' }, 'username'],
      [{ username, role: 'HEAD' }, 'schoolCode'],
      [{ username, role: 'HELPDESK', schoolCode: 'PRVA000001' }, 'schoolCode'],
      [{ username, role: 'DESK', schoolCode: 'PRVA000009' }, 'schoolCode'],
      [{ username, role: 'DESK', endsAt: past }, 'endsAt'],
    ] as const) {
      expect((await give(input)).issues.map((issue) => issue.path)).toEqual([path]);
    }
    expect((await give({ username: 'nessuno', role: 'DESK' })).__typename).toBe('NoSuchAccountError');
  });
});

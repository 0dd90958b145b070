import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { PASSWORD, startTestApp, type TestApp, watch } from '#test/kit/api.ts';
import { type SecondFactorBench, secondFactorBench } from './second-factor-kit.ts';

const CAMPAIGNS = '{ officeCampaigns { slug } }';
const DUTY = { kind: 'ADD_SECOND_FACTOR', reason: 'ROLE_NEEDS_SECOND_FACTOR', blocking: false };
const ME = '{ me { roles { role } withheldRoles { role } } }';
const MAKE_TOKEN = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
  ... on CreateAccessTokenSuccess { token } } }`;

let test: TestApp;
let bench: SecondFactorBench;
beforeAll(async () => {
  test = await startTestApp({ config: { secondFactorRoles: ['OFFICE', 'HELPDESK'] } });
  bench = secondFactorBench(test);
});
afterAll(() => test.stop());

async function holder(...roles: ('OFFICE' | 'DESK' | 'SECURITY')[]) {
  const person = await test.signedIn();
  const startsAt = test.clock.now();
  const data = roles.map((role) => ({ accountId: person.accountId, role, startsAt }));
  await test.app.db.prisma.roleGrant.createMany({ data });
  return { ...person, cookie: await test.signIn(person.username, PASSWORD) };
}
const codeOf = async (document: string, cookie: string, headers = {}) =>
  (await test.send(document, {}, { cookie, headers })).errors[0]?.extensions.code ?? 'OK';

describe('roles that need a second factor', () => {
  it('[ACC-07][ACC-01] such a role opens nothing until there is one, and its holder is told what is missing', async () => {
    const { cookie } = await holder('OFFICE', 'SECURITY');
    const { errors } = await test.send(CAMPAIGNS, {}, { cookie });
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('verifica in due passaggi'),
      extensions: { code: 'SECOND_FACTOR_REQUIRED' },
    });
    expect(await test.ask(ME, {}, cookie)).toEqual({
      me: { roles: [{ role: 'SECURITY' }], withheldRoles: [{ role: 'OFFICE' }] },
    });
    expect(await test.ask('{ me { duties { kind reason blocking } } }', {}, cookie)).toMatchObject({
      me: { duties: expect.arrayContaining([DUTY]) },
    });
    // One's own account stays open.
    expect((await bench.mine(cookie)).required).toBe(true);
    expect(await codeOf('{ myLoginSessions { id } }', cookie)).toBe('OK');

    const app = await bench.addApp(cookie);
    expect(await codeOf(CAMPAIGNS, app.cookie)).toBe('OK');
    expect(await codeOf(CAMPAIGNS, cookie)).toBe('UNAUTHENTICATED');
    const done = await test.ask<{ me: { duties: { kind: string }[] } }>('{ me { duties { kind } } }', {}, app.cookie);
    expect(done.me.duties.map(({ kind }) => kind)).not.toContain(DUTY.kind);
    await bench.remove(app.cookie, app.id);
    expect(await codeOf(CAMPAIGNS, app.cookie)).toBe('SECOND_FACTOR_REQUIRED');
  });

  it('[ACC-07] other roles, and people without any, are not asked; who lacks a role is told that alone', async () => {
    const desk = await holder('DESK');
    expect(await test.ask(ME, {}, desk.cookie)).toEqual({ me: { roles: [{ role: 'DESK' }], withheldRoles: [] } });
    expect(await codeOf(CAMPAIGNS, desk.cookie)).toBe('FORBIDDEN');
    const { cookie } = await test.signedIn();
    expect((await bench.mine(cookie)).required).toBe(false);
    expect(await codeOf(CAMPAIGNS, cookie)).toBe('FORBIDDEN');
  });

  it('[ACC-07][API-03] holds for access tokens too', async () => {
    const { cookie } = await holder('OFFICE');
    const input = { name: 'Programma', scopes: ['READ_CAMPAIGNS'], expiresInDays: 30 };
    const made = await test.ask<{ createAccessToken: { token: string } }>(MAKE_TOKEN, { input }, cookie);
    const headers = { authorization: `Bearer ${made.createAccessToken.token}` };
    expect(await codeOf(CAMPAIGNS, '', headers)).toBe('SECOND_FACTOR_REQUIRED');
    await bench.addApp(cookie);
    expect(await codeOf(CAMPAIGNS, '', headers)).toBe('OK');
  });

  it('[ACC-07][SEC-082] an open socket ends when what it may do changes', async () => {
    const { cookie } = await holder('OFFICE');
    const app = await bench.addApp(cookie);
    const events = watch(test.socket(app.cookie), 'subscription { accountEvents { version } }');
    await events.next();
    await bench.remove(app.cookie, app.id);
    await expect(
      (async () => {
        for (;;) await events.next();
      })(),
    ).rejects.toThrow();
  });

  it('[ACC-07] is configuration: names of roles, none unless the operator says so', () => {
    expect(readConfig({}).secondFactorRoles).toEqual([]);
    expect(readConfig({ SECOND_FACTOR_ROLES: 'desk, OFFICE,HELPDESK,desk' }).secondFactorRoles).toEqual([
      ...['DESK', 'OFFICE', 'HELPDESK'],
    ]);
    expect(() => readConfig({ SECOND_FACTOR_ROLES: 'DESK,UFFICIO' })).toThrow(/SECOND_FACTOR_ROLES deve elencare/);
  });
});

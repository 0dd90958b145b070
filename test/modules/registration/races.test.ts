import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { omocodesOf } from '#server/modules/registry/fiscal-code.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { type RegistrationBench, registrationBench, somebody } from './registration-kit.ts';

const RACERS = 20;

describe('registrations that race', () => {
  let test: TestApp;
  let bench: RegistrationBench;
  beforeAll(async () => {
    test = await startTestApp();
    bench = registrationBench(test);
    await test.app.services.places.list();
  });
  afterAll(async () => {
    await bench.dispose();
    await test.stop();
  });
  const together = <T>(count: number, act: (n: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => act(n)));

  it('[FLT-25] ◆ of 20 who use one link one opens an account, once', { timeout: 60_000 }, async () => {
    const who = somebody();
    const { token } = await bench.mailed(who);
    const outcomes = await together(RACERS, () => bench.complete(token));
    const names = outcomes.map(({ __typename }) => __typename).sort();
    expect(names.filter((name) => name === 'CompleteRegistrationSuccess')).toHaveLength(1);
    expect(names.filter((name) => name === 'RegistrationLinkUsedError')).toHaveLength(RACERS - 1);
    expect(await test.app.db.prisma.account.count({ where: { person: { fiscalCode: who.fiscalCode } } })).toBe(1);
    const mails = await bench.post();
    expect(mails.filter(({ to }) => to === who.data.email)).toHaveLength(1);
  });

  it('[FLT-25] negative control: reading first and writing after lets several through', async () => {
    const { token } = await bench.mailed(somebody());
    const { db } = test.app;
    const [link] = await db.query<{ id: string }>(sql`
      select registration_id as id from registration_link order by created_at desc, id limit 1`);
    const passed = await together(RACERS, async () => {
      const [row] = await db.query<{ links: number }>(sql`select links from registration where id = ${link!.id}::uuid`);
      if (row!.links !== 1) return false;
      await db.query(sql`select pg_sleep(0.05)`);
      await db.query(sql`update registration set links = 2, first_link = 1 where id = ${link!.id}::uuid`);
      return true;
    });
    expect(passed.filter(Boolean).length).toBeGreaterThan(1);
    expect((await bench.complete(token)).__typename).toBe('CompleteRegistrationSuccess');
  });

  it('[ACC-09] two registrations of one person in different forms of the code: one account', async () => {
    const who = somebody();
    const variants = omocodesOf(who.fiscalCode).slice(0, 4);
    const tokens: string[] = [];
    for (const fiscalCode of variants) {
      const email = `${fiscalCode.toLowerCase()}@posta.example`;
      tokens.push((await bench.mailed({ fiscalCode, data: { ...who.data, email, emailAgain: email } })).token);
    }
    const outcomes = await together(tokens.length, (n) => bench.complete(tokens[n]!));
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual([
      ...['AlreadyRegisteredError', 'AlreadyRegisteredError', 'AlreadyRegisteredError'],
      'CompleteRegistrationSuccess',
    ]);
    expect(await test.app.db.prisma.person.count({ where: { fiscalCode: { in: variants } } })).toBe(1);
  });

  it('[ACC-10] people of the same name who complete together never get the same user name', {
    timeout: 60_000,
  }, async () => {
    const people = Array.from({ length: 10 }, () => somebody({ firstName: 'Omonima', lastName: 'Gemella' }));
    const tokens: string[] = [];
    for (const who of people) tokens.push((await bench.mailed(who)).token);
    const outcomes = await together(tokens.length, (n) => bench.complete(tokens[n]!));
    const names = outcomes.map(({ username }) => username!).sort();
    expect(new Set(names).size).toBe(people.length);
    expect(names).toEqual(['omonima.gemella', ...Array.from({ length: 9 }, (_, n) => `omonima.gemella${n + 1}`)]);
  });

  it('[SEC-015] mails asked for at once are counted one by one', async () => {
    const email = 'insieme@posta.example';
    const cookies: string[] = [];
    for (let i = 0; i < 8; i++) {
      const who = somebody({ email, emailAgain: email });
      const { cookie } = await bench.start(who.fiscalCode);
      await bench.save(who.data, cookie);
      cookies.push(cookie!);
    }
    await together(cookies.length, (n) => bench.confirm(cookies[n]!));
    const sent = await bench.post();
    expect(sent.filter(({ to }) => to === email)).toHaveLength(5);
  });

  it('[FLT-24] a confirmation sent ten times asks for one mail', async () => {
    const who = somebody();
    const { cookie } = await bench.start(who.fiscalCode);
    await bench.save(who.data, cookie);
    const outcomes = await together(10, () => bench.confirm(cookie));
    expect(new Set(outcomes.map(({ body }) => body)).size).toBe(1);
    expect((await bench.post()).filter(({ to }) => to === who.data.email)).toHaveLength(1);
  });
});

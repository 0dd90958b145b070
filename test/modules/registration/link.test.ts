import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { omocodesOf } from '#server/modules/registry/fiscal-code.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#test/kit/clock.ts';
import { PASSWORD, type RegistrationBench, registrationBench, somebody } from './registration-kit.ts';

describe('the link of the mail', () => {
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
  const known = (fiscalCode: string, more: object = {}) =>
    test.app.db.prisma.person.create({ data: { fiscalCode, firstName: 'Prova', lastName: 'Esempio', ...more } });
  const accountOf = (fiscalCode: string) =>
    test.app.db.prisma.account.findFirst({ where: { person: { fiscalCode } }, include: { registration: true } });

  it('[SEC-011] ◆ known, unknown, differing and registered are answered byte for byte alike; only the mail differs', {
    timeout: 60_000,
  }, async () => {
    const unknown = somebody();
    const same = somebody();
    await known(same.fiscalCode);
    const differing = somebody();
    await known(differing.fiscalCode, { lastName: 'Segreto', bornOn: new Date('1950-01-01') });
    const registered = somebody();
    await bench.registered(registered);
    const again = { ...registered, data: { ...registered.data, email: 'estranea@posta.example' } };
    again.data.emailAgain = again.data.email;
    await bench.post();

    const mails: Record<string, string> = {};
    const bodies: string[] = [];
    for (const [name, who] of Object.entries({ unknown, same, differing, again })) {
      const { cookie, bodies: answers } = await bench.register(who);
      const seen = JSON.stringify([...answers, await bench.own(cookie)])
        .replaceAll(who.fiscalCode, 'CODE')
        .replaceAll(who.data.email, 'MAILBOX')
        .replaceAll(who.data.bornOn, 'DAY');
      bodies.push(seen);
      const sent = await bench.post();
      mails[name] = sent
        .map(({ to, subject }) => `${to === who.data.email ? 'typed' : 'own'}: ${subject}`)
        .sort()
        .join('; ');
      expect((await bench.own(cookie))?.mail?.delivery).toBe('SENT');
    }
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).not.toContain('Segreto');
    expect(mails).toEqual({
      unknown: 'typed: Conferma il tuo indirizzo e scegli la password',
      same: 'typed: Conferma il tuo indirizzo e scegli la password',
      differing: 'typed: Conferma il tuo indirizzo e scegli la password',
      again: 'own: Hai già un account; typed: Hai già un account',
    });
  });

  it('[ACC-09] an account is found by every form of its codice fiscale, at registration and at sign-in', async () => {
    const who = somebody();
    await bench.registered(who);
    const omocode = omocodesOf(who.fiscalCode).at(-1)!;
    const { cookie } = await bench.start(omocode);
    await bench.save(who.data, cookie);
    await bench.confirm(cookie);
    await bench.post();
    const before = await accountOf(who.fiscalCode);
    const { fiscalCode } = who;
    await test.app.db.prisma.registration.findFirstOrThrow({ where: { fiscalCode: omocode, completedAt: null } });
    expect(
      await test.app.db.prisma.mail.count({ where: { template: 'registration.exists', recipient: who.data.email } }),
    ).toBe(1);
    expect(await accountOf(fiscalCode)).toEqual(before);
    expect(await test.signIn(omocode, PASSWORD)).toBeTruthy();
  });

  it('[DEC-03] opening a link consumes nothing, however often and however it is opened', async () => {
    const { token } = await bench.mailed(somebody());
    const first = await bench.open(token);
    for (let i = 0; i < 3; i++) expect(await bench.open(token)).toEqual(first);
    for (const method of ['GET', 'HEAD']) await fetch(`${test.url}/conferma/${token}`, { method });
    expect((await bench.complete(token)).__typename).toBe('CompleteRegistrationSuccess');
    expect((await bench.open(token)).__typename).toBe('RegistrationLinkUsedError');
    expect(await bench.complete(token)).toMatchObject({
      __typename: 'RegistrationLinkUsedError',
      message: expect.stringContaining('Accedi'),
    });
  });

  it('a link dies at its 48 hours, told with the instant; a new one is asked for with the old', async () => {
    const who = somebody();
    const { token } = await bench.mailed(who);
    test.clock.advance(48 * HOUR_MS - 1);
    expect((await bench.open(token)).__typename).toBe('OpenRegistrationLinkSuccess');
    test.clock.advance(1);
    const expiredAt = test.clock.now().toISOString();
    expect(await bench.open(token)).toMatchObject({ __typename: 'RegistrationLinkExpiredError', expiredAt });
    expect((await bench.complete(token)).__typename).toBe('RegistrationLinkExpiredError');
    expect((await bench.resend(null, token)).outcome.__typename).toBe('ResendRegistrationMailSuccess');
    const [mail] = await bench.post();
    expect(mail?.to).toBe(who.data.email);
    expect(mail?.token).not.toBe(token);
    expect((await bench.complete(mail!.token!)).__typename).toBe('CompleteRegistrationSuccess');
  });

  it('[DEC-21] a mail tried again carries the same link; no token rests in a row, a job or a mail’s facts', async () => {
    const who = somebody();
    const { token } = await bench.mailed(who);
    await test.app.db.query(sql`update mail set state = 'WAITING' where recipient = ${who.data.email}`);
    await test.app.db.query(sql`delete from dev_message where recipient = ${who.data.email}`);
    const [again] = await bench.post();
    expect(again?.token).toBe(token);
    const tables = await test.app.db.query<{ text: string }>(sql`
      select jsonb_agg(to_jsonb(r))::text as text from registration r union all
      select jsonb_agg(to_jsonb(l))::text from registration_link l union all
      select jsonb_agg(to_jsonb(m))::text from mail m union all
      select jsonb_agg(to_jsonb(a))::text from audit_event a`);
    for (const { text } of tables) expect(text).not.toContain(token);
  });

  it('[POL-107] [POL-114] [POL-117] [DEC-10] the comparison names the fields, never what is known; going on marks them', async () => {
    const who = somebody({ birthplaceCode: 'H501' });
    const secret = { firstName: 'Riservata', bornOn: new Date('1999-09-09'), birthplaceCode: 'F205' };
    await known(who.fiscalCode, { ...secret, sex: 'F' });
    const { token } = await bench.mailed(who);
    const opened = await bench.open(token);
    expect(opened.differing).toEqual(['FIRST_NAME', 'BORN_ON', 'BIRTHPLACE']);
    for (const value of ['Riservata', '1999', 'F205', 'Milano']) expect(JSON.stringify(opened)).not.toContain(value);

    expect(await bench.complete(token)).toMatchObject({ __typename: 'DataDifferError', fields: opened.differing });
    expect((await bench.complete(token, PASSWORD, true)).__typename).toBe('CompleteRegistrationSuccess');
    const account = await accountOf(who.fiscalCode);
    expect(account?.displayName).toBe('Prova Esempio');
    expect(account?.registration?.toVerify).toEqual(['firstName', 'bornOn', 'birthplaceCode']);
  });

  it('[POL-115] accents, case and apostrophes are no difference, nor is what is not known', async () => {
    const who = somebody({ firstName: 'Nicolò', lastName: "D'Angelo" });
    await known(who.fiscalCode, { firstName: 'NICOLO', lastName: 'D’ANGELO' });
    const { token } = await bench.mailed(who);
    expect((await bench.open(token)).differing).toEqual([]);
  });

  it('[POL-116] data rectified meanwhile are found updated', async () => {
    const who = somebody();
    const { id } = await known(who.fiscalCode, { lastName: 'Sbagliato' });
    const { token } = await bench.mailed(who);
    expect((await bench.open(token)).differing).toEqual(['LAST_NAME']);
    await test.app.db.prisma.person.update({ where: { id }, data: { lastName: 'Esempio' } });
    expect((await bench.open(token)).differing).toEqual([]);
    expect((await bench.complete(token)).__typename).toBe('CompleteRegistrationSuccess');
  });

  it('[POL-115] going back from the comparison takes the data along to the browser of the mail', async () => {
    const who = somebody();
    await known(who.fiscalCode, { lastName: 'Altro' });
    const { cookie, token } = await bench.mailed(who);
    const { cookie: other } = await bench.correct(token);
    expect(other).not.toBe(cookie);
    expect(await bench.own(other)).toMatchObject({ step: 'MAIL', data: { lastName: 'Esempio' } });
    expect(await bench.own(cookie)).toBeNull();
  });

  it('[DEC-10] five comparisons a mailbox a day, whatever they find; the same link again is no new one', async () => {
    const email = 'curiosa@posta.example';
    const tokens: string[] = [];
    for (let i = 0; i < 6; i++) {
      if (i === 5) test.clock.advance(HOUR_MS);
      tokens.push((await bench.mailed(somebody({ email, emailAgain: email }))).token);
    }
    for (const token of tokens.slice(0, 5)) {
      expect((await bench.open(token)).__typename).toBe('OpenRegistrationLinkSuccess');
      expect((await bench.open(token)).__typename).toBe('OpenRegistrationLinkSuccess');
    }
    const sixth = tokens[5]!;
    const refused = await bench.open(sixth);
    expect(refused).toMatchObject({ __typename: 'ComparisonLimitError', retryAfter: 24 * 3600 });
    // Nor by trying to complete.
    expect((await bench.complete(sixth)).__typename).toBe('ComparisonLimitError');
    test.clock.advance(DAY_MS);
    expect((await bench.open(sixth)).__typename).toBe('OpenRegistrationLinkSuccess');
  });

  it('[SEC-015] five mails a mailbox an hour; the sixth looks accepted and is not sent', async () => {
    const who = somebody();
    const { cookie } = await bench.register(who);
    let sent = (await bench.post()).length;
    const answers = [];
    for (let i = 0; i < 6; i++) {
      test.clock.advance(MINUTE_MS);
      answers.push((await bench.resend(cookie)).body);
      sent += (await bench.post()).length;
      expect((await bench.own(cookie))?.mail?.delivery).toBe('SENT');
    }
    expect(new Set(answers).size).toBe(1);
    expect(sent).toBe(5);
    // Another registration with the same mailbox, written otherwise, does not begin anew.
    const shouted = who.data.email.toUpperCase();
    const other = somebody({ email: shouted, emailAgain: shouted });
    await bench.register(other);
    expect(await bench.post()).toEqual([]);
    test.clock.advance(HOUR_MS);
    await bench.resend(cookie);
    expect(await bench.post()).toHaveLength(1);
  });

  it('another mail may be asked for after 60 seconds; the earlier link still opens', async () => {
    const who = somebody();
    const { cookie, token } = await bench.mailed(who);
    expect((await bench.resend(cookie)).outcome).toMatchObject({ __typename: 'ResendTooSoonError', retryAfter: 60 });
    test.clock.advance(59_001);
    expect((await bench.resend(cookie)).outcome).toMatchObject({ retryAfter: 1 });
    test.clock.advance(999);
    expect((await bench.resend(cookie)).outcome.__typename).toBe('ResendRegistrationMailSuccess');
    const [mail] = await bench.post();
    expect(mail?.token).not.toBe(token);
    for (const each of [token, mail!.token!])
      expect((await bench.open(each)).__typename).toBe('OpenRegistrationLinkSuccess');
  });

  it('[SEC-001] [SEC-002] [SEC-003] [SEC-004] the password is judged by the API, and a refusal consumes nothing', async () => {
    const who = somebody({ firstName: 'Filomena' });
    const { token } = await bench.mailed(who);
    for (const wrong of ['undici char', 'passwordpassword', 'filomena va al mare', `x${who.fiscalCode}`]) {
      const { __typename, issues } = await bench.complete(token, wrong);
      expect([wrong, __typename, issues?.[0]?.path]).toEqual([wrong, 'InvalidInputError', 'password']);
    }
    const good = '🌻 è un girasole, più alto di me 🌻'.padEnd(128, 'ù').slice(0, 64);
    expect((await bench.complete(token, good)).__typename).toBe('CompleteRegistrationSuccess');
    expect(await test.signIn(who.fiscalCode, good.normalize('NFD'))).toBeTruthy();
    await expect(test.signIn(who.fiscalCode, `${good}1`)).rejects.toThrow();
  });

  it('[SEC-010] [SEC-014] the password rests as argon2id alone; nothing typed adds a header to a mail', async () => {
    const who = somebody();
    const { token } = await bench.mailed(who);
    await bench.complete(token);
    expect((await accountOf(who.fiscalCode))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);

    const { cookie } = await bench.start(somebody().fiscalCode);
    const paths = async (more: object) =>
      (await bench.save({ ...who.data, ...more }, cookie)).outcome.issues?.map(({ path }) => path) ?? [];
    for (const email of ['a@posta.example\r\nBcc: b@posta.example', 'a@posta．example', 'a\u0007@posta.example'])
      expect(await paths({ email, emailAgain: email })).toContain('email');
    expect(await paths({ firstName: 'Anna\u0007' })).toContain('firstName');
    expect(await paths({ firstName: 'Anna <b>' })).toContain('firstName');
    const folded = somebody({ firstName: 'Prova\r\nBcc: spia' });
    expect((await bench.save(folded.data, cookie)).outcome.issues?.map(({ path }) => path)).toContain('firstName');
  });

  it('[SEC-034] links lead to the configured site, whatever host a request names', async () => {
    const who = somebody();
    const { cookie } = await bench.start(who.fiscalCode);
    await bench.save(who.data, cookie);
    await bench.confirm(cookie, { 'x-forwarded-host': 'altrove.example', forwarded: 'host=altrove.example' });
    const mail = (await bench.post()).find(({ to }) => to === who.data.email);
    expect(mail?.text).toContain('http://localhost:4000/conferma/');
    expect(mail?.raw).not.toContain('altrove');
  });

  it('[SEC-027] a request completes one registration at most', async () => {
    const field = (alias: string) =>
      `${alias}: completeRegistration(input: { token: "x", password: "y" }) { __typename }`;
    const { errors } = await test.send(`mutation { ${field('a')} ${field('b')} }`);
    expect(errors[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  });
});

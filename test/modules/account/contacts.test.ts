import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, watch } from '#test/kit/api.ts';
import { HOUR_MS, MINUTE_MS } from '#test/kit/clock.ts';
import { registrationBench, somebody } from '../registration/registration-kit.ts';
import { type ContactsView, type ContactWorld, MOBILE, startContactWorld } from './contact-kit.ts';
import { startOwnWorld } from './own-kit.ts';

let world: ContactWorld;
beforeAll(async () => {
  world = await startContactWorld(await startOwnWorld());
  await world.app.services.places.list();
}, 120_000);
afterAll(() => world.stop());

const HOME = { municipalityCode: 'A944', street: ' Via  Prova 1 ', postalCode: '40100' };

describe('contact data', () => {
  it('[POL-904] telephone, mobile and domicile with municipality and province are changed in one function', async () => {
    const { cookie } = await world.person();
    const { data } = await world.save(cookie, { phone: '051 123 456', mobile: '333 123 4567', domicile: HOME });
    expect(data).toMatchObject({ __typename: 'UpdateOwnContactsSuccess', code: 'NOT_NEEDED' });
    expect(await world.contacts(cookie)).toMatchObject({
      phone: '051123456',
      mobile: { number: '3331234567', state: 'UNVALIDATED', code: null },
      smsConsent: false,
      domicile: { municipality: 'Bologna', province: 'BO', street: 'Via Prova 1', postalCode: '40100', country: null },
    });
    await world.save(cookie, {
      domicile: { countryCode: 'Z110', town: 'Lione', street: 'Rue de la Preuve 2', postalCode: '69001' },
      mobile: '3331234567',
    });
    expect(await world.contacts(cookie)).toMatchObject({
      phone: null,
      domicile: { country: 'Francia', town: 'Lione', municipality: null, province: null },
    });
  });

  it('[POL-904] every fault names its field, and nothing is written', async () => {
    const { cookie } = await world.person();
    const { data } = await world.save(cookie, {
      mobile: '051 123456',
      phone: 'casa',
      domicile: { municipalityCode: 'Z110', street: '', postalCode: '401' },
    });
    expect(data.issues?.map(({ path }) => path)).toEqual([
      ...['mobile', 'phone', 'domicile.municipalityCode', 'domicile.street', 'domicile.postalCode'],
    ]);
    const abroad = await world.save(cookie, { domicile: { countryCode: 'A944', street: 'x', town: ' ' } });
    expect(abroad.data.issues?.map(({ path }) => path)).toEqual(['domicile.countryCode', 'domicile.town']);
    expect(await world.contacts(cookie)).toMatchObject({ phone: null, mobile: null, domicile: null });
  });

  it('[POL-701][POL-708] a number with prefix, and one that is no Italian mobile, are refused with what to write', async () => {
    const { cookie } = await world.person();
    for (const mobile of ['+39 333 123 4567', '0039 3331234567']) {
      expect((await world.save(cookie, { mobile })).data.issues).toEqual([
        { path: 'mobile', message: expect.stringContaining('senza prefisso internazionale') },
      ]);
    }
    expect((await world.save(cookie, { mobile: '051 123456' })).data.issues).toEqual([
      { path: 'mobile', message: expect.stringContaining('cellulare italiano') },
    ]);
    expect((await world.save(cookie, { smsConsent: true })).data.issues).toMatchObject([{ path: 'mobile' }]);
  });

  it('another mobile number needs the password; the rest does not', async () => {
    const { cookie } = await world.person();
    expect((await world.save(cookie, { mobile: MOBILE, currentPassword: null })).data.issues).toMatchObject([
      { path: 'currentPassword' },
    ]);
    expect((await world.save(cookie, { mobile: MOBILE, currentPassword: 'sbagliata' })).data.__typename).toBe(
      'WrongPasswordError',
    );
    expect((await world.contacts(cookie)).mobile).toBeNull();
    await world.save(cookie, { mobile: MOBILE });
    const rest = { mobile: MOBILE, phone: '051 123456', currentPassword: null };
    expect((await world.save(cookie, rest)).data.__typename).toBe('UpdateOwnContactsSuccess');
  });

  it('[IAM-304] an institution has none of its own', async () => {
    const account = await world.app.db.prisma.account.create({
      data: {
        ...{ kind: 'INSTITUTION', username: 'prva000009', displayName: 'Scuola di prova' },
        createdAt: world.clock.now(),
        school: {
          create: {
            ...{ code: 'PRVA000009', name: 'Scuola di prova', municipality: 'Provetta', provinceCode: 'PV' },
            ...{ registry: 'prova', schoolYear: '2026/27', updatedAt: world.clock.now() },
          },
        },
      },
    });
    const cookie = await world.cookieOf(account.id);
    expect((await world.trySave(cookie, { phone: '051 123456' })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await world.contacts(cookie)).toMatchObject({ phone: null, mobile: null });
  });

  it('[ACC-04] every change is in the history, and in the data that are taken away', async () => {
    const { cookie, number } = await world.withCode();
    const events = '{ mySecurityEvents { edges { node { kind } } } }';
    const { mySecurityEvents } = await world.ask<{
      mySecurityEvents: { edges: { node: { kind: string } }[] };
    }>(events, {}, cookie);
    const kinds = mySecurityEvents.edges.map(({ node }) => node.kind);
    expect(kinds).toEqual(expect.arrayContaining(['CONTACTS_CHANGED', 'PHONE_CODE_SENT']));
    const file = await (await fetch(`${world.url}/scarica/dati.json`, { headers: { cookie } })).json();
    const { tables } = file as { tables: Record<string, Record<string, unknown>[]> };
    expect(tables.account_contact).toMatchObject([{ mobile: number, sms_consent: true }]);
    expect(tables.sms).toMatchObject([{ recipient: `+39${number}` }]);
    expect(tables.phone_code).toHaveLength(1);
  });
});

describe('the validation code', () => {
  it('[POL-702][POL-704][NFR-07] goes out when SMS are wanted, not before, of unambiguous letters and figures', async () => {
    const { cookie } = await world.person();
    const mobile = world.newNumber();
    await world.save(cookie, { mobile });
    expect((await world.contacts(cookie)).mobile).toMatchObject({ state: 'UNVALIDATED', code: null });
    const wanted = await world.save(cookie, { mobile, smsConsent: true });
    expect(wanted.data).toMatchObject({ code: 'SENT', contacts: { mobile: { state: 'CODE_SENT' }, smsConsent: true } });
    const { text, code } = await world.smsTo(mobile);
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    expect(text.length).toBeLessThanOrEqual(160);
    await expect
      .poll(async () => (await world.contacts(cookie)).mobile?.code)
      .toMatchObject({ sms: 'SENT', expiresAt: world.after(30 * MINUTE_MS) });
  });

  it('[POL-709] validates the number once; the owner is told by mail, and the page that waits by itself', async () => {
    const { cookie, code, email, number } = await world.withCode();
    const live = watch<{ accountEvents: { events: { kind: string }[] } }>(
      world.socket(cookie),
      'subscription { accountEvents { version events { kind } } }',
    );
    await live.next();
    const typed = `${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}`;
    expect(await world.confirm(cookie, typed)).toMatchObject({ __typename: 'ConfirmPhoneCodeSuccess' });
    expect((await live.next()).accountEvents.events).toEqual([{ kind: 'PHONE_VALIDATED' }]);
    await live.close();
    expect((await world.contacts(cookie)).mobile).toMatchObject({ state: 'VALIDATED', code: null });
    expect(await world.confirm(cookie, code)).toMatchObject({ state: 'VALIDATED_ALREADY' });
    expect(await world.request(cookie)).toMatchObject({ state: 'VALIDATED_ALREADY' });
    const mail = await world.mailOf(email, /numero di cellulare è convalidato/);
    expect(mail.text).toContain(`finisce con ${number.slice(-3)}`);
    expect(mail.text).not.toContain(number);
  });

  it('[POL-709] is made anew whenever the number needs validating', async () => {
    const { cookie, code, number } = await world.withCode();
    await world.confirm(cookie, code);
    const other = world.newNumber();
    world.clock.advance(MINUTE_MS);
    expect((await world.save(cookie, { mobile: other, smsConsent: true })).data.code).toBe('SENT');
    const second = await world.smsTo(other);
    expect(second.code).not.toBe(code);
    expect((await world.contacts(cookie)).mobile).toMatchObject({
      number: other,
      state: 'CODE_SENT',
      validatedAt: null,
    });
    // Back to the first number: validated once is not validated for ever.
    world.clock.advance(MINUTE_MS);
    await world.save(cookie, { mobile: number, smsConsent: true });
    expect(await world.confirm(cookie, second.code)).toMatchObject({ __typename: 'WrongPhoneCodeError' });
    expect((await world.contacts(cookie)).mobile?.state).toBe('CODE_SENT');
  });

  it('[POL-709] stays while something else is changed, and dies with the number', async () => {
    const { cookie, code, number } = await world.withCode();
    const rest = { mobile: number, smsConsent: true, phone: '051 123456' };
    expect((await world.save(cookie, rest)).data.code).toBe('NOT_NEEDED');
    await world.save(cookie, {});
    expect(await world.contacts(cookie)).toMatchObject({ mobile: null, smsConsent: false });
    expect(await world.confirm(cookie, code)).toMatchObject({ state: 'NO_NUMBER' });
  });

  it('[DEC-08] expires after 30 minutes, and another replaces it', async () => {
    const { cookie, code, number, username } = await world.withCode();
    world.clock.advance(30 * MINUTE_MS);
    const again = await world.signIn(username);
    expect(await world.confirm(again, code)).toMatchObject({ state: 'NO_CODE' });
    expect((await world.contacts(again)).mobile).toMatchObject({ state: 'UNVALIDATED', nextCodeAt: null });
    expect(await world.request(again)).toMatchObject({ __typename: 'RequestPhoneCodeSuccess' });
    const second = await world.smsTo(number, 2);
    expect(await world.confirm(again, second.code)).toMatchObject({ __typename: 'ConfirmPhoneCodeSuccess' });
    expect(cookie).not.toBe(again);
  });

  it('[DEC-08] five wrong codes lock it for 15 minutes, whatever code is asked for meanwhile', async () => {
    const { cookie, code } = await world.withCode();
    const left: unknown[] = [];
    for (let n = 0; n < 5; n++) left.push(await world.confirm(cookie, world.otherThan(code)));
    expect(left.slice(0, 4)).toMatchObject([4, 3, 2, 1].map((triesLeft) => ({ triesLeft })));
    expect(left[4]).toMatchObject({ __typename: 'PhoneCodesLockedError', retryAfter: 900 });
    world.clock.advance(MINUTE_MS);
    const locked = { __typename: 'PhoneCodesLockedError', retryAfter: 840 };
    expect(await world.confirm(cookie, code)).toMatchObject(locked);
    expect(await world.request(cookie)).toMatchObject(locked);
    const other = world.newNumber();
    expect((await world.save(cookie, { mobile: other, smsConsent: true })).data.code).toBe('LOCKED');
    expect((await world.contacts(cookie)).mobile).toMatchObject({
      number: other,
      lockedUntil: world.after(14 * MINUTE_MS),
    });
    world.clock.advance(14 * MINUTE_MS);
    expect(await world.request(cookie)).toMatchObject({ __typename: 'RequestPhoneCodeSuccess' });
    const { code: fresh } = await world.smsTo(other);
    expect(await world.confirm(cookie, fresh)).toMatchObject({ __typename: 'ConfirmPhoneCodeSuccess' });
  });

  it('is sent again after a minute, five times an hour, and five to one number from whatever accounts', async () => {
    const { cookie, username, number } = await world.withCode();
    expect(await world.request(cookie)).toMatchObject({ __typename: 'TooManyPhoneCodesError', retryAfter: 60 });
    for (let n = 0; n < 4; n++) {
      world.clock.advance(MINUTE_MS);
      expect(await world.request(cookie)).toMatchObject({ __typename: 'RequestPhoneCodeSuccess' });
    }
    world.clock.advance(MINUTE_MS);
    expect(await world.request(cookie)).toMatchObject({ __typename: 'TooManyPhoneCodesError', retryAfter: 55 * 60 });
    const other = await world.person();
    expect((await world.save(other.cookie, { mobile: number, smsConsent: true })).data).toMatchObject({
      __typename: 'UpdateOwnContactsSuccess',
      code: 'TOO_MANY',
    });
    world.clock.advance(HOUR_MS);
    expect(await world.request(await world.signIn(username))).toMatchObject({ __typename: 'RequestPhoneCodeSuccess' });
  });

  it('[DEC-21] rests nowhere: neither in its row nor in that of its SMS', async () => {
    const { code } = await world.withCode();
    const tables = await world.app.db.query<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'dev_message'`);
    for (const { name } of tables) {
      const { rows } = await world.app.db.pool.query<{ row: string }>(`select t::text as row from "${name}" t`);
      expect(rows.filter(({ row }) => row.includes(code))).toEqual([]);
    }
  });
});

describe('many at once', () => {
  const racers = <T>(act: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 50 }, act));

  it('[FLT-25] of 50 who type the right code one validates', async () => {
    const { cookie, code } = await world.withCode();
    const all = await racers(() => world.confirm(cookie, code));
    expect(all.filter(({ __typename }) => __typename === 'ConfirmPhoneCodeSuccess')).toHaveLength(1);
    expect(all.filter(({ state }) => state === 'VALIDATED_ALREADY')).toHaveLength(49);
  }, 60_000);

  it('[FLT-25] control: read first and written after, several would', async () => {
    const { accountId } = await world.withCode();
    let passed = 0;
    await racers(async () => {
      const [row] = await world.app.db.query<{ free: boolean }>(sql`
        select used_at is null as free from phone_code where account_id = ${accountId}::uuid`);
      if (!row?.free) return;
      await world.app.db.query(sql`select pg_sleep(0.01)::text`);
      passed++;
      await world.app.db.query(sql`update phone_code set used_at = now() where account_id = ${accountId}::uuid`);
    });
    expect(passed).toBeGreaterThan(1);
  });

  it('[DEC-08] of 50 wrong codes five are looked at', async () => {
    const { cookie, code } = await world.withCode();
    const all = await racers(() => world.confirm(cookie, world.otherThan(code)));
    expect(all.filter(({ __typename }) => __typename === 'WrongPhoneCodeError')).toHaveLength(4);
    expect(all.filter(({ __typename }) => __typename === 'PhoneCodesLockedError')).toHaveLength(46);
  }, 60_000);

  it('of 20 requests for a code one sends an SMS', async () => {
    const { cookie, number } = await world.withCode();
    world.clock.advance(MINUTE_MS);
    const all = await Promise.all(Array.from({ length: 20 }, () => world.request(cookie)));
    expect(all.filter(({ __typename }) => __typename === 'RequestPhoneCodeSuccess')).toHaveLength(1);
    const [sent] = await world.app.db.query<{ count: number }>(sql`
      select count(*)::int as count from sms where recipient = ${`+39${number}`}`);
    expect(sent?.count).toBe(2);
  });
});

describe('without a way to send SMS', () => {
  let mute: ContactWorld;
  beforeAll(async () => {
    mute = await startContactWorld(await startOwnWorld({ mode: 'production', jobs: false }));
  });
  afterAll(() => mute.stop());

  it('[POL-703][POL-706] the preference is kept, the page is told, and nothing fails', async () => {
    const { cookie } = await mute.person();
    const saved = await mute.save(cookie, { mobile: MOBILE, smsConsent: true });
    expect(saved.data).toMatchObject({ __typename: 'UpdateOwnContactsSuccess', code: 'UNAVAILABLE' });
    const contacts: ContactsView = await mute.contacts(cookie);
    expect(contacts).toMatchObject({
      smsConsent: true,
      smsAvailable: false,
      mobile: { state: 'UNVALIDATED', code: null },
    });
    expect(await mute.request(cookie)).toMatchObject({
      __typename: 'SmsUnavailableError',
      message: 'Gli SMS ora non sono disponibili. La tua preferenza resta, non serve altro.',
    });
    expect(await mute.ask('{ recoveryChannels }')).toEqual({ recoveryChannels: ['MAIN_EMAIL', 'INSTITUTIONAL_EMAIL'] });
  });

  it('[POL-705][NFR-15] a registration completes all the same', async () => {
    const bench = registrationBench(mute);
    const { token } = await bench.mailed(somebody());
    expect(await bench.complete(token)).toMatchObject({ __typename: 'CompleteRegistrationSuccess' });
    await bench.dispose();
  });
});

describe('an SMS that does not arrive', () => {
  it('[POL-706] is a state of the code, and another may be asked for at once', async () => {
    const { cookie, accountId, number } = await world.withCode();
    await world.app.db.query(sql`
      update sms set state = 'REFUSED', last_error = 'http 422', settled_at = ${world.clock.now()}
      where account_id = ${accountId}::uuid`);
    expect((await world.contacts(cookie)).mobile).toMatchObject({ code: { sms: 'REFUSED' }, nextCodeAt: null });
    expect(await world.request(cookie)).toMatchObject({ __typename: 'RequestPhoneCodeSuccess' });
    const { code } = await world.smsTo(number, 2);
    expect(await world.confirm(cookie, code)).toMatchObject({ __typename: 'ConfirmPhoneCodeSuccess' });
  });

  it('a password that is asked again counts here too', async () => {
    const { cookie } = await world.person();
    const kinds: string[] = [];
    for (let n = 0; n < 6; n++)
      kinds.push((await world.save(cookie, { mobile: MOBILE, currentPassword: `${PASSWORD} ${n}` })).data.__typename);
    expect(kinds).toEqual([...Array(5).fill('WrongPasswordError'), 'LockedError']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { omocodesOf } from '#server/modules/registry/fiscal-code.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';
import { DAY_MS, HOUR_MS } from '#test/kit/clock.ts';
import { PASSWORD, type RegistrationBench, registrationBench, somebody } from './registration-kit.ts';

describe('registration', () => {
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
  const rows = async () =>
    (await test.app.db.query<{ count: number }>(sql`select count(*)::int as count from registration`))[0]!.count;
  const account = async (username: string) =>
    await test.app.db.prisma.account.findUniqueOrThrow({ where: { username }, include: { person: true } });

  it('[IAM-502] [IAM-503] [IAM-504] [IAM-505] [IAM-509] [DEC-05] four steps, a link, a password, and the account signs in', async () => {
    const who = somebody({ firstName: 'Anna Maria', lastName: "D'Angelò" });
    const started = await bench.start(who.fiscalCode.toLowerCase());
    expect(started.outcome.__typename).toBe('StartRegistrationSuccess');
    expect(await bench.own(started.cookie)).toMatchObject({ step: 'DATA', fiscalCode: who.fiscalCode, data: null });
    const saved = await bench.save(who.data, started.cookie);
    expect(saved.outcome.registration).toMatchObject({
      step: 'REVIEW',
      data: { firstName: 'Anna Maria', lastName: "D'Angelò", birthPlace: { code: 'A944', name: 'Bologna' } },
    });
    const confirmed = await bench.confirm(started.cookie);
    expect(confirmed.outcome.registration).toMatchObject({ step: 'MAIL', mail: { delivery: 'WAITING' } });

    const [mail, ...others] = await bench.post();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: who.data.email, subject: 'Conferma il tuo indirizzo e scegli la password' });
    expect((await bench.own(started.cookie))?.mail?.delivery).toBe('SENT');

    expect(await bench.open(mail!.token!)).toMatchObject({ username: 'annamaria.dangelo', differing: [] });
    expect(await bench.complete(mail!.token!)).toMatchObject({ username: 'annamaria.dangelo' });
    expect(await bench.own(started.cookie)).toBeNull();
    const [done] = await bench.post();
    expect(done).toMatchObject({ to: who.data.email, subject: 'Il tuo nome utente è annamaria.dangelo' });
    expect(done!.text).not.toContain(PASSWORD);

    for (const identifier of ['annamaria.dangelo', who.fiscalCode]) {
      const cookie = await test.signIn(identifier, PASSWORD);
      const { me } = await test.ask<{ me: { account: { displayName: string; email: string }; duties: object[] } }>(
        '{ me { account { displayName email } duties { kind } } }',
        {},
        cookie,
      );
      expect(me.account).toEqual({ displayName: "Anna Maria D'Angelò", email: who.data.email });
      // The password is the person's own, and the notice was accepted on the way.
      expect(me.duties).toEqual([]);
    }
    const { person } = await account('annamaria.dangelo');
    expect(person).toMatchObject({ fiscalCode: who.fiscalCode, sex: 'F', birthplaceCode: 'A944' });
  });

  it('[NFR-12] nothing is kept before the notice was read, nor data before the consent, each with version and instant', async () => {
    const before = await rows();
    const { fiscalCode, data } = somebody();
    const unread = await bench.start(fiscalCode, null, { termsVersion: 'vecchia' });
    expect(unread.outcome.issues).toMatchObject([{ path: 'termsVersion' }]);
    expect(unread.cookie).toBeNull();
    expect(await rows()).toBe(before);

    const { cookie } = await bench.start(fiscalCode);
    const refused = await bench.save({ ...data, consent: false }, cookie);
    expect(refused.outcome.issues).toEqual([
      { path: 'consent', message: 'Senza il consenso non possiamo creare l’account.' },
    ]);
    expect((await bench.own(cookie))?.data).toBeNull();
    await bench.save(data, cookie);
    const kept = await test.app.db.prisma.registration.findFirstOrThrow({ where: { fiscalCode } });
    expect(kept).toMatchObject({ noticedAt: test.clock.now(), consentedAt: test.clock.now() });
    expect([kept.noticeVersion, kept.consentVersion]).toEqual([data.termsVersion, data.termsVersion]);
  });

  it('[DEC-09] the first step wants a security check, and each counts once', async () => {
    const { fiscalCode } = somebody();
    const proof = await bench.proof();
    for (const wrong of ['', '{}', `${proof.slice(0, -20)}`])
      expect((await bench.start(fiscalCode, null, { proof: wrong })).outcome.__typename).toBe('SecurityCheckError');
    expect((await bench.start(fiscalCode, null, { proof })).outcome.__typename).toBe('StartRegistrationSuccess');
    expect((await bench.start(fiscalCode, null, { proof })).outcome.__typename).toBe('SecurityCheckError');
  });

  it('[POL-106] [POL-108] every fault of the data is told at once, at its field and in the order of the form', async () => {
    const { fiscalCode } = somebody();
    const { cookie } = await bench.start(fiscalCode);
    const empty = { ...somebody().data, firstName: ' ', lastName: '', bornOn: '1980-02-31', birthplaceCode: '' };
    const { outcome } = await bench.save(
      { ...empty, email: 'anna.dangelo@scuola', emailAgain: '', consent: false },
      cookie,
    );
    expect(outcome.issues?.map(({ path }) => path)).toEqual([
      ...['firstName', 'lastName', 'bornOn', 'birthplaceCode', 'email', 'emailAgain', 'consent'],
    ]);
    expect(outcome.issues).toContainEqual({
      path: 'email',
      message: 'Scrivi un indirizzo completo, come nome@esempio.it.',
    });
  });

  it('[ACC-09] data that do not agree with the codice fiscale are named, an omocode agrees', async () => {
    const who = somebody({ bornOn: '1980-05-01' });
    const omocode = omocodesOf(who.fiscalCode).at(-1)!;
    const { cookie } = await bench.start(omocode);
    const against = async (more: object) =>
      (await bench.save({ ...who.data, ...more }, cookie)).outcome.issues?.map(({ path }) => path) ?? [];
    expect(await against({ bornOn: '1980-05-02' })).toEqual(['bornOn']);
    expect(await against({ firstName: 'Lucia' })).toEqual(['firstName']);
    expect(await against({ lastName: 'Altra' })).toEqual(['lastName']);
    expect(await against({ sex: 'M' })).toEqual(['sex']);
    expect(await against({ birthplaceCode: 'Z404' })).toEqual(['birthplaceCode']);
    expect(await against({})).toEqual([]);
    const { outcome } = await bench.save({ ...who.data, bornOn: '1980-05-02' }, cookie);
    expect(outcome.issues?.[0]?.message).toBe(
      `La data di nascita non corrisponde al codice fiscale ${omocode}. Controlla l’una e l’altro.`,
    );
  });

  it('[POL-112] [ACC-09] born abroad a state is enough; born in a municipality that is no more, that one', async () => {
    for (const birthplaceCode of ['Z404', 'A726']) {
      const who = somebody({ birthplaceCode });
      const { cookie } = await bench.start(who.fiscalCode);
      const { outcome } = await bench.save(who.data, cookie);
      expect(outcome.registration?.data).toMatchObject({ birthPlace: { code: birthplaceCode } });
    }
    const late = somebody({ birthplaceCode: 'A726', bornOn: '2015-06-01' });
    const { cookie } = await bench.start(late.fiscalCode);
    expect((await bench.save(late.data, cookie)).outcome.issues).toMatchObject([{ path: 'birthplaceCode' }]);
  });

  it('[IAM-504] going back loses nothing: another codice fiscale keeps the data, and its links end', async () => {
    const who = somebody();
    const { cookie, token } = await bench.mailed(who);
    const again = await bench.start(who.fiscalCode, cookie);
    expect(again.cookie).toBe(cookie);
    expect(await bench.own(cookie)).toMatchObject({ step: 'MAIL', data: { email: who.data.email } });
    expect((await bench.open(token)).__typename).toBe('OpenRegistrationLinkSuccess');

    const corrected = somebody();
    await bench.start(corrected.fiscalCode, cookie);
    expect(await bench.own(cookie)).toMatchObject({ step: 'REVIEW', data: { firstName: 'Prova' }, mail: null });
    expect((await bench.open(token)).__typename).toBe('RegistrationLinkSupersededError');
  });

  it('a mailbox changed after the mail was sent is confirmed by a mail of its own', async () => {
    const who = somebody();
    const { cookie, token } = await bench.mailed(who);
    const other = 'altra.casella@posta.example';
    await bench.save({ ...who.data, email: other, emailAgain: other }, cookie);
    expect((await bench.complete(token)).__typename).toBe('RegistrationLinkSupersededError');
    await bench.confirm(cookie);
    expect((await bench.complete(token)).__typename).toBe('RegistrationLinkSupersededError');
    const [mail] = await bench.post();
    expect(mail?.to).toBe(other);
    expect((await bench.complete(mail!.token!)).__typename).toBe('CompleteRegistrationSuccess');
  });

  it('steps out of order lead to the first that is missing', async () => {
    const who = somebody();
    expect((await bench.save(who.data, null)).outcome.__typename).toBe('RegistrationNotFoundError');
    expect((await bench.confirm(null)).outcome.__typename).toBe('RegistrationNotFoundError');
    const { cookie } = await bench.start(who.fiscalCode);
    expect((await bench.confirm(cookie)).outcome).toMatchObject({ step: 'DATA' });
    await bench.save(who.data, cookie);
    expect((await bench.resend(cookie)).outcome).toMatchObject({ __typename: 'RegistrationIncompleteError' });
    // Another browser, or one that invents a cookie, holds nothing.
    expect(await bench.own(null)).toBeNull();
    expect(await bench.own(`${cookie!.split('=')[0]}=${'A'.repeat(43)}`)).toBeNull();
  });

  it('an unfinished one is forgotten after 7 days, with all that was typed; a finished one is kept', async () => {
    const who = somebody();
    const { cookie, token } = await bench.mailed(who);
    const kept = somebody();
    await bench.registered(kept);
    test.clock.advance(7 * DAY_MS - 1);
    expect(await bench.own(cookie)).not.toBeNull();
    test.clock.advance(1);
    expect(await bench.own(cookie)).toBeNull();
    expect((await bench.save(who.data, cookie)).outcome).toMatchObject({
      __typename: 'RegistrationNotFoundError',
      message: expect.stringContaining('Ricomincia'),
    });
    await bench.deleteExpired();
    expect(await test.app.db.prisma.registration.count({ where: { fiscalCode: who.fiscalCode } })).toBe(0);
    expect(await test.app.db.prisma.registration.count({ where: { fiscalCode: kept.fiscalCode } })).toBe(1);
    expect(await bench.open(token)).toMatchObject({ __typename: 'RegistrationLinkUnknownError' });
    test.clock.advance(HOUR_MS);
  });

  it('[NFR-11] words are in the language of the screen, Italian unless it asks for English', async () => {
    const wrong = async (headers: object) =>
      (await bench.start('RSSNNA80E41H501X', null, {}, headers)).outcome.issues?.[0]?.message;
    expect(await wrong({})).toBe('Controlla il codice fiscale: l’ultimo carattere non torna.');
    expect(await wrong({ 'accept-language': 'en' })).toBe(
      'Check the codice fiscale: its last character does not add up.',
    );
  });

  it('every act is in the audit log, by ids alone', async () => {
    const who = somebody();
    const { token } = await bench.mailed(who);
    await bench.open(token);
    await bench.complete(token);
    const [registration] = await test.app.db.prisma.registration.findMany({ where: { fiscalCode: who.fiscalCode } });
    const events = await test.app.db.prisma.auditEvent.findMany({
      where: { subjectId: { in: [registration!.id, registration!.accountId!] } },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ event }) => event)).toEqual([
      ...['registration.started', 'registration.dataSaved', 'registration.mailAsked'],
      ...['registration.compared', 'registration.completed'],
    ]);
    const written = JSON.stringify(events, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
    for (const personal of [who.fiscalCode, who.data.email, who.data.lastName, token])
      expect(written).not.toContain(personal);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownTables } from '#server/app.ts';
import { sql } from '#server/platform/db/db.ts';
import { refusalOf } from '#server/platform/mail/refusal.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { MINUTE_MS } from '#test/kit/clock.ts';
import { type OwnWorld, startOwnWorld } from './own-kit.ts';
import { plantEverywhere } from './plant.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0';
const NEWER_FIREFOX = FIREFOX.replaceAll('127.0', '140.0');
const CHROME_ON_LINUX =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const ERASE = `mutation { requestErasure { __typename ... on Error { message }
  ... on RequestErasureSuccess { request { number requestedAt } } ... on ErasureStandsError { number } } }`;
const WITHDRAW = 'mutation { withdrawErasure { __typename } }';
const MAILS = `query ($first: Int, $after: String) { myMails(first: $first, after: $after) {
  edges { cursor node { at subject recipient report { state refusal at } } } pageInfo { hasNextPage endCursor } } }`;
const PERSON = '{ myPersonalData { firstName lastName fiscalCode bornOn birthPlace { name } } }';

interface MailsPage {
  edges: {
    cursor: string;
    node: { subject: string | null; recipient: string; report: { state: string; refusal: string | null } };
  }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

let world: OwnWorld;
beforeAll(async () => {
  world = await startOwnWorld();
});
afterAll(() => world.stop());

const mails = async (cookie: string, variables: object = {}) =>
  (await world.ask<{ myMails: MailsPage }>(MAILS, variables, cookie)).myMails;
const take = (name: string, cookie: string | null) =>
  fetch(`${world.url}/scarica/${name}`, { headers: cookie ? { cookie } : {}, redirect: 'manual' });

describe('taking one’s data away', () => {
  it('[ACC-08][SEC-108] every table of the database is classified', async () => {
    const tables = await world.app.db.query<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`);
    expect(ownTables.map(({ table }) => table).sort()).toEqual(tables.map(({ name }) => name).sort());
  });

  it('[ACC-08][SEC-108] the file has the person’s rows of every one of them, nobody else’s, and no secret', async () => {
    const mine = await world.person();
    const other = await world.person();
    await plantEverywhere(world, mine);
    await plantEverywhere(world, other);
    for (const { cookie, email } of [mine, other]) {
      await world.ask(ERASE, {}, cookie);
      await world.mailOf(email, /^Richiesta di cancellazione/);
    }
    const begun = performance.now();
    const answer = await take('dati.json', mine.cookie);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="dati.json"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    const file = JSON.parse(text) as { tables: Record<string, object[]>; notIncluded: Record<string, string> };
    const empty = ownTables
      .filter((one) => 'where' in one && !file.tables[one.table]?.length)
      .map(({ table }) => table);
    expect(empty).toEqual([]);
    expect(Object.keys(file.notIncluded)).toContain('school');
    expect(text).toContain(mine.accountId);
    for (const theirs of [other.accountId, other.username, other.email]) expect(text).not.toContain(theirs);
    expect(text).not.toMatch(/\\\\x[0-9a-f]{64}|argon2|_hash"/);
    const [event] = await world.app.db.query<{ data: object }>(sql`
      select data from audit_event where event = 'account.dataExported' and subject_id = ${mine.accountId}::uuid`);
    expect(event?.data).toEqual({ tables: Object.keys(file.tables).length });
  });

  it('[ACC-04] the history of accesses is taken away as CSV and as JSON, in words', async () => {
    const { cookie, username } = await world.person();
    await world.elsewhere(username, FIREFOX, 'sbagliata');
    const csv = await (await take('accessi.csv', cookie)).text();
    expect(csv.split('\n').slice(0, 2)).toEqual([
      'Quando,Che cosa,Dispositivo',
      `${world.clock.now().toISOString()},Tentativo di accesso non riuscito,`,
    ]);
    const rows = (await (await take('accessi.json', cookie)).json()) as { what: string }[];
    expect(rows.map(({ what }) => what)).toEqual(['Tentativo di accesso non riuscito', 'Accesso riuscito']);
  });

  it('[SEC-057] nothing is taken away without signing in', async () => {
    for (const name of ['dati.json', 'accessi.json', 'accessi.csv']) {
      const answer = await take(name, null);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/accedi?poi=%2Farea-riservata%2Fprivacy']);
    }
  });
});

describe('asking for erasure', () => {
  it('[ACC-08] is recorded under a number, told by mail with what is kept, and erases nothing by itself', async () => {
    const { cookie, email, accountId } = await world.person();
    const { requestErasure } = await world.ask<{ requestErasure: { request: { number: number } } }>(ERASE, {}, cookie);
    const { number } = requestErasure.request;
    const mail = await world.mailOf(email, new RegExp(`numero ${number}$`));
    expect(mail.text).toContain('la legge obbliga a conservare');
    expect(await world.isSignedIn(cookie)).toBe(true);
    expect(await world.ask(ERASE, {}, cookie)).toMatchObject({
      requestErasure: { __typename: 'ErasureStandsError', number },
    });
    const standing = '{ myErasureRequest { number } }';
    expect(await world.ask(standing, {}, cookie)).toEqual({ myErasureRequest: { number } });
    expect(await world.ask(WITHDRAW, {}, cookie)).toEqual({
      withdrawErasure: { __typename: 'WithdrawErasureSuccess' },
    });
    expect(await world.ask(WITHDRAW, {}, cookie)).toEqual({ withdrawErasure: { __typename: 'NoErasureError' } });
    expect(await world.ask(standing, {}, cookie)).toEqual({ myErasureRequest: null });
    const events = await world.app.db.query<{ event: string; data: object }>(sql`
      select event, data from audit_event where subject_id = ${accountId}::uuid and event like 'account.erasure%' order by id`);
    expect(events.map(({ event }) => event)).toEqual(['account.erasureRequested', 'account.erasureWithdrawn']);
  });

  it('[ACC-08] of ten at once, one is recorded', async () => {
    const { cookie } = await world.person();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => world.ask<{ requestErasure: { __typename: string } }>(ERASE, {}, cookie)),
    );
    expect(all.filter(({ requestErasure }) => requestErasure.__typename === 'RequestErasureSuccess')).toHaveLength(1);
  });
});

describe('what is known and what was sent', () => {
  it('[IAM-301][IAM-302] the personal data that the administration knows are shown to their owner alone', async () => {
    const { cookie, accountId } = await world.person();
    await world.app.db.query(sql`
      update person set born_on = '1980-01-01', birthplace_code = 'H501', first_name = 'Prova', last_name = 'Esempio'
      where id = (select person_id from account where id = ${accountId}::uuid)`);
    expect(await world.ask(PERSON, {}, cookie)).toMatchObject({
      myPersonalData: { firstName: 'Prova', lastName: 'Esempio', bornOn: '1980-01-01', birthPlace: { name: 'Roma' } },
    });
    expect((await world.send(PERSON)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    // The first to ask waits for the list of all places of birth.
  }, 60_000);

  it('[MSG-01] every mail is listed with its subject and how it fared; not its links', async () => {
    const { cookie, email, accountId } = await world.person();
    await world.ask(ERASE, {}, cookie);
    await world.mailOf(email, /^Richiesta/);
    world.clock.advance(1_000);
    const change = `mutation ($input: RequestEmailChangeInput!) { requestEmailChange(input: $input) { __typename } }`;
    await world.ask(change, { input: { currentPassword: PASSWORD, email: 'piena@scuola.example' } }, cookie);
    await world.mailOf('piena@scuola.example', /^Conferma/);
    await world.app.db.query(sql`
      update mail set state = 'REFUSED', last_error = 'smtp 552 5.2.2'
      where account_id = ${accountId}::uuid and recipient = 'piena@scuola.example'`);
    const all = await mails(cookie);
    expect(
      all.edges.map(({ node }) => [
        node.subject?.replace(/\d+/, 'N'),
        node.recipient,
        node.report.state,
        node.report.refusal,
      ]),
    ).toEqual([
      ['Conferma il tuo nuovo indirizzo e-mail', 'piena@scuola.example', 'REFUSED', 'FULL_MAILBOX'],
      ['Richiesta di cancellazione numero N', email, 'SENT', null],
    ]);
    const first = await mails(cookie, { first: 1 });
    const second = await mails(cookie, { first: 1, after: first.pageInfo.endCursor });
    expect([first, second].map((page) => [page.edges[0]?.cursor, page.pageInfo.hasNextPage])).toEqual([
      [all.edges[0]?.cursor, true],
      [all.edges[1]?.cursor, false],
    ]);
    const stranger = await world.person();
    expect((await mails(stranger.cookie)).edges).toEqual([]);
  });

  it('[MSG-01] a refusal is told by its reason', () => {
    expect(
      ['address not valid', 'smtp 550 5.1.1', 'smtp 550', 'smtp 552', 'smtp 554 5.7.1', null].map(refusalOf),
    ).toEqual(['NOT_AN_ADDRESS', 'UNKNOWN_ADDRESS', 'UNKNOWN_ADDRESS', 'FULL_MAILBOX', 'OTHER', 'OTHER']);
  });
});

describe('a sign-in from a new device', () => {
  it('[ACC-05] is told by mail; from a known one, newer versions included, it is not', async () => {
    const { accountId, username } = await world.seed.person({ passwordHash: await world.app.passwords.hash(PASSWORD) });
    const email = `${username}@sportello.example`;
    const told = async () => {
      const rows = await world.app.db.query(sql`
        select 1 from mail where account_id = ${accountId}::uuid and template = 'account.newDevice'`);
      return rows.length;
    };
    await world.elsewhere(username, FIREFOX);
    await world.elsewhere(username, NEWER_FIREFOX);
    expect(await told()).toBe(0);
    world.clock.advance(MINUTE_MS);
    await world.elsewhere(username, CHROME_ON_LINUX);
    const mail = await world.mailOf(email, /^Nuovo accesso da Chrome su Linux$/);
    expect(mail.text).toContain('/recupero');
    await world.elsewhere(username, CHROME_ON_LINUX);
    await world.elsewhere(username, FIREFOX, 'sbagliata');
    expect(await told()).toBe(1);
  });
});

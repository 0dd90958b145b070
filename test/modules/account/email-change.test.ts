import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, watch } from '#test/kit/api.ts';
import { DAY_MS, HOUR_MS } from '#test/kit/clock.ts';
import { type OwnWorld, startOwnWorld, tokenIn } from './own-kit.ts';

const REQUEST = `mutation ($input: RequestEmailChangeInput!) { requestEmailChange(input: $input) {
  __typename
  ... on Error { message }
  ... on RequestEmailChangeSuccess { change { email expiresAt } }
  ... on InvalidInputError { issues { path message } }
  ... on TooManyEmailChangesError { retryAfter }
} }`;
const CONTACTS = `{ myContacts { email institutionalEmail emailChange { email requestedAt expiresAt mail { state refusal } } } }`;
const LINK = 'query ($token: String!) { emailLink(token: $token) { kind address fault at } }';
const CONFIRM = `mutation ($token: String!) { confirmEmailChange(token: $token) {
  __typename ... on Error { message } ... on EmailLinkError { state at } } }`;
const UNDO = `mutation ($token: String!) { undoEmailChange(token: $token) {
  __typename ... on Error { message } ... on EmailLinkError { state at } } }`;
const CANCEL = 'mutation { cancelEmailChange { __typename ... on Error { message } } }';
const LIVE = 'subscription { accountEvents { version events { kind } } }';

interface Contacts {
  email: string | null;
  institutionalEmail: string | null;
  emailChange: { email: string; mail: { state: string } | null } | null;
}

let world: OwnWorld;
let counter = 0;
beforeAll(async () => {
  world = await startOwnWorld();
});
afterAll(() => world.stop());

const newAddress = () => `nuova.${++counter}@scuola.example`;

async function request(cookie: string, email: string, currentPassword = PASSWORD) {
  const { requestEmailChange } = await world.ask<{ requestEmailChange: { __typename: string; issues?: object[] } }>(
    REQUEST,
    { input: { currentPassword, email } },
    cookie,
  );
  return requestEmailChange;
}
const contacts = async (cookie: string) => (await world.ask<{ myContacts: Contacts }>(CONTACTS, {}, cookie)).myContacts;
const press = async (document: string, token: string) =>
  Object.values(await world.ask<Record<string, { __typename: string; state?: string }>>(document, { token }))[0];
const looked = async (token: string) =>
  (await world.ask<{ emailLink: { kind: string; address: string; fault: string | null } | null }>(LINK, { token }))
    .emailLink;

/** Asked for, and the token of the mail that came to the new address. */
async function requested() {
  const person = await world.person();
  const address = newAddress();
  await request(person.cookie, address);
  const mail = await world.mailOf(address, /^Conferma il tuo nuovo indirizzo/);
  return { ...person, address, confirm: tokenIn(mail, 'conferma-indirizzo') };
}

async function changed() {
  const story = await requested();
  await press(CONFIRM, story.confirm);
  const notice = await world.mailOf(story.email, /^Il tuo indirizzo e-mail è cambiato$/);
  return { ...story, notice, undo: tokenIn(notice, 'annulla-cambio') };
}

describe('another address', () => {
  it('[SEC-018][IAM-303] takes effect only when the link of the mail to it is pressed; until then the old one stays', async () => {
    const { cookie, email, address, confirm } = await requested();
    expect(await contacts(cookie)).toMatchObject({ email, emailChange: { email: address } });
    await expect.poll(async () => (await contacts(cookie)).emailChange?.mail?.state).toBe('SENT');

    // Opening the page, twice, uses nothing up.
    const ready = { kind: 'CONFIRM', address: 'n•••@scuola.example', fault: null };
    expect(await looked(confirm)).toMatchObject(ready);
    expect(await looked(confirm)).toMatchObject(ready);
    expect((await contacts(cookie)).email).toBe(email);

    expect(await press(CONFIRM, confirm)).toEqual({ __typename: 'ConfirmEmailChangeSuccess' });
    expect(await contacts(cookie)).toMatchObject({ email: address, emailChange: null });
    const { me } = await world.ask<{ me: { account: { email: string } } }>('{ me { account { email } } }', {}, cookie);
    expect(me.account.email).toBe(address);
    expect(await looked(confirm)).toMatchObject({ fault: 'USED' });
    expect(await press(CONFIRM, confirm)).toMatchObject({ __typename: 'EmailLinkError', state: 'USED' });
  });

  it('[SEC-018][SEC-005] needs the password, and a wrong one counts towards the lock', async () => {
    const { cookie, email } = await world.person();
    const kinds: string[] = [];
    for (let n = 0; n < 6; n++) kinds.push((await request(cookie, newAddress(), `sbagliata ${n}`)).__typename);
    expect(kinds).toEqual([...Array(5).fill('WrongPasswordError'), 'LockedError']);
    expect(await contacts(cookie)).toMatchObject({ email, emailChange: null });
  });

  it('[SEC-014] is refused when it is no address, or the one of now', async () => {
    const { cookie, email } = await world.person();
    for (const wrong of ['senza chiocciola', 'a@b\r\nBcc: altri@scuola.example', 'due@a.example, tre@a.example', '']) {
      expect(await request(cookie, wrong)).toMatchObject({
        __typename: 'InvalidInputError',
        issues: [{ path: 'email', message: 'Scrivi un indirizzo completo, come nome@esempio.it.' }],
      });
    }
    expect(await request(cookie, email.toUpperCase())).toMatchObject({
      issues: [{ path: 'email', message: 'È già il tuo indirizzo.' }],
    });
  });

  it('[ACC-05] is asked for five times an hour at most: mails to strangers have an end', async () => {
    const { cookie, username } = await world.person();
    for (let n = 0; n < 5; n++)
      expect((await request(cookie, newAddress())).__typename).toBe('RequestEmailChangeSuccess');
    expect(await request(cookie, newAddress())).toMatchObject({
      __typename: 'TooManyEmailChangesError',
      retryAfter: 3600,
    });
    world.clock.advance(HOUR_MS);
    const again = await world.signIn(username);
    expect((await request(again, newAddress())).__typename).toBe('RequestEmailChangeSuccess');
  });

  it('[SEC-018] a newer request, giving up and a day end a link', async () => {
    const first = await requested();
    await request(first.cookie, newAddress());
    expect(await press(CONFIRM, first.confirm)).toMatchObject({ state: 'SUPERSEDED' });
    expect(await world.ask(CANCEL, {}, first.cookie)).toMatchObject({
      cancelEmailChange: { __typename: 'CancelEmailChangeSuccess' },
    });
    expect(await world.ask(CANCEL, {}, first.cookie)).toMatchObject({
      cancelEmailChange: { __typename: 'NoEmailChangeError' },
    });
    expect((await contacts(first.cookie)).email).toBe(first.email);

    const late = await requested();
    world.clock.advance(DAY_MS);
    expect(await press(CONFIRM, late.confirm)).toMatchObject({ state: 'EXPIRED' });
    expect(await looked('A'.repeat(43))).toBeNull();
    for (const token of ['A'.repeat(43), 'x', '']) {
      expect(await press(CONFIRM, token)).toMatchObject({ state: 'UNKNOWN' });
    }
  });

  it('[SEC-018] of twenty that press one link at once, one succeeds', async () => {
    const { confirm } = await requested();
    const all = await Promise.all(Array.from({ length: 20 }, () => press(CONFIRM, confirm)));
    expect(all.filter((one) => one?.__typename === 'ConfirmEmailChangeSuccess')).toHaveLength(1);
    expect(all.filter((one) => one?.state === 'USED')).toHaveLength(19);
  });

  it('[ACC-05] confirmed in another browser, the page that waits is told', async () => {
    const { cookie, confirm } = await requested();
    const live = watch<{ accountEvents: { events: { kind: string }[] } }>(world.socket(cookie), LIVE);
    await live.next();
    await press(CONFIRM, confirm);
    expect((await live.next()).accountEvents.events).toEqual([{ kind: 'EMAIL_CHANGED' }]);
    await live.close();
  });

  it('[IAM-304] of an institution is shown and not changed, with the reason', async () => {
    await world.app.db.query(sql`
      insert into school (code, name, municipality, province_code, registry, school_year, updated_at, email)
      values ('PRVA000008', 'Scuola di prova', 'Provetta', 'PV', 'prova', '2026/27', ${world.clock.now()},
        'prva000008@scuola.example')`);
    const account = await world.app.db.prisma.account.create({
      data: {
        kind: 'INSTITUTION',
        username: 'prva000008',
        schoolCode: 'PRVA000008',
        displayName: 'Scuola di prova',
        createdAt: world.clock.now(),
      },
    });
    const cookie = await world.cookieOf(account.id);
    expect(await contacts(cookie)).toMatchObject({ email: null, institutionalEmail: 'prva000008@scuola.example' });
    expect(await request(cookie, newAddress())).toMatchObject({
      __typename: 'EmailFixedError',
      message: expect.stringContaining('anagrafe del ministero'),
    });
  });

  it('[IAM-304] the institutional one of a person is shown beside the personal one', async () => {
    const { cookie, accountId, email } = await world.person();
    await world.app.db.query(sql`
      update account set institutional_email = 'persona@istituzione.example' where id = ${accountId}::uuid`);
    expect(await contacts(cookie)).toMatchObject({ email, institutionalEmail: 'persona@istituzione.example' });
  });
});

describe('the notice to the old address', () => {
  it('[ACC-05][SEC-017] says when and to what, not in full; the new one is told too', async () => {
    const { notice, address } = await changed();
    expect(notice.text).toContain('n•••@scuola.example');
    expect(notice.text).not.toContain(address);
    expect(notice.text).toContain('72 ore');
    expect((await world.mailOf(address, /^Da ora ti scriviamo qui$/)).text).toContain('assistenza');
  });

  it('[ACC-05] undoes it for 72 hours: the old address is back and every sign-in is over', async () => {
    const { undo, cookie, email, accountId, username } = await changed();
    const other = await world.elsewhere(username);
    world.clock.advance(3 * DAY_MS - 1);
    expect(await looked(undo)).toMatchObject({ kind: 'UNDO', fault: null });
    expect(await press(UNDO, undo)).toEqual({ __typename: 'UndoEmailChangeSuccess' });
    expect(await Promise.all([cookie, other].map(world.isSignedIn))).toEqual([false, false]);
    const [row] = await world.app.db.query<{ email: string }>(
      sql`select email from account where id = ${accountId}::uuid`,
    );
    expect(row?.email).toBe(email);
    expect((await world.mailOf(email, /è di nuovo questo$/)).text).toContain('/recupero');
    expect(await press(UNDO, undo)).toMatchObject({ state: 'USED' });
  });

  it('[ACC-05] after 72 hours it undoes nothing', async () => {
    const { undo } = await changed();
    world.clock.advance(3 * DAY_MS);
    expect(await press(UNDO, undo)).toMatchObject({ state: 'EXPIRED' });
  });

  it('[ACC-05] a later change, by whoever took the account, does not outlive the undoing of the first', async () => {
    const { undo, username, email, address, accountId } = await changed();
    const cookie = await world.elsewhere(username);
    const third = newAddress();
    await request(cookie, third);
    await press(CONFIRM, tokenIn(await world.mailOf(third, /^Conferma/), 'conferma-indirizzo'));
    const theirs = tokenIn(await world.mailOf(address, /^Il tuo indirizzo e-mail è cambiato$/), 'annulla-cambio');
    expect(await press(UNDO, undo)).toEqual({ __typename: 'UndoEmailChangeSuccess' });
    expect(await press(UNDO, theirs)).toMatchObject({ state: 'USED' });
    const [row] = await world.app.db.query<{ email: string }>(
      sql`select email from account where id = ${accountId}::uuid`,
    );
    expect(row?.email).toBe(email);
  });

  it('[SEC-044] neither token rests in the database, and one opens nothing of the other', async () => {
    const { undo, confirm } = await changed();
    const tables = await world.app.db.query<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'dev_message'`);
    for (const { name } of tables) {
      const { rows } = await world.app.db.pool.query(`select t::text as row from "${name}" t`);
      const text = rows.map(({ row }) => row).join('\n');
      expect(text).not.toContain(undo);
      expect(text).not.toContain(confirm);
    }
    expect(await press(CONFIRM, undo)).toMatchObject({ state: 'UNKNOWN' });
    expect(await press(UNDO, confirm)).toMatchObject({ state: 'UNKNOWN' });
  });
});

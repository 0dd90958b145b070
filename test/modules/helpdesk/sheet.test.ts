import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { type OwnWorld, startOwnWorld } from '../account/own-kit.ts';

const SEARCH = `mutation ($text: String!) { searchAccounts(text: $text) { __typename
  ... on SearchAccountsSuccess { found { id name username maskedFiscalCode maskedEmail disabled } }
  ... on InvalidInputError { issues { path } } } }`;
const OPEN = `mutation ($id: ID!) { openAccountSheet(id: $id) { __typename
  ... on OpenAccountSheetSuccess { sheet { standing name username fiscalCode email lockedUntil ministry
    passwordMustChange registration { completedAt mail { state refusal } }
    mails { subject maskedRecipient report { state refusal } } signIns { at endedAt device { name } } } } } }`;

interface Match {
  id: string;
  username: string | null;
  maskedFiscalCode: string;
  maskedEmail: string;
}
interface Found {
  searchAccounts: { __typename: string; found: Match[]; issues: { path: string }[] };
}
interface Opened {
  openAccountSheet: {
    __typename: string;
    sheet: {
      standing: string;
      lockedUntil: string | null;
      mails: { subject: string; report: { state: string; refusal: string | null } }[];
      signIns: { endedAt: string | null }[];
      registration: { mail: { state: string; refusal: string } | null } | null;
    };
  };
}

let world: OwnWorld;
let helper: { accountId: string; cookie: string };
beforeAll(async () => {
  world = await startOwnWorld();
  helper = await world.person();
  await world.seed.grant(helper.accountId, 'HELPDESK');
  helper.cookie = await world.cookieOf(helper.accountId);
});
afterAll(() => world.stop());

const search = async (text: string) => (await world.ask<Found>(SEARCH, { text }, helper.cookie)).searchAccounts;
const open = async (id: string) => (await world.ask<Opened>(OPEN, { id }, helper.cookie)).openAccountSheet;
const only = async (text: string) => {
  const { found } = await search(text);
  expect(found).toHaveLength(1);
  return (await open(found[0]?.id ?? '')).sheet;
};

async function registering(email: string): Promise<string> {
  const fiscalCode = 'RSSNNA80E41H501T';
  await world.app.db.query(sql`
    with r as (insert into registration (id, browser_hash, fiscal_code, locale, notice_version, noticed_at, first_name,
        last_name, born_on, sex, birthplace_code, email, links, first_link, started_at, expires_at, to_verify)
      values (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), ${fiscalCode}, 'IT', 'prova', now(), 'Anna',
        'Prova', '1980-05-01', 'F', 'H501', ${email}, 1, 1, ${world.clock.now()},
        ${new Date(world.clock.now().getTime() + 86_400_000)}, '{}') returning id),
    m as (insert into mail (id, template, params, locale, recipient, state, last_error, created_at, settled_at)
      values (gen_random_uuid(), 'registration.confirm', '{}', 'IT', ${email}, 'REFUSED', 'smtp 552 5.2.2', now(), now())
      returning id)
    insert into registration_link (id, registration_id, number, token_hash, mailbox_key, network_key, mailed, created_at,
      expires_at, mail_id)
    select gen_random_uuid(), r.id, 1, sha256('prova'), 'x', 'x', true, now(), now() + interval '2 days', m.id from r, m`);
  return fiscalCode;
}

describe('the account sheet of the helpdesk', () => {
  it('[HLP-04] finds by the whole user name, codice fiscale or address alone, and masks in the list', async () => {
    const { username, email } = await world.person();
    const fiscalCode = 'BNCMRA75T10F205V';
    await world.app.db.query(sql`
      update person p set fiscal_code = ${fiscalCode} from account a where a.person_id = p.id and a.username = ${username}`);
    for (const text of [username, ` ${username.toUpperCase()} `, email, fiscalCode.toLowerCase()]) {
      const { found } = await search(text);
      expect(found).toMatchObject([
        { username, maskedFiscalCode: 'BNC•••••••••••5V', maskedEmail: 'p•••@sportello.example' },
      ]);
    }
    expect((await search(username.slice(0, -1))).found).toEqual([]);
    for (const text of ['', ' ', 'x'.repeat(255), 'a@'])
      expect((await search(text)).issues).toEqual([{ path: 'text' }]);
  });

  it('[HLP-04] shows an account that works: sign-ins, mails and how they fared', async () => {
    const { username, accountId, cookie } = await world.person();
    await world.ask('mutation { requestErasure { __typename } }', {}, cookie);
    await world.app.db.query(sql`
      update mail set state = 'REFUSED', last_error = 'smtp 552 5.2.2', settled_at = now()
      where account_id = ${accountId}::uuid`);
    const sheet = await only(username);
    expect(sheet).toMatchObject({ standing: 'ACTIVE', username, lockedUntil: null, registration: null });
    expect(sheet.signIns).toMatchObject([{ endedAt: null, device: { name: expect.any(String) } }]);
    expect(sheet.mails).toMatchObject([
      { maskedRecipient: 'p•••@sportello.example', report: { state: 'REFUSED', refusal: 'FULL_MAILBOX' } },
    ]);
  });

  it('[HLP-04] shows a lock and until when, whichever identifier it came by, and a disabled account', async () => {
    const { username, accountId } = await world.person();
    for (let n = 0; n < 6; n++) await world.signIn(username, 'sbagliata').catch(() => undefined);
    const locked = await only(username);
    expect(locked.standing).toBe('LOCKED');
    expect(locked.lockedUntil).toBe(new Date(world.clock.now().getTime() + 15 * 60_000).toISOString());
    await world.app.services.account.disable(accountId, { actorId: null, requestId: null });
    expect(await only(username)).toMatchObject({ standing: 'DISABLED' });
  });

  it('[HLP-04] shows a registration that waits for its mail, by codice fiscale or address, and why it does', async () => {
    const email = 'anna.prova@scuola.example';
    const fiscalCode = await registering(email);
    for (const text of [fiscalCode, email]) {
      const sheet = await only(text);
      expect(sheet).toMatchObject({ standing: 'REGISTRATION_MAIL', username: null, signIns: [] });
      expect(sheet.registration?.mail).toEqual({ state: 'REFUSED', refusal: 'FULL_MAILBOX' });
    }
  });

  it('[HLP-04][SEC-112] every look is in the audit log, and in the person’s own history', async () => {
    const { username, accountId, cookie } = await world.person();
    const { found } = await search(username);
    await open(found[0]?.id ?? '');
    await open(found[0]?.id ?? '');
    const rows = await world.app.db.query<{ event: string; n: number }>(sql`
      select event, count(*)::int as n from audit_event
      where actor_id = ${helper.accountId}::uuid and (subject_id = ${accountId}::uuid
        or data -> 'accountIds' @> ${JSON.stringify([accountId])}::jsonb)
      group by event order by event`);
    expect(rows).toEqual([
      { event: 'helpdesk.accountSeen', n: 2 },
      { event: 'helpdesk.searched', n: 1 },
    ]);
    const kept = await world.app.db.query(sql`
      select 1 from audit_event where position(${username} in data::text) > 0`);
    expect(kept).toEqual([]);
    const own = await world.ask<{ mySecurityEvents: { edges: { node: { kind: string } }[] } }>(
      '{ mySecurityEvents { edges { node { kind } } } }',
      {},
      cookie,
    );
    expect(own.mySecurityEvents.edges[0]?.node.kind).toBe('SEEN_BY_HELPDESK');
  });

  it('[HLP-04][SEC-058] an id of nothing, or of another kind, answers like one that is gone', async () => {
    for (const id of ['Account:00000000-0000-4000-8000-000000000000', 'LoginSession:x', 'x']) {
      const answer = await open(Buffer.from(id).toString('base64'));
      expect(answer.__typename).toBe('CaseNotFoundError');
    }
  });

  it('[HLP-04][SEC-057] no other role looks', async () => {
    const person = await world.person();
    for (const role of ['OFFICE', 'DESK', 'SECURITY'] as const) await world.seed.grant(person.accountId, role);
    const cookie = await world.elsewhere(person.username);
    for (const [document, variables] of [
      [SEARCH, { text: person.username }],
      [OPEN, { id: 'x' }],
    ] as const) {
      expect((await world.send(document, variables, { cookie })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});

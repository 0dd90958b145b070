import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { type OwnWorld, startOwnWorld } from './own-kit.ts';
import { plantEverywhere } from './plant.ts';

const ASK = 'mutation { requestErasure { ... on RequestErasureSuccess { request { number } } } }';
const LIST = `query ($open: Boolean!, $first: Int, $after: String) { officeErasures(open: $open, first: $first, after: $after) {
  edges { node { number username displayName outcome reason handledAt } } pageInfo { hasNextPage endCursor } } }`;
const DECIDE = `mutation ($input: DecideErasureInput!) { decideErasure(input: $input) { __typename
  ... on DecideErasureSuccess { file { number outcome } } ... on ErasureHeldUpError { seats }
  ... on InvalidInputError { issues { path } } } }`;

interface Listed {
  officeErasures: {
    edges: { node: { number: number; username: string; displayName: string; outcome: string | null } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
interface Decided {
  decideErasure: { __typename: string; seats?: number; issues?: { path: string }[] };
}
type Person = Awaited<ReturnType<OwnWorld['person']>>;

let world: OwnWorld;
let office: Person;
beforeAll(async () => {
  world = await startOwnWorld();
  office = await world.person();
  await world.seed.grant(office.accountId, 'OFFICE');
  office.cookie = await world.cookieOf(office.accountId);
});
afterAll(() => world.stop());

const ask = async ({ cookie }: Person) =>
  (await world.ask<{ requestErasure: { request: { number: number } } }>(ASK, {}, cookie)).requestErasure.request.number;
const decide = async (number: number, outcome: string, reason = 'Richiesta fondata.', cookie = office.cookie) =>
  (await world.ask<Decided>(DECIDE, { input: { number, outcome, reason } }, cookie)).decideErasure;
const list = async (variables: object) => (await world.ask<Listed>(LIST, variables, office.cookie)).officeErasures;

/** Tables of the whole database in which a text stands. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await world.app.db.query<{ name: string }>(sql`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.app.db.pool.query(
      `select 1 from ${name} t where position($1 in t::text) > 0 limit 1`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('what the office does with a request of erasure', () => {
  it('[ACC-08][SEC-109] erasing leaves nothing that names the person, in any table; others are untouched', async () => {
    const mine = await world.person();
    const other = await world.person();
    const number = await ask(mine);
    await world.mailOf(mine.email, /^Richiesta di cancellazione/);
    for (const person of [mine, other]) await plantEverywhere(world, person);
    await world.app.db.query(sql`update booking set state = 'CANCELLED' where account_id = ${mine.accountId}::uuid`);
    await world.app.db.query(sql`update lab_waiting set state = 'LEFT' where account_id = ${mine.accountId}::uuid`);
    const [facts] = await world.app.db.query<{ code: string }>(sql`
      select p.fiscal_code as code from person p join account a on a.person_id = p.id where a.id = ${mine.accountId}::uuid`);
    expect(await tablesWith(mine.username)).not.toEqual([]);

    expect(await decide(number, 'ERASED')).toMatchObject({ file: { number, outcome: 'ERASED' } });
    expect(await world.isSignedIn(mine.cookie)).toBe(false);
    await world.mailOf(mine.email, new RegExp(`^Dati cancellati, richiesta numero ${number}$`));
    // The last mail is forgotten once it was sent.
    const settled = async () =>
      (await world.app.db.query(sql`select 1 from mail where recipient = ${mine.email} and state = 'WAITING'`)).length;
    await expect.poll(settled).toBe(0);
    const { createAccountJobs } = await import('#server/modules/account/jobs.ts');
    const jobs = createAccountJobs({ ...world.app, policies: world.app.config.policies, smsAvailable: false });
    await jobs['account.forgetErasureMails']({}, { attempt: 1, signal: new AbortController().signal });
    for (const trace of [mine.username, mine.email, facts?.code ?? '?']) {
      expect([trace, await tablesWith(trace)]).toEqual([trace, []]);
    }
    expect(await world.isSignedIn(other.cookie)).toBe(true);
    expect(await tablesWith(other.email)).toContain('public.account');

    const [event] = await world.app.db.query<{ actor: string; data: object }>(sql`
      select actor_id as actor, data from audit_event
      where event = 'account.erasureDecided' and subject_id = ${mine.accountId}::uuid`);
    expect(event).toEqual({ actor: office.accountId, data: { number, outcome: 'ERASED' } });
    const [row] = (await list({ open: false, first: 1 })).edges;
    expect(row?.node).toMatchObject({ number, displayName: '—', outcome: 'ERASED', reason: 'Richiesta fondata.' });
  });

  it('[ACC-08] a person whom the administration’s own archives name stays in them, without an account', async () => {
    const mine = await world.person();
    const number = await ask(mine);
    const [known] = await world.app.db.query<{ id: string }>(sql`
      update person set known_since = ${world.clock.now()}
      where id = (select person_id from account where id = ${mine.accountId}::uuid) returning id`);
    await decide(number, 'ERASED');
    const rows = await world.app.db.query(sql`
      select p.id, a.id as account from person p left join account a on a.person_id = p.id where p.id = ${known?.id}::uuid`);
    expect(rows).toEqual([{ id: known?.id, account: null }]);
  });

  it('[ACC-08] while seats in sessions to come are held nothing is erased, and it says how many', async () => {
    const mine = await world.person();
    const number = await ask(mine);
    await plantEverywhere(world, mine);
    expect(await decide(number, 'ERASED')).toEqual({ __typename: 'ErasureHeldUpError', seats: 2 });
    expect(await world.isSignedIn(mine.cookie)).toBe(true);
    expect((await list({ open: true })).edges.map(({ node }) => node.number)).toContain(number);
  });

  it('[ACC-08] declining tells why, changes nothing, and lets the person ask again', async () => {
    const mine = await world.person();
    const number = await ask(mine);
    expect(await decide(number, 'DECLINED', ' Serve per un ricorso in corso. ')).toMatchObject({
      __typename: 'DecideErasureSuccess',
    });
    const mail = await world.mailOf(mine.email, new RegExp(`numero ${number}: la risposta$`));
    expect(mail.text).toContain('Serve per un ricorso in corso.');
    expect(await world.isSignedIn(mine.cookie)).toBe(true);
    expect(await ask(mine)).toBeGreaterThan(number);
  });

  it('[ACC-08] a request is decided once, never by its own author, never when it was withdrawn', async () => {
    const mine = await world.person();
    const number = await ask(mine);
    const both = await Promise.all([decide(number, 'DECLINED'), decide(number, 'DECLINED')]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['DecideErasureSuccess', 'NoSuchErasureError']);
    const own = await ask(office);
    expect((await decide(own, 'ERASED')).issues).toEqual([{ path: 'number' }]);
    await world.ask('mutation { withdrawErasure { __typename } }', {}, office.cookie);
    expect((await decide(own, 'ERASED')).__typename).toBe('NoSuchErasureError');
    const last = await ask(mine);
    for (const reason of ['', '  ', 'x'.repeat(1_001)]) {
      expect((await decide(last, 'DECLINED', reason)).issues).toEqual([{ path: 'reason' }]);
    }
  });

  it('[ACC-08] those to decide come the oldest first, page by page', async () => {
    const numbers = [];
    for (let n = 0; n < 3; n++) numbers.push(await ask(await world.person()));
    const seen: number[] = [];
    let after: string | undefined;
    for (let more = true; more; ) {
      const page = await list({ open: true, first: 2, ...(after ? { after } : {}) });
      seen.push(...page.edges.map(({ node }) => node.number));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen).toEqual(expect.arrayContaining(numbers));
  });
});

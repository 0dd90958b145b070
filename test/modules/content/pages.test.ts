import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

let test: TestApp;
let office: string;
beforeAll(async () => {
  test = await startTestApp();
  const { accountId } = await test.seed.person({});
  await test.seed.grant(accountId, 'OFFICE');
  office = await test.cookieOf(accountId);
});
afterAll(() => test.stop());

interface Page {
  name: string;
  locale: string;
  version: number;
  publishedAt: string | null;
  title: string;
  body: string;
  written: { title: string; body: string };
  packaged: { title: string; body: string };
}

const SHOWN = 'name locale version publishedAt title body written { title body } packaged { title body }';
const PUBLISH = `mutation ($input: PublishPageInput!) {
  publishPage(input: $input) {
    __typename
    ... on PublishPageSuccess { page { ${SHOWN} } }
    ... on PageChangedMeanwhileError { message page { version title } }
    ... on InvalidInputError { issues { path message } }
  }
}`;

async function page(name: string, locale = 'IT', headers: Record<string, string> = {}): Promise<Page> {
  const query = `query ($name: PageName!, $locale: Locale) { page(name: $name, locale: $locale) { ${SHOWN} } }`;
  const { data } = await test.send<{ page: Page }>(query, { name, locale }, { headers });
  return data!.page;
}

async function publish(input: object): Promise<{ __typename: string; page?: Page; issues?: { path: string }[] }> {
  const answer = await test.ask<{ publishPage: { __typename: string } }>(PUBLISH, { input }, office);
  return answer.publishPage;
}

describe('the pages of the office', () => {
  it('[CHK-12] tell whose user name is which, and where a password comes from', async () => {
    const { title, body } = await page('CREDENTIALS');
    expect(title).toBe('Informazioni credenziali');
    expect(body).toMatch(/Scuole statali.*codice meccanografico dell’istituto/);
    expect(body).toMatch(/Scuole paritarie.*codice meccanografico della scuola/);
    expect(body).toContain('](/recupero)');
  });

  it('[POL-010][POL-015] tell the three credentials apart, and that the personal code is not the password', async () => {
    const { body } = await page('CREDENTIALS');
    for (const name of ['nome utente', 'password', 'codice personale']) expect(body.toLowerCase()).toContain(name);
    expect(body).toContain('distinti');
  });

  it('[POL-017] explain the words of the credentials', async () => {
    const { body } = await page('GLOSSARY');
    const words = [
      'Nome utente',
      'Password di accesso',
      'Codice personale',
      'Codice di validazione del numero di cellulare',
    ];
    for (const word of words) expect(body).toContain(`### ${word}`);
  });

  it('[POL-002][POL-003][POL-004] name the laws, the identification and what an application filed so is worth', async () => {
    const { title, body } = await page('LEGAL');
    expect(title).toBe('Normativa');
    for (const law of ['n. 82', 'n. 159', 'n. 445']) expect(body).toContain(law);
    for (const article of ['34, comma 2', '64, comma 2', '65, comma 1', '65, comma 2', '38, comma 1', '38, comma 3']) {
      expect(body).toContain(`Articolo ${article}`);
    }
    expect(body).toContain('firmate a mano');
  });

  it('[CHK-13][DEC-19] the contacts are those of the configuration, filled in', async () => {
    const { body, written } = await page('CONTACTS');
    expect(body).toContain('Ufficio di prova');
    expect(body).toContain('[assistenza@sportello.example](mailto:assistenza@sportello.example)');
    expect(written.body).toContain('{{email}}');
    expect(body).not.toContain('{{');
  });

  it('[UI-01] stand in both languages, and follow the language of the request', async () => {
    expect((await page('GUIDE', 'EN')).title).toBe('Guide');
    const query = '{ page(name: GUIDE) { locale title } }';
    const { data } = await test.send<{ page: Page }>(query, {}, { headers: { 'accept-language': 'en' } });
    expect(data!.page).toEqual({ locale: 'EN', title: 'Guide' });
  });

  it('the office publishes a text; everybody reads it, the other language stays, and the act is recorded', async () => {
    const before = await page('FAQ');
    expect(before).toMatchObject({ version: 0, publishedAt: null });
    const text = { page: 'FAQ', locale: 'IT', title: ' Domande ', body: 'Scrivi a {{email}}.\r\nGrazie.' };
    const published = await publish({ ...text, version: 0 });
    expect(published).toMatchObject({ __typename: 'PublishPageSuccess', page: { version: 1, title: 'Domande' } });
    const after = await page('FAQ');
    expect(after).toMatchObject({ version: 1, body: 'Scrivi a assistenza@sportello.example.\nGrazie.' });
    expect(after.publishedAt).toBe(test.clock.now().toISOString());
    expect(after.packaged).toEqual(before.written);
    expect((await page('FAQ', 'EN')).version).toBe(0);
    const rows = await test.app.db.query<{ data: unknown }>(sql`
      select data from audit_event where event = 'content.pagePublished'`);
    expect(rows.map(({ data }) => data)).toEqual([{ page: 'FAQ', locale: 'IT', version: 1 }]);
  });

  it('of two who publish on the same version one is told of the other, and nothing is lost', async () => {
    const text = { page: 'HELP', locale: 'EN', version: 0, body: 'Text.' };
    const answers = await Promise.all(['One', 'Two', 'Three'].map((title) => publish({ ...text, title })));
    const kinds = answers.map(({ __typename }) => __typename);
    expect(kinds.sort()).toEqual(['PageChangedMeanwhileError', 'PageChangedMeanwhileError', 'PublishPageSuccess']);
    const won = answers.find(({ __typename }) => __typename === 'PublishPageSuccess');
    const lost = answers.find(({ __typename }) => __typename === 'PageChangedMeanwhileError');
    expect(lost?.page).toEqual({ version: 1, title: won?.page?.title });
  });

  it('a text that cannot stand is refused with its field', async () => {
    const bad = { page: 'LEGAL', locale: 'IT', version: 0, title: ' ', body: 'Chiama {{telefono}} {{ constructor }}.' };
    const refused = await publish(bad);
    expect(refused.__typename).toBe('InvalidInputError');
    expect(refused.issues?.map(({ path }) => path)).toEqual(['title', 'body']);
    const long = await publish({ ...bad, title: 'x'.repeat(121), body: 'x'.repeat(40_001) });
    expect(long.issues?.map(({ path }) => path)).toEqual(['title', 'body']);
    expect(await publish({ ...bad, title: 'A', body: 'B', version: 7 })).toMatchObject({
      __typename: 'PageChangedMeanwhileError',
    });
    expect((await page('LEGAL')).version).toBe(0);
  });

  it('nobody else publishes', async () => {
    const { cookie } = await test.signedIn();
    const input = { page: 'FAQ', locale: 'IT', version: 1, title: 'A', body: 'B' };
    for (const asking of [null, cookie]) {
      const { errors } = await test.send(PUBLISH, { input }, { cookie: asking });
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(errors[0]?.extensions.code);
    }
    expect((await page('FAQ')).version).toBe(1);
  });
});

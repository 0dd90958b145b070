// Telephone, domicile, SMS and access tokens in a real browser.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, PATIENCE, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

const CONTACTS = '/area-riservata/recapiti';
const NUMBER = '333 765 4321';

chromiumOrSkip('contacts', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
    await world.app.app.services.places.list();
  });
  afterAll(() => world.stop());

  async function settled(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await page.locator('main h1').waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  }
  async function judge(page: Page, what: string): Promise<string[]> {
    const faults: string[] = [];
    for (const width of [320, 375, 1280]) {
      await page.setViewportSize({ width, height: 812 });
      faults.push(...(width === 320 ? await widthFaults(page, what) : await axeFaults(page, what)));
    }
    return faults;
  }
  /** The newest code of an SMS to a number, once it is in the mailbox. */
  async function codeTo(number: string, form: RegExp, nth = 1): Promise<string> {
    const read = async () => {
      const rows = await world.app.app.db.query<{ raw: Buffer }>(sql`
        select raw from dev_message where recipient = ${`+39${number.replaceAll(' ', '')}`} order by id`);
      const raw = rows[nth - 1]?.raw.toString().split('\r\n\r\n')[1] ?? '';
      return form.exec(Buffer.from(raw, 'base64').toString())?.[0];
    };
    await expect.poll(read, PATIENCE).toBeDefined();
    return (await read()) ?? '';
  }

  it('[POL-904] [POL-701] [POL-707] [UI-02] contacts are changed by the keys alone, and the number validated by SMS', async () => {
    const { cookie } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await settled(page, CONTACTS);
    await page.getByRole('link', { name: 'Variazione dati di recapito' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Variazione dati di recapito' }).waitFor();
    await page.getByLabel('Cellulare').focus();
    await page.keyboard.type(`+39 ${NUMBER}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByLabel('Password attuale', { exact: true }).focus();
    await page.keyboard.type(PASSWORD);
    await page.getByLabel('Comune').focus();
    await page.keyboard.type('Bologn');
    await page.getByRole('option', { name: 'Bologna (BO)', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Via e numero civico').focus();
    await page.keyboard.type('Via Prova 1');
    await page.keyboard.press('Tab');
    await page.keyboard.type('40100');
    await page.keyboard.press('Enter');
    const summary = page.locator('.sp-summary');
    await summary.getByText('senza prefisso internazionale').waitFor();
    expect(await summary.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await judge(page, 'contacts with a fault')).toEqual([]);

    await page.getByLabel('Cellulare').fill(NUMBER);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Convalida il numero di cellulare' }).waitFor();
    await page.getByText('L’SMS è partito').waitFor();
    expect(await judge(page, 'a code is out')).toEqual([]);
    await page.getByLabel('Codice di validazione').fill('AAAA2222');
    await page.keyboard.press('Enter');
    await summary.getByText('Ti restano 4 tentativi').waitFor();
    await page.getByLabel('Codice di validazione').fill(await codeTo(NUMBER, /\b[A-Z2-9]{8}\b/));
    await page.keyboard.press('Enter');
    await page.getByText(`Il numero ${NUMBER} è convalidato`).waitFor();
    expect(await judge(page, 'validated')).toEqual([]);
    await page.getByRole('link', { name: 'Vai ai recapiti' }).click();
    await page.getByText('Via Prova 1, 40100 Bologna (BO)').waitFor();
    await page.getByText('Convalidato', { exact: true }).waitFor();
    expect(await judge(page, 'contacts')).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('[POL-706] an SMS that was refused is said, with what to do; five wrong codes show how long to wait', async () => {
    const { cookie, accountId } = await world.app.signedIn();
    const page = await world.window({ cookie, width: 375, height: 812 });
    await settled(page, `${CONTACTS}/dati`);
    await page.getByLabel('Cellulare').fill('333 765 4322');
    await page.getByLabel('Invio informazioni via SMS').check();
    await page.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Salva' }).click();
    await page.getByText('L’SMS è partito').waitFor();
    await world.app.app.db.query(sql`
      update sms set state = 'REFUSED', settled_at = now(), last_error = 'http 422' where account_id = ${accountId}::uuid`);
    await page.reload();
    await page.getByText('L’SMS non è partito').waitFor();
    await page.getByRole('button', { name: 'Mandami il codice' }).waitFor();
    expect(await judge(page, 'an SMS refused')).toEqual([]);
    await page.getByRole('button', { name: 'Mandami il codice' }).click();
    await page.getByText('L’SMS è partito').waitFor();
    for (let n = 0; n < 5; n++) {
      await page.getByLabel('Codice di validazione').fill('AAAA2222');
      await page.getByRole('button', { name: 'Convalida', exact: true }).click();
      if (n < 4)
        await page
          .getByText(/Ti rest(ano|a) \d tentativ/)
          .first()
          .waitFor();
      if (n < 4) await expect.poll(() => page.getByLabel('Codice di validazione').inputValue(), PATIENCE).toBe('');
    }
    await page.getByText('la convalida è sospesa per 15 minuti').waitFor();
    expect(await judge(page, 'codes locked')).toEqual([]);
  });

  it('[ACC-06] the password is recovered by SMS', async () => {
    const { cookie, username, accountId } = await world.app.signedIn();
    await world.app.app.db.query(sql`
      insert into account_contact (account_id, mobile, mobile_validated_at, updated_at)
      values (${accountId}::uuid, '3337654323', now(), now())`);
    expect(cookie).toBeTruthy();
    const page = await world.window({ width: 375, height: 812 });
    await settled(page, '/recupero');
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByLabel('SMS al cellulare convalidato').check();
    expect(await judge(page, 'where to send')).toEqual([]);
    await page.getByRole('button', { name: 'Avvia recupero password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Controlla il telefono' }).waitFor();
    expect(await judge(page, 'a code by SMS')).toEqual([]);
    await page.getByLabel('Codice di controllo').fill(await codeTo('3337654323', /\b[A-Z2-9]{10}\b/));
    await page.getByRole('button', { name: 'Conferma il codice' }).click();
    await page.getByLabel('Nuova password', { exact: true }).waitFor();
  });

  it('[API-03] an access token is made, shown once, used and revoked', async () => {
    const { cookie } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await settled(page, '/area-riservata/programmi');
    await page.getByText('Non hai token attivi').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Crea un token' }).click();
    await page.getByRole('button', { name: 'Crea il token' }).click();
    await page.locator('.sp-summary').waitFor();
    expect(await judge(page, 'a token with faults')).toEqual([]);
    await page.getByLabel('Nome del token').fill('Agenda di prova');
    await page.getByLabel('Leggere le tue prenotazioni').check();
    await page.getByLabel('Durata').selectOption('30');
    await page.getByRole('button', { name: 'Crea il token' }).click();
    const title = page.getByRole('heading', { level: 1, name: 'Il token «Agenda di prova» è pronto' });
    await title.waitFor();
    expect(await title.evaluate((heading) => heading === document.activeElement)).toBe(true);
    expect(await judge(page, 'a token is shown')).toEqual([]);
    const token = (await page.locator('.sp-area__secret code').textContent()) ?? '';
    const answer = await fetch(`${world.siteUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ myBookings { __typename } }' }),
    });
    expect(answer.status).toBe(200);

    await page.getByRole('link', { name: 'L’ho copiato' }).click();
    await page.getByText('Ultimo uso').waitFor();
    expect(await page.locator('main').textContent()).not.toContain(token);
    expect(await page.locator('main').textContent()).toContain(token.slice(0, 8));
    expect(await judge(page, 'tokens')).toEqual([]);
    await page.getByRole('button', { name: 'Revoca Agenda di prova' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Revoca' }).click();
    await page.getByText('è revocato: da ora non apre più nulla').waitFor();
    await page.getByRole('heading', { name: 'Token scaduti o revocati' }).waitFor();
    const after = await fetch(`${world.siteUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ myBookings { __typename } }' }),
    });
    expect(JSON.stringify(await after.json())).toContain('UNAUTHENTICATED');
  });
});

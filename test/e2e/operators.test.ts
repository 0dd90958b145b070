// The pages of the helpdesk, of the security officer and of the office's requests of erasure, in a real browser.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import type { Role } from '#server/platform/db/generated/client.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

chromiumOrSkip('the pages of operators', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  async function as(role: Role): Promise<Page> {
    const { app } = world;
    const { accountId } = await app.seed.person();
    const startsAt = new Date(Date.now() - 1_000);
    await app.app.db.prisma.roleGrant.create({ data: { accountId, role, startsAt } });
    return await world.window({ cookie: await app.cookieOf(accountId) });
  }

  async function judge(page: Page, what: string): Promise<string[]> {
    const faults: string[] = [];
    for (const width of [1280, 375, 320]) {
      await page.setViewportSize({ width, height: 812 });
      faults.push(...(width === 320 ? await widthFaults(page, what) : await axeFaults(page, what)));
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    return faults;
  }

  it('[HLP-04] the helpdesk finds an account with the keyboard, and reads why somebody cannot sign in', async () => {
    const { app } = world;
    const { username } = await app.seed.person({
      passwordHash: await app.app.passwords.hash('quattro barche e un faro'),
    });
    for (let n = 0; n < 6; n++) await app.signIn(username, 'sbagliata').catch(() => undefined);
    const page = await as('HELPDESK');
    await page.goto('/assistenza/account');
    await page.getByLabel('Nome utente, codice fiscale o e-mail').fill('nessuno.di.questo.nome');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Nessun risultato' }).waitFor();
    const faults = await judge(page, 'none found');
    await page.getByLabel('Nome utente, codice fiscale o e-mail').fill(username);
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { name: 'Persona Prova' });
    await heading.waitFor();
    await expect.poll(() => heading.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByText(/^Accesso sospeso per troppi tentativi fino a /).waitFor();
    expect(await page.getByRole('article').getByRole('button').count()).toBe(0);
    faults.push(...(await judge(page, 'locked account')));
    await page.goto('/assistenza/account?lang=en');
    await page.getByRole('heading', { name: 'State of an account' }).waitFor();
    faults.push(...(await judge(page, 'English')));
    expect(faults).toEqual([]);
  });

  it('[DEC-15][IAM-403] the security officer gives a temporary password, seen once; its owner is told where to go', async () => {
    const { app } = world;
    const owner = await app.signedIn();
    await app.app.db.query(sql`
      update account set ministry = true, username = 'mi54321' where id = ${owner.accountId}::uuid`);
    const theirs = await world.window({ cookie: owner.cookie });
    await theirs.goto('/area-riservata/password');
    await theirs.getByText('chiedi una password temporanea al referente per la sicurezza').waitFor();
    expect(await theirs.getByRole('main').locator('input').count()).toBe(0);
    const faults = await judge(theirs, 'password of a ministry account');

    const page = await as('SECURITY');
    await page.goto('/sicurezza-mi');
    await page.getByLabel('Utenza').fill('MI00000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    faults.push(...(await judge(page, 'no such account')));
    await page.getByLabel('Utenza').fill('MI54321');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Dai una password temporanea' }).click();
    faults.push(...(await judge(page, 'asking')));
    await page.getByRole('dialog').getByRole('button', { name: 'Dai una password temporanea' }).click();
    await page.getByRole('heading', { name: 'Persona Prova ha una password temporanea' }).waitFor();
    const secret = (await page.locator('.op-secret').textContent()) ?? '';
    faults.push(...(await judge(page, 'given')));
    expect(faults).toEqual([]);
    await app.signIn('mi54321', secret);
    await page.reload();
    await page.getByLabel('Utenza').waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
  });

  it('[ACC-08] the office examines a request of erasure, and both the list and the person know', async () => {
    const { app } = world;
    const person = await app.signedIn();
    await app.ask('mutation { requestErasure { __typename } }', {}, person.cookie);
    const page = await as('OFFICE');
    await page.goto('/ufficio/cancellazioni');
    await page.getByRole('button', { name: /^Esamina/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Conferma' }).click();
    await dialog.getByRole('alert').waitFor();
    const faults = await judge(page, 'decision with errors');
    await dialog.getByLabel('Cancella i dati').check();
    await dialog.getByLabel('Motivo', { exact: true }).fill('Richiesta fondata.');
    await dialog.getByRole('button', { name: 'Cancella per sempre' }).click();
    await page.getByText(/sono cancellati e la persona è avvisata/).waitFor();
    await page.getByText('Nessuna richiesta da esaminare.').waitFor();
    await page.getByRole('link', { name: 'Concluse' }).click();
    await page.getByRole('cell', { name: 'Dati cancellati' }).waitFor();
    faults.push(...(await judge(page, 'over')));
    expect(faults).toEqual([]);
    expect(await app.ask('{ me { sessionExpiresAt } }', {}, person.cookie)).toEqual({ me: null });
  });

  it('[SEC-057] whoever has another role sees the page that says nothing', async () => {
    const page = await as('OFFICE');
    for (const path of ['/assistenza/account', '/sicurezza-mi']) {
      await page.goto(path);
      await page.getByRole('main').getByRole('link', { name: 'Vai ai laboratori' }).waitFor();
      expect(await page.getByRole('main').locator('input').count()).toBe(0);
    }
  });
});

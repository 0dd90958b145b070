// What Checkpoint's people look for, where they look for it; and the office that writes it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, PATIENCE, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

chromiumOrSkip('pages of the office', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  it('[CHK-07] the header names the ministry, the office, the product and what it is for', async () => {
    const page = await world.window();
    await page.goto('/');
    const header = page.locator('header');
    await header.getByText('Ministero di prova · Ufficio di prova').waitFor();
    await expect.poll(() => header.innerText()).toMatch(/Sportello\s+Laboratori, abilitazione e istanze/);
  });

  it('[CHK-08] [POL-007] home tells a visitor what asks for an account, and offers the guide and the questions', async () => {
    const page = await world.window();
    await page.goto('/');
    const main = page.locator('main');
    await main.getByText('Per prenotare serve un account personale').waitFor();
    for (const [link, path] of [
      ['accedi', '/accedi'],
      ['registrati', '/registrazione'],
      ['Leggere la guida operativa', '/guida'],
      ['Trovare una risposta', '/domande-frequenti'],
    ] as const) {
      expect(await main.getByRole('link', { name: link }).getAttribute('href')).toBe(path);
    }
  });

  it('[CHK-10] [CHK-11] recovery has its menu, with the page itself marked, and the way back', async () => {
    const page = await world.window();
    await page.goto('/recupero');
    await page.locator('main h1').waitFor();
    const menu = page.getByRole('navigation', { name: 'Pagine sul recupero' });
    await expect
      .poll(() => menu.getByRole('link').allInnerTexts())
      .toEqual(['Home', 'Informazioni credenziali', 'Recupera password', 'Contatti']);
    const here = menu.locator('[aria-current="page"]');
    expect(await here.innerText()).toBe('Recupera password');
    expect(await here.evaluate((link) => getComputedStyle(link).fontWeight)).toBe('700');
    const way = page.getByRole('navigation', { name: 'Percorso' });
    expect((await way.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/\s*\/\s*$/, ''))).toEqual([
      'Home',
      'Recupera password',
    ]);
  });

  it('[CHK-12] [CHK-53] [CHK-54] [CHK-55] the sign-in asks for one’s credentials, says what is required and links what they are', async () => {
    const page = await world.window();
    await page.goto('/accedi');
    const main = page.locator('main');
    await main.getByText('Nome utente e password sono obbligatori.').waitFor();
    for (const label of [/^Nome utente/, /^Ricordami/]) await main.getByLabel(label).waitFor();
    await main.getByRole('textbox', { name: 'Password', exact: true }).waitFor();
    await main.getByRole('link', { name: 'credenziali di accesso' }).click();
    await page.getByRole('heading', { level: 1, name: 'Informazioni credenziali' }).waitFor();
    expect(await axeFaults(page, 'credentials')).toEqual([]);
  });

  it('[CHK-13] [POL-007] [POL-017] help, contacts, guide, questions, glossary and laws are on the foot of every page', async () => {
    const page = await world.window();
    await page.goto('/');
    const titles = ['Contatti', 'Aiuto e assistenza', 'Guida operativa', 'Domande frequenti', 'Glossario', 'Normativa'];
    for (const title of titles) {
      await page.locator('footer').getByRole('link', { name: title }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    const place = await page.locator('footer').getByRole('link').allInnerTexts();
    expect(place).toEqual(expect.arrayContaining(['Home', 'Recupera password', 'Informazioni credenziali', 'Accedi']));
  });

  it('the office writes a page and everybody reads it; of two who write neither loses anything', {
    timeout: 60_000,
  }, async () => {
    const { accountId } = await world.app.seed.person();
    await world.app.seed.grant(accountId, 'OFFICE');
    const cookie = await world.app.cookieOf(accountId);
    const [one, two] = [await world.window({ cookie }), await world.window({ cookie })];
    for (const page of [one, two]) {
      await page.goto('/ufficio/pagine');
      await page.locator('main').getByRole('link', { name: 'Domande frequenti' }).click();
      await page.getByLabel('Titolo').waitFor();
    }
    await one.getByLabel('Testo').fill('');
    await one.getByRole('button', { name: 'Pubblica' }).click();
    await one.getByRole('alert').getByText('Scrivi il testo della pagina.').waitFor();
    await one
      .getByLabel('Testo')
      .fill('## Quando\n\nDomani, <b>forse</b>. Scrivi a {{email}} o vedi [i laboratori](/laboratori).');
    await one.locator('.of-preview').getByRole('heading', { name: 'Quando' }).waitFor();
    await one.getByRole('button', { name: 'Pubblica' }).click();
    await one.getByText('la leggono tutti').waitFor();

    const reader = await world.window();
    await reader.goto('/domande-frequenti');
    await expect
      .poll(() => reader.locator('main').innerText(), PATIENCE)
      .toContain('Domani, <b>forse</b>. Scrivi a assistenza@sportello.example o vedi i laboratori.');
    await reader.getByRole('link', { name: 'i laboratori' }).click();
    await reader.waitForURL('**/laboratori');

    await two.getByLabel('Titolo').fill('Altro titolo');
    await two.getByRole('button', { name: 'Pubblica' }).click();
    await two.getByRole('heading', { name: 'Qualcun altro ha pubblicato questa pagina' }).waitFor();
    expect(await two.getByLabel('Titolo').inputValue()).toBe('Altro titolo');
    expect(await axeFaults(two, 'conflict')).toEqual([]);
    await two.getByRole('button', { name: 'Riparti dal testo pubblicato' }).click();
    await expect.poll(() => two.getByLabel('Testo').inputValue()).toContain('Domani');
    expect(world.complaints).toEqual([]);
  });
});

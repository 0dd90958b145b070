import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';
import { PASSWORD, somebody } from '#test/modules/registration/registration-kit.ts';

chromiumOrSkip('registration in the browser', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  async function linkSentTo(mailbox: string): Promise<string> {
    let link: string | null = null;
    const look = async () => {
      const rows = await world.app.app.db.query<{ raw: Buffer }>(
        sql`select raw from dev_message where recipient = ${mailbox} order by id desc`,
      );
      const text = rows.map(({ raw }) => raw.toString().replaceAll('=\r\n', '')).join('\n');
      link = /\/conferma\/[\w-]{43}/.exec(text)?.[0] ?? null;
      return link;
    };
    await expect.poll(look, { timeout: 20_000 }).not.toBeNull();
    return link!;
  }

  const continues = (page: Page) => page.getByRole('button', { name: 'Continua' }).click();
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  async function firstStep(page: Page, fiscalCode: string): Promise<void> {
    await page.goto('/registrazione');
    await page.getByRole('link', { name: 'Inizia' }).click();
    await heading(page, 'Qual è il tuo codice fiscale?');
    await page.getByLabel('Codice fiscale').fill(fiscalCode.toLowerCase());
    await page.getByRole('checkbox').check();
    await continues(page);
    await heading(page, 'I tuoi dati');
  }

  async function fillData(page: Page, who: ReturnType<typeof somebody>): Promise<void> {
    const [year, month, day] = who.data.bornOn.split('-');
    await page.getByLabel('Nome', { exact: true }).fill(who.data.firstName);
    await page.getByLabel('Cognome').fill(who.data.lastName);
    await page.getByLabel('Giorno').fill(day!);
    await page.getByLabel('Mese').fill(month!);
    await page.getByLabel('Anno').fill(year!);
    await page.getByLabel('Comune di nascita').fill('bologn');
    await page.getByRole('option', { name: 'Bologna (BO)', exact: true }).click();
    await page.getByLabel('Femmina').check();
    await page.getByLabel('Indirizzo e-mail', { exact: true }).fill(who.data.email);
    await page.getByLabel('Di nuovo l’indirizzo e-mail').fill(who.data.email);
    await page.getByRole('checkbox').check();
  }

  const look = async (page: Page, what: string): Promise<string[]> => [
    ...(await axeFaults(page, what)),
    ...(await widthFaults(page, what)),
  ];

  it.each([
    { width: 1280, height: 900 },
    { width: 375, height: 812 },
  ])(
    '[IAM-501] [IAM-509] [UI-02] [UI-03] from «Registrati» to the sign-in at $width px, faults told and nothing lost',
    async (size) => {
      const page = await world.window(size);
      const faults: string[] = [];
      const who = somebody({ firstName: 'Anna', lastName: "D'Angelò" });
      await page.goto('/registrazione');
      await heading(page, 'Registrazione');
      faults.push(...(await look(page, 'start')));
      await firstStep(page, who.fiscalCode);
      expect(await page.getByText('Registrazione · Passo 2 di 4').isVisible()).toBe(true);
      faults.push(...(await look(page, 'data')));

      await fillData(page, who);
      await page.getByLabel('Giorno').fill('31');
      await page.getByLabel('Mese').fill('12');
      await page.getByLabel('Di nuovo l’indirizzo e-mail').fill('altro');
      await continues(page);
      const summary = page.getByRole('alert').filter({ hasText: 'Ci sono 2 cose da correggere' });
      await summary.waitFor();
      expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await page.title()).toMatch(/^Errore: I tuoi dati/);
      faults.push(...(await look(page, 'data with faults')));
      await summary.getByRole('link', { name: /^La data di nascita non corrisponde/ }).click();
      expect(await page.getByLabel('Giorno').evaluate((element) => element === document.activeElement)).toBe(true);

      await fillData(page, who);
      await continues(page);
      await heading(page, 'Controlla i dati');
      faults.push(...(await look(page, 'review')));
      await page.goBack();
      await heading(page, 'I tuoi dati');
      expect(await page.getByLabel('Cognome').inputValue()).toBe(who.data.lastName);
      expect(await page.getByLabel('Comune di nascita').inputValue()).toBe('Bologna (BO)');
      await page.goto('/registrazione/riepilogo');
      await page.getByRole('button', { name: 'Conferma e invia' }).click();
      await heading(page, 'Controlla la posta');
      await page.getByText('Il messaggio è partito').waitFor();
      faults.push(...(await look(page, 'mail')));

      await page.goto(await linkSentTo(who.data.email));
      await heading(page, 'Scegli la password');
      await page.getByLabel('Nuova password', { exact: true }).fill('corta');
      await page.getByRole('button', { name: 'Completa la registrazione' }).click();
      await page.getByRole('alert').first().waitFor();
      faults.push(...(await look(page, 'password with faults')));
      await page.getByLabel('Nuova password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Completa la registrazione' }).click();
      await heading(page, 'La registrazione è completa');
      const username = await page.getByText('Il tuo nome utente è').locator('b').innerText();
      expect(username).toMatch(/^anna\.dangelo\d*$/);
      faults.push(...(await look(page, 'done')));

      await page.locator('main').getByRole('link', { name: 'Accedi' }).last().click();
      await page.getByLabel('Nome utente o codice fiscale').fill(username);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
      await page.waitForURL('**/laboratori');
      expect(faults).toEqual([]);
      expect(world.complaints).toEqual([]);
    },
  );

  it('[POL-114] [POL-115] [DEC-10] known data that differ: the fields are named, one may go back or on', async () => {
    const who = somebody({ firstName: 'Lucia', lastName: 'Provetta' });
    await world.app.app.db.prisma.person.create({
      data: { fiscalCode: who.fiscalCode, firstName: 'Lucilla Segreta', lastName: 'Provetta' },
    });
    const page = await world.window();
    await firstStep(page, who.fiscalCode);
    await fillData(page, who);
    await continues(page);
    await page.getByRole('button', { name: 'Conferma e invia' }).click();
    const link = await linkSentTo(who.data.email);

    // The mail is opened in another browser: going back takes the data along.
    const other = await world.window();
    await other.goto(link);
    await heading(other, 'Alcuni dati sono diversi');
    expect(await other.getByRole('main').innerText()).toContain('il nome è diverso');
    expect(await other.content()).not.toContain('Segreta');
    expect(await look(other, 'comparison')).toEqual([]);
    await other.getByRole('button', { name: 'Torna e correggi' }).click();
    await heading(other, 'I tuoi dati');
    expect(await other.getByLabel('Nome', { exact: true }).inputValue()).toBe('Lucia');

    await other.goto(link);
    await other.getByRole('link', { name: 'Continua: lo verificherà lo sportello' }).click();
    await heading(other, 'Scegli la password');
    await other.reload();
    await heading(other, 'Scegli la password');
    await other.getByLabel('Nuova password', { exact: true }).fill(PASSWORD);
    await other.getByRole('button', { name: 'Completa la registrazione' }).click();
    await heading(other, 'La registrazione è completa');

    await other.goto(link);
    await heading(other, 'Il tuo account è già attivo');
    expect(await look(other, 'used link')).toEqual([]);
    await other.goto(`/conferma/${'A'.repeat(43)}`);
    await heading(other, 'Il collegamento non vale');
    expect(world.complaints).toEqual([]);
  });

  it('[UI-01] the same pages in English', async () => {
    const page = await world.window();
    await page.goto('/registrazione/codice-fiscale?lang=en');
    await heading(page, 'What is your codice fiscale?');
    await page.getByLabel('Codice fiscale').fill('RSSNNA80E41H501X');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('its last character does not add up').waitFor();
    expect(await page.title()).toMatch(/^Error: What is your codice fiscale/);
    expect(await look(page, 'english')).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('[UI-02] the keyboard alone goes through the first two steps and chooses the place', async () => {
    const who = somebody({ firstName: 'Piera', lastName: 'Tastiera' });
    const page = await world.window();
    await page.goto('/registrazione/codice-fiscale');
    await page.getByLabel('Codice fiscale').focus();
    await page.keyboard.type(who.fiscalCode);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await heading(page, 'I tuoi dati');
    const next = async (text: string) => {
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    };
    await page.getByLabel('Nome', { exact: true }).focus();
    await page.keyboard.type(who.data.firstName);
    await next(who.data.lastName);
    for (const part of who.data.bornOn.split('-').reverse()) await next(part);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('bologna');
    await page.getByRole('option', { name: 'Bologna (BO)', exact: true }).waitFor();
    expect(await page.getByRole('combobox').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('combobox').getAttribute('aria-activedescendant')).toBe('luogo-0');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('combobox').inputValue()).toBe('Bologna (BO)');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await next(who.data.email);
    await next(who.data.email);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await heading(page, 'Controlla i dati');
    expect(await page.title()).toMatch(/^Controlla i dati/);
    // The heading has the focus: who reads by ear hears where they are.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(world.complaints).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recoveryCode, recoveryLink } from '#server/modules/account/recovery-secrets.ts';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NEW_PASSWORD = 'tre gatti sul tetto, uno dorme';

/** What axe finds, told from outside the page: its policy lets no script in. */
async function faultsOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const expression = `${AXE};axe.run(document).then(({ violations }) => violations.map(({ id }) => id))`;
  const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  return result.value as string[];
}

chromiumOrSkip('recovery in the browser', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  async function person() {
    return await world.app.seed.person({ passwordHash: await world.app.app.passwords.hash(PASSWORD) });
  }

  /** What the mail of the request on this page says. */
  async function secretsOf(page: Page) {
    const number = Number(/recupero\/(\d+)$/.exec(page.url())?.[1]);
    const [row] = await world.app.app.db.query<{ id: string }>(
      sql`select id from recovery_request where number = ${number}`,
    );
    const key = world.app.app.config.serverKey;
    return { number, code: recoveryCode(key, row!.id), link: recoveryLink(key, row!.id) };
  }

  it('[CHK-23][CHK-26][CHK-27][SEC-007][DEC-07][DEC-09] who locked the account recovers it by code, with the keyboard alone', async () => {
    const { username } = await person();
    const page = await world.window();
    await page.goto('/accedi');
    for (let n = 0; n < 6; n++) {
      await page.getByLabel('Nome utente o codice fiscale').fill(username);
      await page.getByLabel('Password', { exact: true }).fill(`sbagliata ${n}`);
      await page.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
      await page.locator(n < 5 ? '.sp-summary' : '.sp-lock').waitFor();
    }
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Recupera la password' }).press('Enter');

    await page.getByRole('heading', { level: 1, name: 'Recupera password' }).waitFor();
    await page.getByText('Verifica automatica completata.').waitFor();
    const user = page.getByLabel('Nome utente o codice fiscale');
    expect(await user.getAttribute('autocomplete')).toBe('username');
    await user.focus();
    await page.keyboard.type(username);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { level: 1, name: 'Controlla la posta' }).waitFor();
    const { number, code } = await secretsOf(page);
    await page.getByText(`Richiesta numero ${number}`, { exact: true }).waitFor();
    const field = page.getByLabel('Codice di controllo');
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
    await field.fill('ABCDEFGHJK');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Ti restano 4 tentativi').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await field.fill(` ${code.slice(0, 5).toLowerCase()} ${code.slice(5)} `);
    await page.keyboard.press('Enter');

    const password = page.getByLabel('Nuova password', { exact: true });
    await password.waitFor();
    expect(await password.getAttribute('autocomplete')).toBe('new-password');
    await password.fill('password1234');
    await page.getByText('È tra le password più usate').waitFor();
    // A reload loses nothing but what was typed.
    await page.reload();
    await password.fill(NEW_PASSWORD);
    await page.getByText('Va bene').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'La password è cambiata' }).waitFor();

    await page.getByRole('main').getByRole('link', { name: 'Accedi' }).press('Enter');
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
    await page.waitForURL('**/laboratori');
    expect(world.complaints).toEqual([]);
  });

  it('[CHK-21][CHK-24][CHK-30][CHK-31][CHK-32] it says to follow with care, where a known password is changed, and to look among the spam', async () => {
    const { username } = await person();
    const page = await world.window();
    await page.goto('/recupero');
    const main = page.locator('main');
    await main.getByText('Segui con attenzione le indicazioni.').waitFor();
    expect(await main.getByRole('link', { name: 'Cambia password' }).getAttribute('href')).toBe(
      '/area-riservata/password',
    );
    await page.getByText('Verifica automatica completata.').waitFor();
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByRole('button', { name: 'Avvia recupero password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Controlla la posta' }).waitFor();
    await main.getByText('abbiamo inviato un messaggio').waitFor();
    await main.getByText('guarda nella posta indesiderata (spam)').waitFor();
    expect(world.complaints).toEqual([]);
  });

  it('[CHK-27][DEC-03][SEC-032][SEC-054] by link on a telephone, in English, while the code is refused there', async () => {
    const { username } = await person();
    const page = await world.window();
    await page.goto('/recupero');
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByRole('button', { name: 'Avvia recupero password' }).click();
    await page.getByLabel('Codice di controllo').waitFor();
    const { number, link } = await secretsOf(page);
    expect(
      await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])),
    ).not.toContain(username);

    const phone = await world.window({ width: 375, height: 812 });
    await phone.goto(`/recupero/${number}?lang=en`);
    await phone.getByRole('heading', { level: 1, name: 'This request is not of this browser' }).waitFor();
    await phone.goto(`/recupero/link/${link}`);
    await phone.getByText(`Request number ${number}`).waitFor();
    expect(await faultsOf(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    await phone.getByRole('button', { name: 'Continue' }).click();
    await phone.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await phone.getByRole('button', { name: 'Change the password' }).click();
    await phone.getByRole('heading', { level: 1, name: 'The password was changed' }).waitFor();
    await phone.goto(`/recupero/link/${link}`);
    await phone.getByRole('heading', { level: 1, name: `Request ${number} was already used` }).waitFor();
    expect(await faultsOf(phone)).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});

// What there is to do first, after sign-in, in a real browser.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

const NEW_PASSWORD = 'quattro barche e un faro spento';

chromiumOrSkip('duties', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  /** Somebody with a temporary password who never accepted a notice. */
  async function newcomer(): Promise<{ username: string; accountId: string }> {
    const { app } = world;
    const { username, accountId } = await app.seed.person({ passwordHash: await app.app.passwords.hash(PASSWORD) });
    await app.app.db.query(sql`
      update account set password_must_change = true, notice_version = null, noticed_at = null
      where id = ${accountId}::uuid`);
    return { username, accountId };
  }

  async function signIn(page: Page, username: string, wanted: string): Promise<void> {
    await page.goto(`/accedi?poi=${encodeURIComponent(wanted)}`);
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Accedi' }).press('Enter');
  }

  it('[ACC-01] [IAM-508] [SEC-008] come first, in order, each with its reason; then the page that was asked for', async () => {
    const { username } = await newcomer();
    const page = await world.window();
    await signIn(page, username, '/prenotazioni?da=prova');
    await page.getByRole('heading', { level: 1, name: 'Prima di continuare' }).waitFor();
    expect(await page.locator('main h2').allInnerTexts()).toEqual([
      'Cambia la password',
      'Accetta l’informativa sulla privacy',
    ]);
    expect(await page.locator('main ol.du-list > li').first().innerText()).toContain(
      'La password che hai usato è provvisoria',
    );

    // Reading stays open, acts are refused with the same words.
    await page.goto('/laboratori');
    await page.getByRole('complementary', { name: 'Cose da fare' }).getByText('prima di continuare').waitFor();
    await page.goto('/cose-da-fare?poi=%2Fprenotazioni');
    await page.getByRole('button', { name: 'Ho letto e accetto' }).click();
    await page.getByRole('alert').getByText('Prima di continuare cambia la password').waitFor();

    await page.getByRole('link', { name: 'Cambia la password' }).click();
    await page.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Nuova password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Cambia la password' }).click();
    await page.getByRole('link', { name: 'Continua' }).click();
    await page.getByRole('heading', { level: 1, name: 'Prima di continuare' }).waitFor();
    expect(await page.locator('main h2').allInnerTexts()).toEqual(['Accetta l’informativa sulla privacy']);
    await page.getByRole('button', { name: 'Ho letto e accetto' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Le mie prenotazioni' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/prenotazioni');
    await page.goto('/cose-da-fare');
    await page.waitForURL('**/laboratori');
    expect(world.complaints).toEqual([]);
  });

  it('[IAM-408] [IAM-409] an invitation to renew the password may be left for later', async () => {
    const { cookie, accountId } = await world.app.signedIn();
    const soon = new Date(world.app.app.clock.now().getTime() + 9 * 86_400_000);
    await world.app.app.db.query(sql`
      update account set password_expires_at = ${soon}, notice_version = '2026-11' where id = ${accountId}::uuid`);
    const page = await world.window({ cookie });
    await page.goto('/cose-da-fare?poi=%2Fprenotazioni');
    await page.getByRole('button', { name: 'Ho letto e accetto' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cose da fare' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('Scade la password, non l’account');
    await page.getByRole('link', { name: 'Più tardi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Le mie prenotazioni' }).waitFor();
    await page.getByRole('button', { name: /Persona Prova/ }).click();
    await page.getByRole('link', { name: 'Cose da fare (1)' }).waitFor();
  });

  it('[UI-02] [UI-03] [ACC-01] axe finds nothing on the page of duties, in both languages and at every width', async () => {
    const { accountId } = await newcomer();
    const page = await world.window({ cookie: await world.app.cookieOf(accountId) });
    const faults: string[] = [];
    for (const path of ['/cose-da-fare', '/cose-da-fare?lang=en', '/area-riservata?lang=it', '/laboratori']) {
      await page.goto(path);
      await page.locator('main h1').waitFor();
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      for (const width of [1280, 375, 320]) {
        await page.setViewportSize({ width, height: 812 });
        faults.push(...(width === 320 ? await widthFaults(page, path) : await axeFaults(page, path)));
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/duties${path.replaceAll(/\W/g, '_')}-${width}.png` });
      }
    }
    expect(faults).toEqual([]);
  });
});

// Signing in to an account that was revoked for want of access, in a real browser.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

chromiumOrSkip('a revoked account', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  it('[POL-802] [POL-803] [UI-02] [UI-03] the page says why the password does not open and what to do, by keyboard too', async () => {
    const { app } = world;
    const { username, accountId } = await app.seed.person({ passwordHash: await app.app.passwords.hash(PASSWORD) });
    await app.app.db.query(sql`
      update account set state = 'REVOKED', revoked_at = '2026-11-20T10:00:00Z' where id = ${accountId}::uuid`);
    const page = await world.window();
    await page.goto('/accedi');
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Il tuo account è stato revocato' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    const text = await page.locator('main').innerText();
    expect(text).toContain('20 novembre');
    expect(text).toContain('Non serve registrarsi di nuovo');
    expect(text).toContain('assistenza@sportello.example');
    expect(page.url()).not.toContain(username);
    // A reload shows it still; another account may sign in from here.
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Il tuo account è stato revocato' }).waitFor();
    const faults: string[] = [];
    for (const width of [1280, 375, 320]) {
      await page.setViewportSize({ width, height: 812 });
      faults.push(...(width === 320 ? await widthFaults(page, 'revoked') : await axeFaults(page, 'revoked')));
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/revoked-${width}.png`, fullPage: true });
    }
    expect(faults).toEqual([]);
    await page.getByRole('button', { name: 'Accedi con un altro account' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Accedi' }).waitFor();
    expect(world.complaints).toEqual([]);
  });
});

// No mouse, no touch: the keys alone.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '#test/kit/api.ts';
import { type BrowserWorld, PATIENCE, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';
import { aStory } from '#test/kit/story.ts';

const LONGEST_WAY = 60;

interface Focused {
  name: string;
  ring: boolean;
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
    return {
      name:
        element === document.body
          ? '(nothing)'
          : (element.getAttribute('aria-label') ?? label ?? '').trim().replace(/\s+/g, ' '),
      ring: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
    };
  });
}

/** Presses Tab until this has the focus; every stop on the way must show where it is. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < LONGEST_WAY; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop.ring) throw new Error(`«${stop.name}» has the focus and does not show it`);
    if (name.test(stop.name)) return;
    passed.push(stop.name);
  }
  throw new Error(`Tab does not reach ${name}: ${passed.join(' · ')}`);
}

chromiumOrSkip('by keyboard', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  it('[UI-02] [LAB-06] [LAB-10] a person finds a session, signs in, takes a seat and gives it back', async () => {
    const { app } = world;
    const { lab } = await aStory(app);
    const person = await app.seed.person({ passwordHash: await app.app.passwords.hash(PASSWORD) });
    const page = await world.window();
    await page.goto('/laboratori');
    await page.getByRole('link', { name: /^Prenota ?: Robotica/ }).waitFor();

    await tabTo(page, /^Vai al contenuto$/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Prenota: Robotica/);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/laboratori/${lab.code}/incontri/*`);
    // A new page begins at its title.
    await expect.poll(async () => (await focused(page)).name, PATIENCE).toBe('Robotica di prova');

    await tabTo(page, /^Prenota il tuo posto$/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accedi?*');
    await expect.poll(async () => (await focused(page)).name, PATIENCE).toBe('Accedi');
    await tabTo(page, /^Nome utente/);
    await page.keyboard.type(person.username);
    await tabTo(page, /^Password$/);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/laboratori/${lab.code}/incontri/*`);
    await expect.poll(async () => (await focused(page)).name, PATIENCE).toBe('Posti e prenotazione');

    await tabTo(page, /^Prenota il tuo posto$/);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focused(page)).name, PATIENCE).toBe('Hai un posto');

    await tabTo(page, /^Annulla la prenotazione$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await focused(page)).name, PATIENCE).toBe('Annulla la prenotazione');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^Annulla la prenotazione$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Prenota il tuo posto' }).first().waitFor();
    await expect.poll(async () => (await focused(page)).name, PATIENCE).toBe('Posti e prenotazione');
    await expect.poll(() => page.locator('#annunci').innerText(), PATIENCE).toBe('Prenotazione annullata');
    expect(world.complaints).toEqual([]);
  });
});

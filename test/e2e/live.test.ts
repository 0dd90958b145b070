// What a page shows while time passes and lines are cut.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserWorld, PATIENCE, startBrowserWorld } from '#test/kit/browser.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { chromiumOrSkip, redisOrSkip } from '#test/kit/external.ts';
import { startRedis, type TestRedis } from '#test/kit/redis.ts';
import { aStory, takeSeats } from '#test/kit/story.ts';

const OPENS_AFTER_MS = 12_000;
const freeOn = (page: Page) => page.locator('main').innerText();

chromiumOrSkip('live pages', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  it('[LAB-21] [DEC-18] a session opens by itself at its instant by the server, whatever the day of the device', async () => {
    const person = await world.app.signedIn();
    const fast = await world.window({ cookie: person.cookie, clockOffByMs: DAY_MS });
    const slow = await world.window({ clockOffByMs: -DAY_MS });
    const windows = [fast, slow];
    await Promise.all(windows.map((page) => page.goto('/laboratori')));
    const opensAt = new Date(Date.now() + OPENS_AFTER_MS);
    const { path } = await aStory(world.app, { opensAt });
    await Promise.all(windows.map((page) => page.goto(path)));
    for (const page of windows) {
      await page.getByText('Il pulsante compare da solo').waitFor();
      expect(await page.getByRole('button', { name: 'Prenota il tuo posto' }).count()).toBe(0);
      const left = await page.getByRole('timer').first().innerText();
      expect(left).toMatch(/^00:00:[01]\d$/);
    }
    expect(Date.now()).toBeLessThan(opensAt.getTime());
    await fast.getByRole('button', { name: 'Prenota il tuo posto' }).first().waitFor();
    const openedAt = Date.now();
    await slow.getByRole('link', { name: 'Prenota il tuo posto' }).first().waitFor();
    expect(openedAt).toBeGreaterThanOrEqual(opensAt.getTime() - 50);
    expect(Date.now()).toBeLessThan(opensAt.getTime() + 10_000);
    // Not only on the screen: the server agrees.
    await fast.getByRole('button', { name: 'Prenota il tuo posto' }).first().click();
    await fast.getByRole('heading', { name: 'Hai un posto' }).waitFor();
    expect(world.complaints).toEqual([]);
  });

  it('[LAB-05] [UI-04] without network the page says since when, and is live again by itself with what it missed', async () => {
    const { path, session } = await aStory(world.app, { capacity: 9 });
    const page = await world.window();
    await page.goto(path);
    await page.getByText('In diretta', { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText(/Sei senza rete\. Dati delle \d\d:\d\d:\d\d\./).waitFor();
    await page.getByText('Sei senza rete. Quello che vedi può essere cambiato.').first().waitFor();
    expect(await freeOn(page)).toMatch(/9\s+posti liberi/);
    await takeSeats(world.app, session.id, 2);
    await page.context().setOffline(false);
    await page.getByText('In diretta', { exact: true }).waitFor();
    await expect.poll(() => freeOn(page), PATIENCE).toMatch(/7\s+posti liberi/);
    await expect.poll(() => page.locator('#annunci').innerText(), PATIENCE).toBe('Di nuovo in diretta');
  });
});

redisOrSkip('with the bus cut', (source) => {
  chromiumOrSkip('live pages', (chromium) => {
    let redis: TestRedis;
    let world: BrowserWorld;
    beforeAll(async () => {
      redis = await startRedis(source);
      world = await startBrowserWorld(chromium, { redis: { url: redis.url } });
    });
    afterAll(async () => {
      await world.stop();
      await redis.stop();
    });

    it('[RSH-04] the page says that it is late by two seconds, goes on, and is live again when the bus is back', async () => {
      const { path, session } = await aStory(world.app, { capacity: 9 });
      const page = await world.window();
      await page.goto(path);
      await page.getByText('In diretta', { exact: true }).waitFor();
      await redis.kill();
      await page.getByText('Aggiornamento ogni 2 secondi').waitFor();
      await takeSeats(world.app, session.id, 2);
      await expect.poll(() => freeOn(page), PATIENCE).toMatch(/7\s+posti liberi/);
      await redis.revive();
      await page.getByText('In diretta', { exact: true }).waitFor();
      await takeSeats(world.app, session.id, 1);
      await expect.poll(() => freeOn(page), PATIENCE).toMatch(/6\s+posti liberi/);
      expect(world.complaints).toEqual([]);
    });
  });
});

// What a person is told when booking does not go straight, and what stays on the device afterwards.
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '#test/kit/api.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';
import { aStory, takeSeats } from '#test/kit/story.ts';

/** Calls back for each booking that leaves the page, before it reaches the server. */
async function onBooking(page: Page, handle: (route: Route, key: string) => Promise<void>): Promise<void> {
  await page.route('**/graphql', async (route) => {
    const { query = '', variables } = (route.request().postDataJSON() ?? {}) as {
      query?: string;
      variables?: { input?: { idempotencyKey?: string } };
    };
    if (query.includes('mutation BookSeat')) await handle(route, variables?.input?.idempotencyKey ?? '');
    else await route.continue();
  });
}

const book = (page: Page) => page.getByRole('button', { name: 'Prenota il tuo posto' }).first().click();

/** Everything a page can keep on a device, as text; cookies that scripts cannot read included. */
async function keptBy(page: Page): Promise<{ storage: string; cookies: string[] }> {
  const storage = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = await window.caches.keys();
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, caches, document.cookie]);
  });
  return { storage, cookies: (await page.context().cookies()).map(({ name }) => name) };
}

chromiumOrSkip('booking', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  it('[LAB-06] [UI-04] the last seat taken meanwhile: it is told, nothing is booked, other dates are offered', async () => {
    const { app } = world;
    const { path, session, lab } = await aStory(app, { capacity: 1 });
    const other = await app.seed.session(lab, { startsAt: new Date(Date.now() + 12 * DAY_MS), capacity: 5 });
    const person = await app.signedIn();
    const page = await world.window({ cookie: person.cookie });
    await page.goto(path);
    await onBooking(page, async (route) => {
      await takeSeats(app, session.id, 1);
      await route.continue();
    });
    await book(page);
    const told = page.getByRole('alert').filter({ hasText: 'L’ultimo posto è stato preso mentre prenotavi' });
    await told.waitFor();
    expect(await told.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await told.innerText()).toContain('Non abbiamo fatto nessuna prenotazione');
    await page.getByRole('heading', { name: 'Stesso laboratorio, altre date' }).waitFor();
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Prenota ?:/ })
      .click();
    await page.waitForURL(`**/incontri/${other.number}`);
    await page.unrouteAll();
    await book(page);
    await page.getByRole('heading', { name: 'Hai un posto' }).waitFor();
    expect(await app.app.db.prisma.booking.count({ where: { accountId: person.accountId } })).toBe(1);
    expect(world.complaints).toEqual([]);
  });

  it('[LAB-08] [FLT-24] [UI-04] an answer lost on the way: asked again with the same key, the seat is booked once', async () => {
    const { app } = world;
    const { path, session } = await aStory(app);
    const person = await app.signedIn();
    const page = await world.window({ cookie: person.cookie });
    await page.goto(path);
    const keys: string[] = [];
    await onBooking(page, async (route, key) => {
      keys.push(key);
      if (keys.length > 1) return await route.continue();
      await route.fetch();
      await route.abort();
    });
    await book(page);
    await page.getByText('La rete è caduta e non sappiamo ancora se hai il posto').waitFor();
    await page.getByRole('heading', { name: 'Hai un posto' }).waitFor();
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(keys[0]);
    const kept = await app.app.db.prisma.labSession.findUniqueOrThrow({ where: { id: session.id } });
    expect(kept.booked).toBe(1);
    expect(await app.app.db.prisma.booking.count({ where: { accountId: person.accountId } })).toBe(1);
    world.complaints.splice(0);
  });

  it('[SEC-054] the device keeps nothing personal, and signing out clears what the site keeps', async () => {
    const { app } = world;
    const { path } = await aStory(app);
    const person = await app.seed.person({ passwordHash: await app.app.passwords.hash(PASSWORD) });
    const page = await world.window();
    await page.goto(`/accedi?poi=${encodeURIComponent(path)}`);
    await page.getByLabel('Nome utente o codice fiscale').fill(person.username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
    await page.waitForURL(`**${path}`);
    await book(page);
    await page.getByRole('heading', { name: 'Hai un posto' }).waitFor();
    const { code } = await app.app.db.prisma.booking.findFirstOrThrow({ where: { accountId: person.accountId } });

    const signedIn = await keptBy(page);
    const token = (await page.context().cookies()).map(({ value }) => value).join();
    for (const secret of [person.username, person.fiscalCode, 'Persona Prova', code, token, PASSWORD])
      expect(signedIn.storage).not.toContain(secret);
    expect(signedIn.cookies.sort()).toEqual(['__Host-sportello', '__Host-sportello-dispositivo']);

    // Whatever a later version may keep is cleared too.
    await page.evaluate(() => localStorage.setItem('ricordo', 'qualcosa'));
    await page.getByRole('button', { name: 'Persona Prova' }).click();
    await page.getByRole('button', { name: 'Esci' }).click();
    await page.getByRole('heading', { name: 'Sessione chiusa' }).waitFor();
    const out = await keptBy(page);
    // A random name and whose device it is, signed: nothing that can be read (SEC-026).
    expect(out.cookies).toEqual(['__Host-sportello-dispositivo']);
    expect(out.storage).not.toContain('ricordo');
    await page.goBack();
    await page.getByRole('link', { name: 'Accedi' }).first().waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Persona Prova');
    expect(world.complaints).toEqual([]);
  });
});

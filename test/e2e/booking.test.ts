import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '#test/kit/api.ts';
import { type BrowserWorld, PATIENCE, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';
import { aStory } from '#test/kit/story.ts';

chromiumOrSkip('in the browser', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  it('[LAB-04] [LAB-06] [LAB-10] [LAB-19] a seat booked in one window leaves in another and on the wall, without a reload', async () => {
    const { app } = world;
    const { campaign, path } = await aStory(app);
    const person = await app.seed.person({ passwordHash: await app.app.passwords.hash(PASSWORD) });
    const mine = await world.window();
    const other = await world.window({ width: 375, height: 812 });
    const wall = await world.window({ width: 1920, height: 1080 });
    await other.goto(path);
    await wall.goto(`/tabellone/${campaign.slug}`);
    await other.getByText('In diretta', { exact: true }).first().waitFor();
    await wall.getByText('In diretta', { exact: true }).first().waitFor();
    const wallNumber = () => wall.getByRole('row', { name: /Robotica di prova/ }).innerText();
    await expect.poll(wallNumber, PATIENCE).toMatch(/12/);

    // Booking asks to sign in first, and comes back to the same page.
    await mine.goto(path);
    await mine
      .locator('header')
      .getByRole('link', { name: /accedi/i })
      .last()
      .click();
    await mine.getByLabel('Nome utente o codice fiscale').fill(person.username);
    await mine.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await mine.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
    await mine.waitForURL(`**${path}`);
    await mine.getByRole('button', { name: 'Prenota il tuo posto' }).first().click();
    await mine.getByRole('heading', { name: 'Hai un posto' }).waitFor();

    await other.getByText('11', { exact: true }).first().waitFor();
    await expect.poll(wallNumber, PATIENCE).toMatch(/11/);

    // Given back from the person's page, it is everybody's again.
    await mine.goto('/prenotazioni');
    await mine
      .getByRole('button', { name: /^Annulla/ })
      .first()
      .click();
    await mine
      .getByRole('dialog')
      .getByRole('button', { name: /^Annulla/ })
      .click();
    await other.getByText('12', { exact: true }).first().waitFor();
    await expect.poll(wallNumber, PATIENCE).toMatch(/12/);
    expect(world.complaints).toEqual([]);
  });
});

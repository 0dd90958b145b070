// Every page and its main states: what a machine can judge of their accessibility, and their width.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '#test/kit/api.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { DAY_MS } from '#test/kit/clock.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';
import { aStory, takeSeats } from '#test/kit/story.ts';

const HEIGHT = 812;

/** At both widths of the guide by axe, at the narrowest by its width. */
async function judge(page: Page, what: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of [1280, 375, 320]) {
    await page.setViewportSize({ width, height: HEIGHT });
    faults.push(...(width === 320 ? await widthFaults(page, what) : await axeFaults(page, what)));
  }
  return faults;
}

async function settled(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('main h1').waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
}

async function judgeAll(page: Page, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const path of paths) {
    await settled(page, path);
    faults.push(...(await judge(page, path)));
  }
  return faults;
}

chromiumOrSkip('for everybody', (chromium) => {
  let world: BrowserWorld;
  let open: Awaited<ReturnType<typeof aStory>>;
  let full: typeof open;
  let notOpen: typeof open;
  let closed: typeof open;
  let cancelled: typeof open;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
    const now = Date.now();
    open = await aStory(world.app, { title: `Un titolo lungo ${'quanto può esserlo '.repeat(9)}`.slice(0, 200) });
    full = await aStory(world.app, { capacity: 2 });
    await takeSeats(world.app, full.session.id, 2);
    notOpen = await aStory(world.app, { opensAt: new Date(now + DAY_MS) });
    closed = await aStory(world.app, { closesAt: new Date(now - 60_000) });
    cancelled = await aStory(world.app);
    await world.app.app.db.prisma.labSession.update({
      where: { id: cancelled.session.id },
      data: { state: 'CANCELLED', cancelReason: 'L’aula non è disponibile.' },
    });
  });
  afterAll(() => world.stop());

  it('[UI-02] [UI-03] [UI-05] axe finds nothing on the pages of everybody, and none is wider than 320 px', async () => {
    const page = await world.window();
    const faults = await judgeAll(page, [
      '/',
      '/laboratori',
      '/laboratori?q=nessuno&provincia=MO',
      `/laboratori/${open.lab.code}`,
      ...[open, full, notOpen, closed, cancelled].map(({ path }) => path),
      `/campagne/${open.campaign.slug}`,
      `/campagne/${notOpen.campaign.slug}`,
      ...[
        '/accedi',
        '/esci',
        '/accessibilita',
        '/privacy',
        '/cookie',
        '/stato',
        '/assistenza',
        '/sviluppatori',
        '/informazioni-credenziali',
        '/glossario',
        '/recupero',
      ],
      ...['/prenotazioni', '/ufficio', '/pagina-che-non-esiste', '/laboratori/NON-ESISTE'],
      '/laboratori?lang=en',
      `${full.path}?lang=en`,
    ]);
    expect(faults).toEqual([]);
    expect(world.complaints.filter((text) => !/40[34]/.test(text))).toEqual([]);
  });

  it('would find what is wrong: a page without title, language or alternative text, wider than its window', async () => {
    const page = await world.window({ width: 320 });
    await page.setContent('<html><body style="width: 2000px"><img src="data:,"></body></html>');
    const faults = await axeFaults(page, 'bad');
    for (const rule of ['image-alt', 'html-has-lang', 'document-title']) expect(faults.join()).toContain(rule);
    expect(await widthFaults(page, 'bad')).toHaveLength(1);
    await page.close();
  });

  it('[UI-02] [UI-03] nor with the filters and the menu of a phone open', async () => {
    const page = await world.window({ width: 375, height: HEIGHT });
    const faults: string[] = [];
    await settled(page, '/laboratori');
    for (const name of [/^Filtri/, 'Apri il menu']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      faults.push(...(await axeFaults(page, `${name}`)), ...(await widthFaults(page, `${name}`)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    expect(faults).toEqual([]);
  });

  it('[UI-02] [UI-03] [UI-04] nor when signing in fails, is refused for a while, or the server does not answer', async () => {
    const page = await world.window();
    const faults: string[] = [];
    await settled(page, '/accedi');
    const attempt = async (password: string) => {
      await page.getByLabel('Nome utente o codice fiscale').fill('qualcuno.ignoto');
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
    };
    await page.getByRole('main').getByRole('button', { name: 'Accedi' }).click();
    await page.getByRole('alert').or(page.locator('.alert')).first().waitFor();
    faults.push(...(await judge(page, 'empty sign-in')));
    await attempt('sbagliata');
    await page.getByText('Nome utente o password non corretti').first().waitFor();
    faults.push(...(await judge(page, 'wrong sign-in')));
    for (let count = 0; count < 5; count += 1)
      await world.app.send('mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }', {
        input: { identifier: 'qualcuno.ignoto', password: 'sbagliata' },
      });
    await attempt('sbagliata');
    await page.getByRole('heading', { name: 'Accesso sospeso per 15 minuti' }).waitFor();
    faults.push(...(await judge(page, 'locked')));

    await page.route('**/graphql', (route) => route.abort());
    await page.goto('/laboratori');
    await page.getByRole('button', { name: 'Riprova' }).waitFor();
    faults.push(...(await judge(page, 'no answer')));
    expect(faults).toEqual([]);
  });

  it('[UI-02] [UI-03] nor for who has a seat, gives it back or changes it', async () => {
    const { app } = world;
    const person = await app.signedIn();
    const story = await aStory(app);
    await app.seed.session(story.lab, { startsAt: new Date(Date.now() + 12 * DAY_MS) });
    await app.app.services.lab.bookSeat(person.viewer, {
      sessionId: story.session.id,
      idempotencyKey: crypto.randomUUID(),
    });
    const page = await world.window({ cookie: person.cookie });
    const faults = await judgeAll(page, [open.path, story.path, '/prenotazioni', '/ufficio', '/esci']);
    await settled(page, '/prenotazioni');
    for (const name of [/^Annulla/, /^Cambia data/]) {
      await page.setViewportSize({ width: 1280, height: HEIGHT });
      await page.getByRole('main').getByRole('button', { name }).first().click();
      await page.getByRole('dialog').waitFor();
      faults.push(...(await judge(page, `${name}`)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    expect(faults).toEqual([]);
  });

  it('[UI-02] [UI-03] nor for the office', async () => {
    const { app } = world;
    const officer = await app.seed.person({ passwordHash: await app.app.passwords.hash(PASSWORD) });
    const startsAt = new Date(Date.now() - DAY_MS);
    await app.app.db.prisma.roleGrant.create({ data: { accountId: officer.accountId, role: 'OFFICE', startsAt } });
    const page = await world.window({ cookie: await app.cookieOf(officer.accountId) });
    const faults = await judgeAll(page, ['/ufficio', '/ufficio/campagne/nuova']);
    await page.getByRole('main').locator('button[type="submit"]').click();
    await page.locator('[aria-invalid="true"]').first().waitFor();
    faults.push(...(await judge(page, 'new campaign with errors')));
    await settled(page, '/ufficio');
    await page.getByRole('link', { name: 'Didattica di prova' }).first().click();
    await page.getByRole('table').first().waitFor();
    faults.push(...(await judge(page, 'campaign of the office')));
    await page.getByRole('link', { name: 'Dati', exact: true }).click();
    await page.locator('main form').waitFor();
    faults.push(...(await judge(page, 'data of a campaign')));
    expect(faults).toEqual([]);
  });

  it('[UI-02] [UI-03] [LAB-19] nor on the wall, from a phone to a television', async () => {
    const page = await world.window({ width: 1920, height: 1080 });
    const faults: string[] = [];
    for (const { campaign } of [open, notOpen]) {
      await page.goto(`/tabellone/${campaign.slug}`);
      await page.getByText('In diretta', { exact: true }).waitFor();
      for (const [width, height] of [
        [1920, 1080],
        [1080, 1920],
        [1280, 720],
      ] as const) {
        await page.setViewportSize({ width, height });
        faults.push(...(await axeFaults(page, `wall ${campaign.slug}`)), ...(await widthFaults(page, 'wall')));
      }
    }
    await page.setViewportSize({ width: 320, height: 640 });
    faults.push(...(await widthFaults(page, 'wall')));
    expect(faults).toEqual([]);
  });
});

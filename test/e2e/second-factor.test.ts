// Two-step verification in a real browser: a passkey in Chromium's own virtual authenticator, an app whose codes are
// computed here, recovery codes, and a role that opens nothing without.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '#test/kit/api.ts';
import { appCode } from '#test/kit/authenticator.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

const PAGE = '/area-riservata/verifica';
const PERIOD_MS = 30_000;

chromiumOrSkip('two-step verification', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium, { secondFactorRoles: ['OFFICE'] });
  });
  afterAll(() => world.stop());

  /** Whoever touches this authenticator is always the right person. */
  async function withAuthenticator(page: Page): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
  }

  async function judge(page: Page, what: string): Promise<string[]> {
    const faults: string[] = [];
    for (const width of [375, 320, 1280]) {
      await page.setViewportSize({ width, height: 812 });
      faults.push(...(width === 320 ? await widthFaults(page, what) : await axeFaults(page, what)));
    }
    return faults;
  }

  const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
  const codesOn = (page: Page) => page.locator('.sf-codes .sp-code').allTextContents();

  /** The first step, by the keys alone. */
  async function typePassword(page: Page, username: string): Promise<void> {
    await page.context().clearCookies();
    await page.goto('/accedi');
    await page.getByLabel('Nome utente o codice fiscale').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
  }

  async function addApp(page: Page): Promise<{ secret: string; codes: string[] }> {
    await page.getByRole('link', { name: 'Aggiungi un’app' }).click();
    await page.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'Codice QR da inquadrare con l’app' }).waitFor();
    const secret = ((await page.locator('.sf-secret').textContent()) ?? '').replaceAll(' ', '');
    await page.getByLabel('Codice dell’app').fill(appCode(secret, world.app.app.clock.now()));
    await page.keyboard.press('Enter');
    await title(page, 'La verifica in due passaggi è attiva');
    return { secret, codes: await codesOn(page) };
  }

  it('[ACC-07][UI-02][UI-03] a passkey is added, and then asked for at sign-in', async () => {
    const { cookie, username } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await withAuthenticator(page);
    await page.goto('/area-riservata');
    await page.getByRole('main').getByRole('link', { name: 'Verifica in due passaggi' }).click();
    await page.getByText('Per ora è disattivata').waitFor();
    const faults = await judge(page, 'off');
    await page.getByRole('link', { name: 'Aggiungi una passkey' }).click();
    await title(page, 'Aggiungi una passkey');
    faults.push(...(await judge(page, 'adding a passkey')));
    await page.getByLabel('Nome', { exact: true }).fill('Chiave di prova');
    await page.getByLabel('Password attuale', { exact: true }).fill('sbagliata');
    await page.keyboard.press('Enter');
    await page.getByText('La password attuale non è questa').first().waitFor();
    await page.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await title(page, 'La verifica in due passaggi è attiva');
    expect(await codesOn(page)).toHaveLength(10);
    faults.push(...(await judge(page, 'recovery codes')));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Scarica' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('codici-di-recupero.txt');
    await page.getByRole('link', { name: 'Li ho conservati: continua' }).click();
    await page.getByRole('heading', { name: 'Chiave di prova' }).waitFor();
    await page.getByText('Ti restano 10 codici su 10.').waitFor();
    faults.push(...(await judge(page, 'on')));

    await typePassword(page, username);
    await title(page, 'Secondo passaggio');
    faults.push(...(await judge(page, 'second step')));
    await press(page, 'Usa la passkey');
    await title(page, /Laboratori/);
    await page.goto(`${PAGE}?lang=en`);
    await page.getByText('last used:').waitFor();
    faults.push(...(await judge(page, 'in English')));
    expect(faults).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('[ACC-07][UI-02][UI-03] an app by the keys alone: its code, then a recovery code, then it is removed', async () => {
    const { cookie, username } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await page.goto(PAGE);
    const { secret, codes } = await addApp(page);

    await typePassword(page, username);
    await title(page, 'Secondo passaggio');
    const field = page.getByLabel('Codice dell’app');
    await field.fill('12345');
    await page.keyboard.press('Enter');
    const summary = page.locator('.sp-summary');
    await summary.waitFor();
    expect(await summary.evaluate((box) => box === document.activeElement)).toBe(true);
    const faults = await judge(page, 'a code with a fault');
    // The code that proved the app is used up: the next one is taken already.
    await field.fill(appCode(secret, new Date(world.app.app.clock.now().getTime() + PERIOD_MS)));
    await page.keyboard.press('Enter');
    await title(page, /Laboratori/);

    await typePassword(page, username);
    await title(page, 'Secondo passaggio');
    await page.reload();
    await press(page, 'Usa un codice di recupero');
    await page.getByLabel('Codice di recupero').fill(codes[0]?.toLowerCase() ?? '');
    faults.push(...(await judge(page, 'a recovery code')));
    await page.keyboard.press('Enter');
    await title(page, /Laboratori/);

    await page.goto(PAGE);
    await page.getByText('Ti restano 9 codici su 10.').waitFor();
    await press(page, /^Togli/);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    faults.push(...(await judge(page, 'removing')));
    await page.keyboard.press('Enter');
    await page.getByText('non serve più per accedere').waitFor();
    await page.getByText('Per ora è disattivata').waitFor();
    await typePassword(page, username);
    await title(page, /Laboratori/);
    expect(faults).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('[ACC-07][ACC-01] a role that needs it leads there after the password, and back to the role’s page', async () => {
    const { username, accountId } = await world.app.signedIn();
    const role = { accountId, role: 'OFFICE' as const, startsAt: world.app.app.clock.now() };
    await world.app.app.db.prisma.roleGrant.create({ data: role });
    const page = await world.window({});
    await typePassword(page, username);
    await title(page, 'Prima di continuare');
    const faults = await judge(page, 'the duty');
    await page.goto('/ufficio');
    await title(page, 'Prima di continuare');
    await page.getByRole('link', { name: 'Attiva la verifica' }).click();
    await page.getByText('il tuo ruolo la richiede').waitFor();
    await addApp(page);
    await page.getByRole('link', { name: 'Li ho conservati: continua' }).click();
    await page.waitForURL('**/ufficio');
    await title(page, /Campagne/);
    expect(faults).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('[ACC-07] the second step of nobody leads back to the first', async () => {
    const page = await world.window({});
    await page.goto('/accedi/secondo-passo');
    await title(page, 'Accedi di nuovo');
    expect(await judge(page, 'nothing waits')).toEqual([]);
    await page.getByRole('link', { name: 'Vai all’accesso' }).click();
    await title(page, 'Accedi');
  });
});

// The reserved area in a real browser: what people change of their own account, on two devices at once.
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD } from '#test/kit/api.ts';
import { axeFaults, widthFaults } from '#test/kit/axe.ts';
import { type BrowserWorld, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';

const NEW_PASSWORD = 'quattro barche e un faro spento';
const AREA = '/area-riservata';
const PAGES = [
  '',
  ...[
    'dati',
    'dati/lingua',
    'recapiti',
    'recapiti/modifica',
    'recapiti/dati',
    'recapiti/cellulare',
    'password',
    'sicurezza',
    'accessi',
    'messaggi',
    'programmi',
    'programmi/nuovo',
    'privacy',
  ].map((page) => `/${page}`),
];

chromiumOrSkip('the reserved area', (chromium) => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await startBrowserWorld(chromium);
  });
  afterAll(() => world.stop());

  async function settled(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await page.locator('main h1').waitFor();
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  }

  /** At both widths of the guide by axe, at the narrowest by its width. */
  async function judge(page: Page, what: string): Promise<string[]> {
    const faults: string[] = [];
    for (const width of [1280, 375, 320]) {
      await page.setViewportSize({ width, height: 812 });
      faults.push(...(width === 320 ? await widthFaults(page, what) : await axeFaults(page, what)));
    }
    return faults;
  }

  /** The path of the link in a mail to an address. */
  async function linkTo(address: string, page: string): Promise<string> {
    const find = async (): Promise<string | undefined> => {
      const rows = await world.app.app.db.query<{ raw: Uint8Array }>(sql`
        select raw from dev_message where recipient = ${address} order by id desc`);
      for (const { raw } of rows) {
        const found = new RegExp(`/${page}/[A-Za-z0-9_-]{43}`).exec((await PostalMime.parse(raw)).text ?? '')?.[0];
        if (found) return found;
      }
      return undefined;
    };
    await expect.poll(find, { timeout: 20_000 }).toBeDefined();
    return (await find()) ?? '';
  }

  it('[UI-02] [UI-03] [IAM-301] axe finds nothing on its pages, in both languages, and none is wider than 320 px', async () => {
    const { cookie } = await world.app.signedIn();
    const page = await world.window({ cookie });
    const faults: string[] = [];
    for (const path of PAGES) {
      await settled(page, AREA + path);
      faults.push(...(await judge(page, path)));
    }
    for (const path of [
      `${AREA}/sicurezza?lang=en`,
      `${AREA}?lang=en`,
      '/conferma-indirizzo/non-vale',
      '/annulla-cambio/non-vale',
    ]) {
      await settled(page, path);
      faults.push(...(await judge(page, path)));
    }
    expect(faults).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('[IAM-301] [IAM-302] is reached from the user menu, and on a phone from a page of links', async () => {
    const { cookie } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await settled(page, '/laboratori');
    await page.getByRole('button', { name: /Persona Prova/ }).click();
    await page.getByRole('link', { name: 'Area riservata' }).click();
    await page.getByRole('heading', { level: 1, name: 'Area riservata' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Dati', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'I tuoi dati personali' }).waitFor();
    const list = page.getByRole('navigation', { name: 'Area riservata' });
    await list.getByRole('link', { name: 'Password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Modifica password' }).waitFor();

    await page.setViewportSize({ width: 375, height: 812 });
    expect(await list.isVisible()).toBe(false);
    await page.getByRole('navigation', { name: 'Percorso' }).getByRole('link', { name: 'Area riservata' }).click();
    await page.getByRole('link', { name: 'Sicurezza', exact: true }).waitFor();
  });

  it('[IAM-401] [CHK-56] [ACC-03] [UI-02] the password is changed by the keys alone, and the other window is signed out', async () => {
    const { cookie, username } = await world.app.signedIn();
    const page = await world.window({ cookie });
    const other = await world.window({ cookie: await world.app.signIn(username) });
    await settled(other, `${AREA}/sicurezza`);
    await settled(page, `${AREA}/password`);
    await page.getByLabel('Password attuale', { exact: true }).focus();
    await page.keyboard.type('sbagliata');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('corta');
    await page.keyboard.press('Enter');
    // The focus stands on the summary, which names both fields' faults; axe is content with them.
    const summary = page.locator('.sp-summary');
    await summary.waitFor();
    expect(await summary.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await judge(page, 'password with a fault')).toEqual([]);

    await page.getByLabel('Nuova password', { exact: true }).fill(NEW_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('La password attuale non è questa').first().waitFor();
    await page.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Nuova password', { exact: true }).focus();
    await page.keyboard.press('Enter');
    const done = page.getByRole('heading', { name: 'La password è cambiata' });
    await done.waitFor();
    expect(await done.evaluate((title) => title === document.activeElement)).toBe(true);
    expect(await judge(page, 'password changed')).toEqual([]);
    await settled(page, `${AREA}/sicurezza`);
    await page.getByText('Questo dispositivo').waitFor();
    await other.getByRole('heading', { level: 1, name: 'Accedi' }).waitFor();
  });

  it('[ACC-03] [SEC-050] a sign-in elsewhere appears in the list by itself, and is ended from it', async () => {
    const { cookie, username } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await settled(page, `${AREA}/sicurezza`);
    await page.getByText('In diretta').waitFor();
    await page.getByText('Non ci sono altri accessi aperti.').waitFor();
    const elsewhere = await world.app.signIn(username);
    const end = page.getByRole('button', { name: /^Chiudi .*ore/ });
    await end.waitFor();
    expect(await judge(page, 'two sign-ins')).toEqual([]);
    await end.click();
    await page.getByText('Chiuso 1 accesso: lì per rientrare serve la password.').waitFor();
    expect(await world.app.ask('{ me { sessionExpiresAt } }', {}, elsewhere)).toEqual({ me: null });
  });

  it('[SEC-018] [ACC-05] another address, confirmed in another browser: the page that waits moves by itself; the old one undoes it', async () => {
    const { cookie, username } = await world.app.signedIn();
    const page = await world.window({ cookie });
    const address = `${username}.nuova@scuola.example`;
    await settled(page, `${AREA}/recapiti`);
    await page.getByRole('link', { name: 'Modifica l’e-mail personale' }).click();
    await page.getByLabel('Nuovo indirizzo e-mail').fill(address);
    await page.getByLabel('Password attuale', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Manda il messaggio di conferma' }).click();
    await page.getByRole('heading', { name: 'Controlla la posta' }).waitFor();
    await page.getByRole('link', { name: 'Vai ai recapiti' }).click();
    await page.getByRole('heading', { name: `Aspettiamo la conferma di ${address}` }).waitFor();
    await page.getByText('In diretta').waitFor();
    expect(await judge(page, 'a change that waits')).toEqual([]);

    const phone = await world.window({ width: 375, height: 812 });
    await settled(phone, await linkTo(address, 'conferma-indirizzo'));
    expect(await judge(phone, 'confirming')).toEqual([]);
    await phone.getByRole('button', { name: 'Conferma' }).click();
    await phone.getByRole('heading', { name: 'L’indirizzo è confermato' }).waitFor();
    await page.getByRole('heading', { name: `Aspettiamo la conferma di ${address}` }).waitFor({ state: 'detached' });
    await page.getByText(address).waitFor();

    await settled(phone, await linkTo(`${username}@sportello.example`, 'annulla-cambio'));
    expect(await judge(phone, 'undoing')).toEqual([]);
    await phone.getByRole('button', { name: 'Annulla il cambio' }).click();
    await phone.getByRole('heading', { name: 'Il cambio è annullato' }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Accedi' }).waitFor();
  });

  it('[ACC-08] own data are downloaded, and erasure is asked for and withdrawn', async () => {
    const { cookie } = await world.app.signedIn();
    const page = await world.window({ cookie });
    await settled(page, `${AREA}/privacy`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Scarica i dati' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('dati.json');
    await page.getByRole('button', { name: 'Chiedi la cancellazione' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await judge(page, 'asking for erasure')).toEqual([]);
    await dialog.getByRole('button', { name: 'Chiedi la cancellazione' }).click();
    await page.getByRole('heading', { name: /^Richiesta numero \d+$/ }).waitFor();
    await page.getByRole('button', { name: 'Ritira la richiesta' }).click();
    await page.getByText('La richiesta è ritirata').waitFor();
    await settled(page, `${AREA}/messaggi`);
    await page.getByRole('heading', { name: /^Richiesta di cancellazione numero/ }).waitFor();
    await settled(page, `${AREA}/accessi`);
    await page.getByRole('cell', { name: 'Scaricati i tuoi dati' }).waitFor();
    expect(await judge(page, 'history')).toEqual([]);
  });
});

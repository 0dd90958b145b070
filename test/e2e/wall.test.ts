import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserWorld, PATIENCE, startBrowserWorld } from '#test/kit/browser.ts';
import { chromiumOrSkip } from '#test/kit/external.ts';
import { type FaultProxy, startFaultProxy } from '#test/kit/fault-proxy.ts';
import { freePort } from '#test/kit/redis.ts';
import { aStory, takeSeats } from '#test/kit/story.ts';

chromiumOrSkip('on the wall', (chromium) => {
  let server: FaultProxy;
  let world: BrowserWorld;
  beforeAll(async () => {
    const port = await freePort();
    server = await startFaultProxy({ host: '127.0.0.1', port });
    const siteUrl = `http://localhost:${server.port}`;
    world = await startBrowserWorld(chromium, { port, siteUrl });
  });
  afterAll(async () => {
    await world.stop();
    await server.stop();
  });

  it('[LAB-19] a server that dies is told in amber with the instant of the numbers; when it is back the wall is live by itself', async () => {
    const { campaign, session } = await aStory(world.app, { capacity: 9 });
    const wall = await world.window({ width: 1920, height: 1080 });
    await wall.goto(`/tabellone/${campaign.slug}`);
    await wall.getByText('In diretta', { exact: true }).waitFor();
    const row = wall.getByRole('row', { name: /Robotica di prova/ });
    await expect.poll(() => row.innerText(), PATIENCE).toMatch(/\b9\b/);
    const ground = () => wall.locator('.wall__head').evaluate((head) => getComputedStyle(head).backgroundColor);
    const calm = await ground();

    server.refuse(true);
    await wall.getByText(/NON AGGIORNATO · dati delle \d?\d:\d\d/).waitFor();
    await wall.getByText(/Prossima prova tra|Ci ricolleghiamo/).waitFor();
    const amber = await ground();
    expect(amber).not.toBe(calm);
    expect(await row.innerText()).toMatch(/\b9\b/);

    await takeSeats(world.app, session.id, 2);
    server.refuse(false);
    await wall.getByText('In diretta', { exact: true }).waitFor({ timeout: 45_000 });
    await expect.poll(() => row.innerText(), PATIENCE).toMatch(/\b7\b/);
    expect(await ground()).toBe(calm);
  });
});

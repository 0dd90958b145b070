import axe from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it stands, one line a fault; empty when nothing. */
export async function axeFaults(page: Page, what: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const { axe: run } = window as unknown as { axe: typeof axe };
    const { violations } = await run.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, TAGS);
  const width = page.viewportSize()?.width ?? 0;
  return found.map((fault) => `${what} at ${width}: ${fault}`);
}

/** A page wider than its window scrolls sideways. */
export async function widthFaults(page: Page, what: string): Promise<string[]> {
  const { wide, width } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    width: window.innerWidth,
  }));
  return wide > width ? [`${what} is ${wide} px wide in a window of ${width}`] : [];
}

import { expect, it } from 'vitest';
import { createScratch } from './scratch.ts';

it('[OPS-04] ends within seconds although somebody still holds a connection', { timeout: 20_000 }, async () => {
  const scratch = await createScratch();
  const held = await scratch.db.pool.connect();
  const lost = new Promise((resolve) => held.once('end', resolve));
  await scratch.dispose();
  await expect(lost).resolves.toBeUndefined();
});

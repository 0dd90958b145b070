import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sweeps } from '#server/jobs.ts';

const ROW = /^\| `([a-z]+\.[A-Za-z]+)` \| `([^`]+)` \| /gm;

it('the operations page names every sweep there is, and when it runs', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const documented = [...page.matchAll(ROW)].map(([, job, cron]) => ({ job, cron }));
  expect(documented).toEqual(sweeps.map(({ job, cron }) => ({ job, cron })));
});

import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { DEMO_CAMPAIGNS, mondayOf, readDemoCatalogue } from '#server/demo/campaigns.ts';
import { isHoliday } from '#server/demo/school-days.ts';

it('knows the days on which nobody works', () => {
  const days = ['2026-11-22', '2026-12-08', '2027-03-29', '2028-04-17', '2026-10-04'];
  expect(days.map((day) => isHoliday(Temporal.PlainDate.from(day)))).toEqual(days.map(() => true));
  for (const day of ['2026-11-23', '2027-03-30', '2026-12-09'])
    expect(isHoliday(Temporal.PlainDate.from(day))).toBe(false);
});

it('whatever the day of the start, demo sessions fall on working days', async () => {
  const first = Temporal.PlainDate.from('2026-01-01');
  for (let week = 0; week < 110; week += 1) {
    const monday = mondayOf(new Date(`${first.add({ days: 7 * week })}T12:00:00Z`));
    for (const { catalogue } of DEMO_CAMPAIGNS) {
      if (catalogue === null) continue;
      const text = (await readDemoCatalogue(catalogue, monday)).toString('utf8');
      const days = [...text.matchAll(/(\d{4}-\d\d-\d\d) \d\d:\d\d,(\d{4}-\d\d-\d\d) \d\d:\d\d/g)];
      expect(days.length).toBeGreaterThan(2);
      for (const [, start = '', end] of days) {
        expect(isHoliday(Temporal.PlainDate.from(start)), `${catalogue} of ${monday}: ${start}`).toBe(false);
        expect(end).toBe(start);
      }
    }
  }
});

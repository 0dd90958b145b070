import { describe, expect, it } from 'vitest';
import { nextUsername, usernameBase } from '#server/modules/account/username-rules.ts';

describe('user names', () => {
  it('[ACC-10] [POL-011] [POL-012] accents, apostrophes, hyphens, spaces and double names follow one rule', () => {
    const cases: [string, string, string][] = [
      ['Anna', 'Rossi', 'anna.rossi'],
      ['Anna Maria', "D'Angelò", 'annamaria.dangelo'],
      ['Jean-Luc', 'De La Tour', 'jeanluc.delatour'],
      ['Niccolò', 'Dell’Orto', 'niccolo.dellorto'],
      ['Zoë', 'Strauß', 'zoe.strauss'],
      ['Łukasz', 'Ærø', 'lukasz.aero'],
      ['İpek', 'Yıldız', 'ipek.yildiz'],
      ["'", '-', 'x.x'],
    ];
    for (const [first, last, username] of cases)
      expect([first, last, usernameBase(first, last)]).toEqual([first, last, username]);
    expect(usernameBase('A'.repeat(80), 'B'.repeat(80))).toMatch(/^a{40}\.b{40}$/);
  });

  it('[ACC-10] [POL-011] a collision gets one more than the highest number taken, so that none comes back', () => {
    expect(nextUsername('anna.rossi', [])).toBe('anna.rossi');
    expect(nextUsername('anna.rossi', ['anna.rossi'])).toBe('anna.rossi1');
    expect(nextUsername('anna.rossi', ['anna.rossi', 'anna.rossi1', 'anna.rossi9'])).toBe('anna.rossi10');
    expect(nextUsername('anna.rossi', ['anna.rossi7'])).toBe('anna.rossi8');
    // Others whose name only begins so.
    expect(nextUsername('anna.rossi', ['anna.rossini', 'anna.rossini3', 'anna.rossi'])).toBe('anna.rossi1');
  });
});

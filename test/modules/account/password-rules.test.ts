import common from '@zxcvbn-ts/language-common';
import { describe, expect, it } from 'vitest';
import { checkPassword, type PersonalData } from '#server/modules/account/password-rules.ts';

const codes = (password: string, personal: PersonalData = {}): string =>
  checkPassword(password, personal)
    .map(({ code }) => code)
    .join(' ');

const OWN: PersonalData = {
  username: 'carla.dangelo2',
  names: ['Carla', 'D’Angelò', 'Carla D’Angelò'],
  fiscalCode: 'PRVTST80A01A944X',
  emails: ['c.rossini@posta.example'],
};

describe('password rules', () => {
  it('[DEC-13][SEC-001] from 12 to 128 characters, as people count them', () => {
    expect(checkPassword('undici cara', {})).toEqual([{ code: 'TOO_SHORT', missing: 1 }]);
    expect(codes('dodici carat')).toBe('');
    const long = 'Sette note, otto ore; '.repeat(6).slice(0, 128);
    expect(codes(long)).toBe('');
    expect(codes(`${long}x`)).toBe('TOO_LONG');
  });

  it('[SEC-002] accents and pictures count one each, however they are composed', () => {
    expect(codes('perché sì, è già')).toBe('');
    expect(codes('è'.normalize('NFD').repeat(3))).toContain('TOO_SHORT');
    expect(checkPassword('🐎🔋🧷✅🪁🎈🫖🧦🎻🪵🌵', {})).toEqual([{ code: 'TOO_SHORT', missing: 1 }]);
    expect(codes('🐎🔋🧷✅🪁🎈🫖🧦🎻🪵🌵🍋')).toBe('');
  });

  it('[SEC-003][DEC-13] no composition is asked for', () => {
    expect(codes('kdjfhgyrnvbqxzmslwpo')).toBe('');
    expect(codes('tre gatti neri sul tetto')).toBe('');
    expect(codes('730194826650')).toBe('');
  });

  it('[SEC-004] refuses every one of the most used passwords', () => {
    const { passwords } = common.dictionary;
    expect(passwords.length).toBeGreaterThan(40_000);
    expect(passwords.filter((password) => checkPassword(password, {}).length === 0)).toEqual([]);
    const long = passwords.filter((password) => [...password].length >= 12);
    expect(long.length).toBeGreaterThan(100);
    expect(long.filter((password) => !codes(password).includes('COMMON'))).toEqual([]);
  });

  it.each([
    'password1234',
    'P4ssw0rd2026!',
    'Juventus 2026',
    '123456789012',
    'qwertyuiopas',
    'abcdefghijklm',
    '9876543210987',
    'aaaaaaaaaaaaaa',
    'abcabcabcabc',
    'dragondragon',
    'ministeroistruzione',
    'Istruzione2026!',
    'SPORTELLO!!!!!',
  ])('[SEC-004] refuses %s, made of one of them or of this place', (password) => {
    expect(codes(password)).toBe('COMMON');
  });

  it.each(['viva dangelo sempre', 'D’ANGELÒ del monte', 'la Rossini opera', 'prvtst80a01a944x!!', 'Carla tre volte'])(
    '[SEC-004][DEC-13] refuses %s, which holds the person’s own data',
    (password) => {
      expect(codes(password, OWN)).toBe('OWN_DATA');
      // It is the data that refuse it: anybody else may choose it.
      expect(codes(password)).toBe('');
    },
  );
});

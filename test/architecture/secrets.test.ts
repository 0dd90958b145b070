import { describe, expect, it } from 'vitest';
import { readSource, readSources, type SourceFile } from './sources.ts';

const TEXT = /\.(m?[jt]sx?|sql|prisma|csv|json|html|css|svg|md|graphql|toml|txt|webmanifest)$/;

/** Code, mails, demo data and screens: all that an installation starts from. */
const shipped = [
  ...['server', 'client', 'prisma', 'tools'].flatMap((folder) => readSources(folder, TEXT)),
  ...['.env.example', 'schema.graphql', 'package.json'].map(readSource),
];
const everything = [...shipped, ...['test', 'docs'].flatMap((folder) => readSources(folder, TEXT))].filter(
  (file) => file.path !== 'test/architecture/secrets.test.ts',
);

const REAL_OFFICE = /[\w.-]*(?:istruzione(?:er)?\.it|\bmiur\.|\bmim\.gov|\.gov\.it|\.edu\.it|marconi ?tsi)\b/gi;
const MAIL = /[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+/gi;
const MADE_UP_HOST =
  /(?:^|[.@])(?:[\w-]+\.)*(?:example|invalid|localhost|internal|example\.(?:com|net|org)|esempio\.it)$/i;
const URL_HOST = /\bhttps?:\/\/([a-z\d][\w.-]*\.[a-z]{2,})/gi;
/** Named on purpose: XML's own names, and the map that a venue's address opens. */
const KNOWN_HOSTS = ['www.w3.org', 'www.openstreetmap.org'];
// An Italian number: +39, or a trunk 0 and its area, or a mobile's 3xx.
const PHONE =
  /(?:\+39[\s./-]?\d[\d\s./-]{5,}|(?<![\w.:/-])0\d{1,3}[\s./-]\d{5,8}(?![\w.:-])|(?<![\w.:/-])3\d{2}[\s./-]\d{3}[\s.-]?\d{3,4}(?![\w.:-])|\btel:\+?\d)/g;
const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:ghp|github_pat|xox[abp]|AKIA)[_A-Za-z\d-]{16,}/g;

function found(
  files: readonly SourceFile[],
  pattern: RegExp,
  pass: (match: string) => boolean = () => false,
): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap((match) => (pass(match[1] ?? match[0]) ? [] : [`${path}: ${match[0]}`])),
  );
}

const isMadeUp = (host: string): boolean => MADE_UP_HOST.test(host);

describe('real offices and secrets', () => {
  it('[DEC-19] no domain of a real office or school stands in code, mails, demo data or documents', () => {
    expect(shipped.length).toBeGreaterThan(150);
    expect(found(everything, REAL_OFFICE)).toEqual([]);
  });

  it('[DEC-19] every mail address is plainly made up', () => {
    expect(found(everything, MAIL, isMadeUp)).toEqual([]);
  });

  it('[DEC-19] every site that code names is made up or known', () => {
    expect(found(shipped, URL_HOST, (host) => isMadeUp(host) || KNOWN_HOSTS.includes(host))).toEqual([]);
  });

  it('[DEC-19] no telephone number stands in code, mails or demo data', () => {
    expect(found(shipped, PHONE)).toEqual([]);
  });

  it('no private key or access token is kept in the repository', () => {
    expect(found(everything, KEY)).toEqual([]);
  });
});

describe('the measures', () => {
  const one = (text: string): SourceFile[] => [{ path: 'x', text }];

  it.each([
    [
      REAL_OFFICE,
      ['https://www.miur.gov.it/x', 'form@g.istruzioneer.it', 'www.scuola.edu.it', 'Marconi TSI'],
      'la tua istruzione',
    ],
    [
      PHONE,
      ['tel. 080-9267603', '+39 051 1234567', '333 1234567', 'tel:051'],
      '2026-11-21 10:05:30, 0.12345678, 100-20000',
    ],
    [KEY, ['-----BEGIN RSA PRIVATE KEY-----', 'ghp_abcdefghijklmnopqrstuv'], 'a private key'],
  ])('%s finds what it should and no more', (pattern, bad, good) => {
    for (const text of bad) expect([text, found(one(text), pattern).length]).toEqual([text, 1]);
    expect(found(one(good), pattern)).toEqual([]);
  });

  it.each([
    ['assistenza@sportello.example', true],
    ['a.b@ufficio.example.org', true],
    ['nome@scuola.it', false],
    ['nome@example.it', false],
    ['nome@notexample.com', false],
  ])('%s is made up: %s', (address, madeUp) => {
    expect(found(one(address), MAIL, isMadeUp)).toEqual(madeUp ? [] : [`x: ${address}`]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../../client/src/locales/', import.meta.url);

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    flatten(inner, path ? `${path}.${key}` : key),
  );
}
const read = (language: string, file: string): Map<string, string> =>
  new Map(flatten(JSON.parse(readFileSync(new URL(`${language}/${file}`, FOLDER), 'utf8'))));
const variables = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();
const plural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

describe.each(readdirSync(new URL('it/', FOLDER)))('texts of %s', (file) => {
  it('[UI-01] are complete in English', () => {
    expect([...read('en', file).keys()].sort()).toEqual([...read('it', file).keys()].sort());
  });

  it('[UI-01] use the same variables in both languages', () => {
    const english = read('en', file);
    for (const [key, text] of read('it', file))
      expect([key, variables(english.get(key) ?? '')]).toEqual([key, variables(text)]);
  });

  it('[UI-01] have both forms of every plural', () => {
    const keys = [...read('it', file).keys()];
    for (const key of keys.filter((each) => each !== plural(each))) {
      expect(keys).toContain(`${plural(key)}_one`);
      expect(keys).toContain(`${plural(key)}_other`);
    }
  });
});

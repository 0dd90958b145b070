import { describe, expect, it } from 'vitest';
import { localPath } from '../../client/src/lib/local-path.ts';

describe('where a person is sent after sign-in', () => {
  it('is the page they came from, with its question and its place', () => {
    expect(localPath('/laboratori/MK-03/incontri/2?a=1#posti', '/')).toBe('/laboratori/MK-03/incontri/2?a=1#posti');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/.//evil.example',
    'laboratori',
    '',
    null,
  ])('is never another site: %s', (wanted) => {
    expect(localPath(wanted, '/laboratori')).toBe('/laboratori');
  });
});

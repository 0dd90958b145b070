import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocumentCache } from '#server/http/document-cache.ts';

describe('parsed documents', () => {
  const document = parse('{ __typename }');
  const text = (n: number, length: number) => `{ a${n} }`.padEnd(length);

  it('[SEC-076] are kept up to a length in all, the ones used last', () => {
    const cache = createDocumentCache(1_000);
    for (let n = 0; n < 10; n++) cache.set(text(n, 100), document);
    expect(cache.get(text(0, 100))).toBe(document);
    cache.set(text(10, 100), document);
    expect([0, 1, 2, 10].map((n) => cache.get(text(n, 100)) !== undefined)).toEqual([true, false, true, true]);
    cache.set(text(11, 900), document);
    expect([0, 2, 9, 10, 11].map((n) => cache.get(text(n, n === 11 ? 900 : 100)) !== undefined)).toEqual([
      ...[false, false, false],
      ...[true, true],
    ]);
  });

  it('[SEC-076] are not kept when one is very long', () => {
    const cache = createDocumentCache();
    cache.set(text(1, 10_001), document);
    expect(cache.get(text(1, 10_001))).toBeUndefined();
  });
});

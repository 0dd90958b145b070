import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.stop());

describe('GraphQL over HTTP', () => {
  it('[DEC-23][SEC-068] passes all 61 of graphql-http’s audit', async () => {
    const results = await auditServer({ url: `${test.url}/graphql` });
    expect(results.length).toBe(61);
    const missed = results.filter((result) => result.status !== 'ok').map(({ id, name }) => `${id} ${name}`);
    expect(missed).toEqual([]);
  });
});

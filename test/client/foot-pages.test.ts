import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { curlExample, EXAMPLES, sseExample } from '../../client/src/features/developers/examples.ts';
import { partStates, readinessOf } from '../../client/src/features/pages/readiness.ts';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

function bodyOf(command: string): { query: string } {
  return JSON.parse(/-d '([^']+)'/.exec(command)?.[1] ?? '{}');
}

describe('page for developers', () => {
  it('[API-02] offers only operations that the schema accepts', () => {
    const documents = [
      ...Object.values(EXAMPLES),
      bodyOf(curlExample('http://localhost:4000')).query,
      bodyOf(sseExample('http://localhost:4000', 'robotica')).query,
    ];
    expect(documents).toHaveLength(5);
    for (const document of documents) expect(validate(schema, parse(document))).toEqual([]);
  });
});

describe('status page', () => {
  const facts = {
    asked: true,
    answerMs: 40,
    readiness: { ready: true, database: true, bus: true },
    live: 'live' as const,
  };

  it('[UI-05] says good only of what the server said is good', () => {
    expect(partStates(facts)).toEqual({ api: 'good', database: 'good', bus: 'good', live: 'good' });
    expect(partStates({ asked: false, answerMs: null, readiness: null, live: null })).toEqual({
      api: 'unknown',
      database: 'unknown',
      bus: 'unknown',
      live: 'unknown',
    });
  });

  it('[UI-05] tells slow from broken', () => {
    expect(partStates({ ...facts, answerMs: null, live: 'stale' })).toMatchObject({ api: 'bad', live: 'bad' });
    expect(
      partStates({ ...facts, readiness: { ready: true, database: true, bus: false }, live: 'polling' }),
    ).toMatchObject({
      bus: 'slow',
      live: 'slow',
    });
    expect(partStates({ ...facts, readiness: { ready: false, database: false, bus: true } }).database).toBe('bad');
  });

  it('takes nothing but the server’s own words for its state', () => {
    expect(readinessOf({ ready: true, database: 'up', migrations: 'up', bus: 'down' })).toEqual({
      ready: true,
      database: true,
      bus: false,
    });
    expect(readinessOf('<html>')).toBeNull();
    expect(readinessOf({ status: 'ok' })).toBeNull();
  });
});
